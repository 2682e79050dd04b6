# Every word that the program prints in an output by itself, in English. Other languages have the same
# messages in a file of their own; a project replaces single ones in templates/labels/en.ftl.
# What is written with $ is put in when the message is printed.

## Numbers and dates

number-decimal = .
number-group = ,
number-less-than = less than { $least }
number-at-least = at least { $low }
number-at-most = at most { $high }
number-any = any value
range = { $low } to { $high }
range-under = { $low } to under { $high }
unit-point = percentage point
unit-points = percentage points
unit-p = p value
unit-per = per { $count } { $things }
unit-per-person = per person
unit-per-people = per { $count } people
unit-ratio = ratio
unit-index = index
unit-year = year
unit-effect = standard deviations
month = { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
month-short = { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
month-year = { $month } { $year }
quarter = { $quarter } { $year }
quarter-short = Q{ $quarter }
date = { $day } { $month } { $year }
moment = { $time } on { $day ->
        [sun] Sunday{" "}
        [mon] Monday{" "}
        [tue] Tuesday{" "}
        [wed] Wednesday{" "}
        [thu] Thursday{" "}
        [fri] Friday{" "}
        [sat] Saturday{" "}
       *[none] {""}
    }{ $date } (UTC{ $zone })
list-two = { $first } and { $last }
list-between = {", "}
list-end = { $first } and { $last }
count-of = { $used } of { $of }
count-and = {" and "}
quoted = “{ $words }”
quotation-to-come = Quotation to come from { $from }
quotation-draft = Draft: these words are not approved
quotation-empty = Draft: no words yet

## The page

language-name = English
skip-report = Skip to the report
skip-page = Skip to the text
skip-list = Skip to the list
skip-publication = Skip to what is published
numbers-as-text = Read numbers as text, not as links
contents = Contents
key-findings = Key findings
search-report = Search this report
search-page = Search this page
front-page = Front page
turn-page = Other pages
page-before = Previous
page-after = Next
search-list = Search this list
search-none = Nothing found
search-one = 1 place
search-places = { $count } places
search-first = { $count } places; the first 20
report-pdf = Report as PDF
page-pdf = This page as PDF
numbers-json = Every number as JSON
page-numbers = Every underlined number opens its definition, its formula and the files it was computed from.
back-report = Back to the whole report
the-report = The report
about-publication = About this publication
also-published = Also published
text-form = Text
data = Data
versions = Versions
this-version = this edition
revisions = { $count ->
    [one] 1 change was accepted
   *[other] { $count } changes were accepted
}
releases-feed = Feed of releases (Atom)
editions-count = { $count } short reports, each with figures of its own
editions-count-pdf = { $count } short reports, each with figures of its own, as a page and as PDF
of = of { $what }
close = Close
formula = Formula
task-done = done
task-open = to do
note-number = Note { $number }
note-back = Note { $number }: back to the text
copy-link = Copy link
copied = Copied
address-bar = In the address bar
chart-values = Values of { $what }: use the arrow keys
show-table = Show as table
file-of = { $file } of { $what }

## Cover, imprint and terms

draft = Draft: claims may not hold.
embargoed = EMBARGOED until { $moment }
embargo-page = Nothing on this page may be published before.
embargo-document = Nothing in this document may be published before.
title = Title
edition = Edition
authors-by = By
role-publisher = publisher
role-plural = { $role }s
cite = Cite as
cite-line = Cite as: { $citation }
licence = Licence
licence-line = Licence: { $licence }
whole-line = The report: { $report }
picture-line = The picture:
release-notes = For editors: figures and facts
release-figures = Figures
release-quotes = May be quoted
release-numbers = What the numbers are
from-line = From: { $citation }
web = On the web
contact-for = Contact: { $role }
cover-credits = Cover: { $credits }
numbers = Numbers
document-numbers = Every number in the text leads to its definition at the end, and from there back to where it is first used.
pages-short = pp.
page-short = p.
kind-news = News release
kind-summary = Summary
kind-brief = Brief
kind-for = { $kind } for { $audience }

## Figures, tables and what refers to them

figure = Figure
figures = Figures
table = Table
tables = Tables
figure-caption = Figure { $number }
table-caption = Table { $number }
figure-named = figure { $number }
table-named = table { $number }
of-figure = of figure { $number }
file-of-figure = { $file } of figure { $number }
file-of-table = { $file } of table { $number }
data-of-figure = Data of figure { $number }
figure-data = Data and description
see-figure = See figure { $number }
source = Source:
reference-figure = Figure { $number }
reference-table = Table { $number }
reference-equation = Equation { $number }
reference-paragraph = paragraph { $number }
reference-section = section { $number }
reference-chapter = chapter { $number }
reference-appendix = appendix { $number }
reference-report = { $reference } of the report
table-rounded = Percentages may not add up to 100 because of rounding.
table-shaded = The stronger the shade, the higher the value.
table-barred = Bars begin at zero.
table-empty = There are no rows.
gap-not-available = not available
gap-not-applicable = not applicable
gap-confidential = confidential
gap-low = rounds to nothing, but is not
gap-unreliable = of low reliability
gap-or = {" or "}
interval-level = { $level }% confidence interval { $range }

## Blocks

alert-note = Note
alert-tip = Tip
alert-important = Important
alert-warning = Warning
alert-caution = Caution
block-case-study = Case study
block-box = Box
block-recommendation = Recommendation
block-endnotes = Notes
block-question = Question for reflection
field-place = Place
field-period = Period
field-who = Who
field-when = By when
field-evidence = Evidence

## Appendices, cards and claims

references = References
data-set = Data set
version-of-work = version { $version }
technical-report = Technical report
published-title = Published figures and recomputed ones
published-table = Figures in print are recomputed from the data
published-subtitle = Published value, recomputed value and whether they agree
published-head-print = In print
published-head-published = Published
published-head-recomputed = Recomputed
published-head-verdict = Verdict
published-head-source = Source
published-agrees = agrees
published-differs = differs
published-text = Each figure below stands in print. It is recomputed from the data in this edition every time the report is built; a figure that is not reproduced within its tolerance stops the build.
provenance-title = Where every number comes from
provenance-text = Every number in this report that comes from the data is listed here, with its definition, its formula, how many cases it rests on, and the files it was read from. These are the files:
provenance-marked = Numbers that a figure marks
provenance-formula = Formula:
provenance-files = Files: { $files }.
provenance-more = and { $more } more in statistics.json.
card-unrounded = Unrounded
card-interval = Interval
card-test = Test
card-used = Used
card-definition = Definition
card-formula = Formula
card-frame = Frame
card-from = From
card-files = Files
card-made-by = made by { $by }
card-made-by-from = made by { $by } from { $files }
card-declared = Declared
card-id = Id
card-rows = { $frame }, { $rows } rows used
claim-title = What the data must show for these words
claim-verdict = Verdict
claim-holds = holds in this edition; when it does not, the report cannot be built
claim-rule = Rule
claim-fails = not so: { $because }
because-is = { $title } is { $value }
because-not = { $value } is not { $sign } { $limit }
because-interval = interval { $range }
because-p = { $p } at { $level }
because-rank = { $value } is { $shared ->
        [yes] shared number
       *[no] number
    } { $place } of { $of } from the highest
because-rival = ; { $key } has { $value }
because-against = { $value } against { $limit }
because-steps = { $steps } of { $steps } steps { $word ->
        [rise] rise
       *[fall] fall
    }
because-breaks = { $count } of { $steps } steps do not { $word ->
        [rise] rise
       *[fall] fall
    }: { $breaks }

## Charts: their sorts

chart-line = Line chart
chart-bar = Bar chart
chart-dot = { $intervals ->
        [no] Dot chart
       *[yes] Dot chart with intervals
    }
chart-dumbbell = Dumbbell chart
chart-slope = Slope chart
chart-strip = Strip chart, one dot an area
chart-scatter = Scatter chart, one dot an area
chart-event-study = Event-study chart
chart-love = Balance chart
chart-specification = Specification chart
chart-multiples = Small line charts
chart-heat = Table coloured by value
chart-tiles = Tile map
chart-column = Column chart
chart-combined = Combined chart
chart-histogram = Histogram
chart-lollipop = Lollipop chart
chart-pyramid = Population pyramid
chart-diverging = Diverging bar chart
chart-waterfall = Waterfall chart
chart-map = Map
chart-area = Stacked area chart
chart-bump = Chart of ranks over time
chart-fan = Fan chart of a projection
chart-box = Box plot
chart-violin = Violin plot
chart-bubble = Bubble chart
chart-connected = Connected scatter chart
chart-squares = Grid of 100 squares
chart-donut = Donut chart
chart-timeline = Timeline
chart-flow = Diagram of boxes and arrows

## Charts in words

note-point = Note at { $at }: { $words }.
note-range = Note from { $from } to { $to }: { $words }.
note-stretch = Note on { $name } from { $from } to { $to }: { $words }.
note-difference = Note between { $one } and { $other } at { $at }: { $words }.
axis-log = { $title } (logarithmic scale)
axis-log-alone = Logarithmic scale
chart-log = The { $axis ->
    [x] x axis
   *[value] value axis
} is logarithmic: equal distances are equal ratios.
data-panel = Panel
data-series = Series
data-item = Item
data-time = { $step ->
    [year] Year
    [quarter] Quarter
    [month] Month
   *[day] Date
}
data-group = Group
data-value = Value
data-interval = Interval
line-one = { $value } in { $at }
line-level = no change between { $from } and { $to }, { $value } in both
line-moves = { $way ->
        [rise] a rise
       *[fall] a fall
    } from { $old } in { $from } to { $new } in { $to }
line-turn = { $turn ->
        [peak] a peak
       *[low] a low
    } of { $value } in { $at }
line-turns = , with { $turns }
line-turns-and = {" and "}
gap-level = The gap between the two is { $value } in { $at }.
gap-moves = The gap between the two { $way ->
        [widens] widens
       *[narrows] narrows
    } from { $old } in { $from } to { $new } in { $to }.
cross-between = between { $from } and { $to }
cross-once = The lines cross { $when }.
cross-times = The lines cross { $count } times, last { $when }.
beyond-places = The interval excludes zero at { $count } of { $of } places.
alt-also = Also shown: { $names }.
panels-scale = { $count } panels share one scale.
panels-most = The greatest { $way ->
        [rise] rise
       *[fall] fall
    } is { $name }: from { $from } to { $to }.
fit-all = All
fit-none = { $count ->
        [one] { $name }: { $count } area.
       *[other] { $name }: { $count } areas.
    }
fit-line = { $name }: { $count } areas; the fitted line { $way ->
        [rise] rises
        [level] stays level
       *[fall] falls
    } from { $old } where x is { $from } to { $new } where it is { $to }.
rank-ends = highest { $most } ({ $high }), lowest { $least } ({ $low }), of { $count }.
cells-more = { $names }; and { $count } more
rank-same = all { $count } have { $value }.
rank-beyond = The interval excludes zero for { $count } of { $of }.
rank-all-higher = { $name }: higher than { $other } in { $count ->
        [one] the only row
       *[other] all { $count } rows
    }.
rank-all-lower = { $name }: lower than { $other } in { $count ->
        [one] the only row
       *[other] all { $count } rows
    }.
rank-mixed = { $name }: higher than { $other } in { $higher } of { $count } rows, lower in { $lower }.
rank-widest = The widest gap is { $name }: { $value } against { $other }.
cells-ends = The highest value is { $high } ({ $most }), the lowest { $low } ({ $least }).
spread-middle = , mean { $mean }, median { $median }
spread = { $count ->
        [one] { $count } area, { $most }, at { $high }.
       *[other] { $count } areas from { $low } ({ $least }) to { $high } ({ $most }){ $middle }.
    }
box-sentence = { $count ->
        [one] one value, { $median }.
       *[other] median { $median }, the middle half from { $low } to { $high }, of { $count } values.
    }
box-row = Median { $median }, middle half { $low } to { $high }, n = { $count }
box-foot = Box: the middle half of the values, with the median. Whiskers: to the farthest value within 1.5 times the box.
box-dashed = Dashed: { $name } ({ $value })
bump-same = { $name } is at rank { $rank } in { $start } and in { $end }.
bump-moves = { $name } { $way ->
        [rise] rises
       *[fall] falls
    } from rank { $from } in { $start } to rank { $to } in { $end }.
fan-projection = Projection from here
flow-end = { $box }: the end.
flow-leads = { $box } leads to { $to }.
histogram-all = { $count ->
        [one] { $count } area from { $low } to { $high }, median { $median }, in bins of { $bin }.
       *[other] { $count } areas from { $low } to { $high }, median { $median }, in bins of { $bin }.
    }
histogram-most = The fullest bin, with { $count }, is from { $low } to under { $high }.
histogram-density = Density: bandwidth { $bandwidth }, n = { $count }
histogram-density-words = The curve is their density (Gaussian kernel, bandwidth { $bandwidth }), scaled to the counts.
histogram-normal = Normal: mean { $mean }, sd { $sd }, n = { $count }
histogram-normal-words = The curve is the normal distribution with their mean, { $mean }, and standard deviation, { $sd }, scaled to the counts.
histogram-median = Median { $median }; bins of { $bin }
love-near = { $count } of { $of } lie within a tenth of a standard deviation.
strip-row = Mean { $mean } (solid), median { $median } (dashed)
strip-marked = { $names } (large dot).
tiles-names-values = Names and values are in the figure’s table.
tiles-names = Names are in the figure’s table.
tiles-values = Values are in the figure’s table.
key-others = { $count } others
key-all = { $count } series
map-no-data = No data
map-no-data-small = no data
map-brackets = In brackets: number of areas
map-circles = Area of circles in proportion
bubble-sizes = Area of circles: { $title }
bubble-most = The largest circle is { $name }, { $size }.
bubble-largest = Area of circles: { $title }; the largest is { $value }.
map-hexagons = One hexagon an area, moved as little as possible
map-locator = { $names } among { $count } areas.
map-insets = Insets have scales of their own
map-inset-zoom = { $count ->
        [one] An inset, “{ $label }”, shows { $count } area larger.
       *[other] An inset, “{ $label }”, shows { $count } areas larger.
    }
map-inset-apart = { $count ->
        [one] { $count } area, “{ $label }”, is drawn apart.
       *[other] { $count } areas, “{ $label }”, are drawn apart.
    }
map-inset-all = { $count ->
        [one] An inset, “{ $label }”, shows where this area lies among { $of }.
       *[other] An inset, “{ $label }”, shows where these { $count } areas lie among { $of }.
    }
map-in-group = { $count } in { $group }
map-highest = Of the { $count } areas in the highest class, { $class }, { $rest ->
        [some] most of all { $groups }
       *[all] { $groups }
    }.
map-missing-named = { $count ->
        [one] { $count } area has no value: { $names }.
       *[other] { $count } areas have no value: { $names }.
    }
map-missing = { $count ->
        [one] { $count } area has no value.
       *[other] { $count } areas have no value.
    }
map-class = { $count ->
        [one] { $class }: { $count } area.
       *[other] { $class }: { $count } areas.
    }

## Less of a chart, where there is little room

less-shown = Shown: { $parts }. All are in the figure’s table.
less-notes = { $of ->
        [1] Without its note, which is in the figure’s description.
       *[other] Without { $count } of { $of } notes. All are in the figure’s description.
    }
less-panels = { $count } of { $of } panels, { $which }
less-series = { $count } of { $of } { $noun ->
        [groups] groups
        [lines] lines
        [rows] rows
       *[series] series
    }
less-some = { $count } of { $of } panels
less-first = { $count ->
        [1] the first
       *[other] the first { $count }
    } of { $of } { $noun ->
        [boxes] boxes
        [columns] columns
        [panels] panels
       *[events] events
    }
less-every = every { $step ->
        [2] second
        [3] third
        [4] fourth
        [5] fifth
       *[other] { $step }th
    } of { $of } columns
less-insets = { $count ->
        [one] the map without its inset
       *[other] the map without its insets
    }
less-columns = the names of { $count } of { $of } columns
less-names = the names of { $count } of { $of } choices
less-middle = the name of the middle
less-bold = those in bold
less-gaps = the widest gaps
less-changes = the largest changes
less-highest = the highest
less-lowest = the lowest
less-farthest = the farthest from zero

## Formulas, as they are read aloud

math-fraction = the fraction
math-fraction-end = end of fraction
math-over = over
math-above = above
math-root = the square root of
math-root-order = the root of order
math-root-of = of
math-root-end = end of root
math-from = from
math-sub = sub
math-to = to
math-power = to the power of
math-squared = squared
math-equals = equals
math-plus = plus
math-minus = minus
math-plus-minus = plus or minus
math-times = times
math-divided = divided by
math-not-equal = is not
math-at-most = is at most
math-at-least = is at least
math-less = is less than
math-more = is more than
math-about = is about
math-distributed = is distributed as
math-in = in
math-sum = the sum
math-product = the product
math-integral = the integral
math-infinity = infinity
math-arrow = to
math-open = open bracket
math-close = close bracket
math-open-square = open square bracket
math-close-square = close square bracket
math-open-brace = open brace
math-close-brace = close brace
math-bar = bar
math-accent-bar = bar
math-accent-hat = hat
math-accent-tilde = tilde
math-accent-dot = dot
math-accent-dots = two dots
math-accent-arrow = arrow
math-accent-check = check
math-accent-breve = breve
math-accent-acute = acute
math-accent-grave = grave
math-line = line { $line }:

## What statistics say of themselves. Their English is found in the record of an edition, word for word

stat-mean-over-areas-of-the-in-to = Mean over areas of the { $a } in { $b }, { $c } to { $d }; areas are { $e }, those without both years left out
stat-of-the-group-s-total-to-areas = { $a } of the group's total { $b }, { $c } to { $d }; areas without both years are left out
stat-percentage-change = percentage change
stat-change-in-percentage-points = change in percentage points
stat-change = change
stat-weighted-equally = weighted equally
stat-weighted-by-at-the-start = weighted by { $a } at the start
stat-less-before-rounding = { $a }; { $b } less { $c }, before rounding
stat-as-a-share-of = { $a } as a share of { $b }
stat-pooled = Pooled { $a }
stat-total-of = Total of { $a }
stat-mean-over-rows-of-unweighted = Mean over rows of { $a }, unweighted
stat-median-over-rows-of = Median over rows of { $a }
stat-least-value-of = Least value of { $a }
stat-greatest-value-of = Greatest value of { $a }
stat-standard-deviation-over-rows-of = Standard deviation over rows of { $a }
stat-mean-over-areas-of = Mean over areas of { $a }
stat-rows-with-a-missing-value-are-left = { $a }; rows with a missing value are left out
stat-each-is-100-in = { $a }; each { $b } is 100 in { $c }
stat-100-in = { $a }; 100 in { $b }
stat-where-counts-withheld-lie-from-to = { $a } where counts withheld lie from { $b } to { $c }
stat-number-of-distinct-values-of = Number of distinct values of { $a }
stat-number-of-missing-cells-of = Number of missing cells of { $a }
stat-number-of-rows = Number of rows
stat-in-frame = { $a } in frame { $b }
stat-a-query-over-the-data = A query over the data
stat-with = { $a }, with: { $b }
stat-of-each-area-in-to = { $a } of each area in { $b }, { $c } to { $d }
stat-difference-of-the-means-treated-less-control = Difference of the means, treated less control
stat-difference-of-the-means = Difference of the means
stat-difference-of-the-means-over-the-pooled = Difference of the means over the pooled standard deviation, with the exact small-sample correction (Hedges' g): { $a }
stat-difference-pooled-of-groups = Difference of the means over the pooled standard deviation, with the exact small-sample correction; { $a } less { $b }
stat-difference-of-the-means-with-an-interval = Difference of the means, with an interval from areas drawn again with replacement, from a fixed seed: { $a }
stat-share-of-splits-of-the-areas-within = Share of splits of the areas within each { $a } whose difference is at least as large; { $b }: { $c }
stat-share-of-splits-of-the-areas-whose = Share of splits of the areas whose difference is at least as large; { $a }: { $b }
stat-every-split = every split
stat-splits-drawn-from-a-fixed-seed = splits drawn from a fixed seed
stat-every-combination = every combination
stat-draws-from-a-fixed-seed = draws from a fixed seed
stat-hodges-lehmann-shift-between-the-groups-with = Hodges–Lehmann shift between the groups with the Mann–Whitney test: { $a }
stat-hodges-lehmann-centre-of-the-changes-with = Hodges–Lehmann centre of the changes with Wilcoxon's signed-rank test: { $a }
stat-largest-distance-between-the-two-distributions-with = Largest distance between the two distributions with the Kolmogorov–Smirnov test: { $a }
stat-difference-in-differences-of-areas-and-time = Difference in differences of { $a }, { $b }, with effects of area and time; { $c }
stat-areas-weighted-equally = areas weighted equally
stat-rows-with-a-missing-value = rows with a missing value are left out
stat-areas-without-both-times = areas without both times are left out
stat-difference-in-differences-of-group-and-time = Difference in differences of { $a }, { $b }, with effects of group and time; { $c }
stat-difference-for-under-another-choice = Difference for “{ $a }” under another choice: { $b }
stat-as-reported = As reported
stat-difference-for-adjusted-for = Difference for “{ $a }”, adjusted for { $b }
stat-the-value-of = the value of { $a }
stat-change-of-for-each-unit-at-the = Change of “{ $a }” for each unit at the start, within groups
stat-part-of-the-difference-for-that-adjusting = Part of the difference for “{ $a }” that adjusting takes away
stat-over-the-alternatives-to = Over the alternatives to “{ $a }”
stat-placebo-of = Placebo of “{ $a }”: { $b }
stat-difference-of-the-change-in-to = difference of the change in { $a }, { $b } to { $c }
stat-estimate-of-judged-by-the-wild-cluster = Estimate of “{ $a }” judged by the wild cluster bootstrap-t, null imposed, residuals multiplied by { $b }; { $c }
stat-of-clustered-by = { $a } of “{ $b }”, clustered by { $c }
stat-joint-test-that-no-year-before-differs = Joint test that no year before { $a } differs from it: { $b }
stat-standardised-mean-difference-of-at-the-start = Standardised mean difference of { $a } at the start, treated less control
stat-standardised-mean-difference-of-before-matching-treated = Standardised mean difference of { $a } before matching, treated less control
stat-standardised-mean-difference-of-after-matching-treated = Standardised mean difference of { $a } after matching, treated less control
stat-over-the-standardised-mean-differences-at-the = Over the standardised mean differences at the start
stat-smallest-true-difference-that-a-two-sided = Smallest true difference that a two-sided Welch test at { $a }% finds with { $b }% power: { $c }
stat-power-of-a-two-sided-welch-test = Power of a two-sided Welch test at { $a }% if the true difference were { $b }: { $c }
stat-the-one-observed = the one observed
stat-the-one-looked-for = the one looked for
stat-range-of-the-difference-when-each-in = Range of the difference when each { $a } in turn is left out: { $b }
stat-p-value-corrected-for-outcomes-by-the = p value corrected for { $a } outcomes by the method of { $b }
stat-level-on-the-maryland-scientific-methods-scale = Level on the Maryland Scientific Methods Scale, by the rule of the What Works Centre for Local Economic Growth
stat-whether-the-design-has = Whether the design has { $a }
stat-correlation-of-with = Correlation of { $a } with { $b }
stat-least-squares-of-on-rows-with-a = Least squares of { $a } on { $b }; rows with a missing value are left out
stat-change-of-per-unit-of-by-least = Change of { $a } per unit of { $b }, by least squares; rows with a missing value are left out
stat-mean-weighted-by = Mean weighted by { $a }
stat-mean = Mean
stat-median = Median
stat-counts-declared = counts declared in the block: { $a }
stat-counts-by-and = Counts by { $a } and { $b }
stat-counts-of-added-up = Counts of { $a }, added up
stat-difference-of-two-proportions = Difference of two proportions
stat-rate-of-the-treated-over-that-of = Rate of the treated over that of the control: { $a }
stat-lower-quartile-of-the-values-drawn = Lower quartile of the values drawn
stat-upper-quartile-of-the-values-drawn = Upper quartile of the values drawn
stat-median-of-the-values-drawn = Median of the values drawn
stat-mean-of-the-values-drawn = Mean of the values drawn
stat-values-drawn = Values drawn
stat-dots-drawn = Dots drawn
stat-a-quarter-of-the-values-that-the = A quarter of the values that the chart draws are lower
stat-a-quarter-higher = A quarter of the values that the chart draws are higher
stat-median-of-the-values-that-the-chart = Median of the values that the chart draws
stat-number-of-values-that-the-chart-draws = Number of values that the chart draws
stat-number-of-dots-that-the-chart-draws = Number of dots that the chart draws
stat-unweighted-mean-of-the-values-that-the = Unweighted mean of the values that the chart draws
stat-bandwidth-of-the-density-drawn = Bandwidth of the density drawn
stat-standard-deviation-of-the-values-drawn = Standard deviation of the values drawn
stat-standard-deviation-of-the-gaussian-kernel = Standard deviation of the Gaussian kernel of the density that the chart draws, by Silverman’s rule
stat-standard-deviation-of-the-values-that-the = Standard deviation of the values that the chart draws
stat-number-of-values-in-the-bin-its = Number of values in the bin: its lower end is in it, its upper end is not
stat-number-of-differences-drawn-that-lie-within = Number of differences drawn that lie within a tenth of a standard deviation
stat-number-of-areas-in-the-class-by = Number of areas in the class, by their values as printed: its lower break is in it, its upper one only in the last
stat-least-squares-line-through-the-dots-how = Least-squares line through the dots: how much higher it is where x is one more
stat-least-squares-line-through-the-dots-at = Least-squares line through the dots, at the lowest or highest x
stat-slope-of-the-fitted-line = Slope of the fitted line
stat-fitted-line-where-x-is = Fitted line where x is { $a }
stat-areas-with = Areas with { $a }
stat-values-from-to-under = Values from { $a } to under { $b }
stat-breaks-equal-steps = breaks: equal steps
stat-standard-error = standard error
stat-standard-deviation = standard deviation
stat-degrees-of-freedom = degrees of freedom
stat-p-value = p value
stat-exact-p-value = exact p value
stat-p-value-normal-approximation = p value, normal approximation
stat-p-value-normal-approximation-without-continuity-correction = p value, normal approximation without continuity correction
stat-p-value-against-greater = p value against greater
stat-p-value-against-less = p value against less
stat-lower-end = lower end
stat-upper-end = upper end
stat-lower-end-of = { $a }, lower end
stat-upper-end-of = { $a }, upper end
stat-odds-ratio = odds ratio
stat-ratio-of-the-variances = ratio of the variances
stat-runs = runs
stat-smallest = smallest
stat-largest = largest
stat-runs-with-the-same-sign = runs with the same sign
stat-splits-looked-at = splits looked at
stat-standard-error-of-the-difference = standard error of the difference
stat-minimum-detectable-difference = minimum detectable difference
stat-covariates-beyond-a-tenth = covariates beyond a tenth
stat-largest-difference-left = largest difference left
stat-unweighted-mean = unweighted mean
stat-sum-of-the-weights = sum of the weights
stat-units-with-a-value = units with a value
stat-units-without-a-value = units without a value
stat-distance-between-the-quartiles = distance between the quartiles
stat-rows = rows
stat-areas = areas
stat-clusters = clusters
stat-difference-between-and = { $a }, difference between { $b } and { $c }
stat-the-difference-between = difference between { $a } and { $b }
stat-difference = { $a }, difference
stat-standardised-difference = { $a }, standardised difference
stat-standardised-difference-hedges-g = { $a }, standardised difference (Hedges' g)
stat-after-weighting = { $a }, after weighting
stat-median-of-title = { $a }, median
stat-t-interval-of-the-mean = t interval of the mean
stat-t-interval-of-the-pairs = t interval of the pairs
stat-t-interval-classical-errors = t interval, classical errors
stat-weighted-mean-linearised = weighted mean, linearised
stat-noncentral-t = noncentral t
stat-noncentral-t-inverted = noncentral t, inverted
stat-least-squares = least squares
stat-least-squares-with = least squares, { $a }
stat-log-scale = log scale
stat-bootstrap-bca = bootstrap, BCa
stat-wild-cluster-bootstrap-t = wild cluster bootstrap-t
stat-cr2-satterthwaite-df = CR2, Satterthwaite df
stat-welch-t-test = Welch t test
stat-student-t-test = Student t test
stat-paired-t-test = paired t test
stat-permutation-test = permutation test
stat-mann-whitney-test = Mann–Whitney test
stat-wilcoxon-signed-rank-test = Wilcoxon signed-rank test
stat-kolmogorov-smirnov-test = Kolmogorov–Smirnov test
stat-yuen-welch-t-test = Yuen–Welch t test
stat-fisher-s-exact-test = Fisher's exact test
stat-wald-f-test = Wald F test
stat-wald-chi-test = Wald χ² test
stat-htz-test = HTZ test
stat-t-test-of-r = t test of r
stat-t-test-of-the-coefficient = t test of the coefficient
stat-f-test-of-variances = F test of variances
stat-chi-test-of-dispersion = χ² test of dispersion
stat-exact-test-of-two-rates = exact test of two rates
stat-z-test-of-two-proportions = z test of two proportions
stat-t-test = { $a } t test
stat-mean-treated-mean-control-welch-t-satterthwaite = mean(treated) − mean(control); Welch t, Satterthwaite df
stat-mean-treated-mean-control = mean(treated) − mean(control); { $a }
stat-mean-of = mean of { $a }
stat-median-of = median of { $a }
stat-mean-interval = mean({ $a }) ± { $b }
stat-mean-formula = mean({ $a })
stat-median-treated-median-control = median(treated) − median(control)
stat-delta-treated-delta-control = Δ(treated) − Δ(control)
stat-delta-total-of-treated-delta-total-of = Δ(total of treated) − Δ(total of control)
stat-quantile-of-y-type-7 = quantile { $a } of y, type 7
stat-number-of = number of { $a }
stat-pooled-pooled = pooled { $a } − pooled { $b }
stat-hits-of-draws = (1 + hits)/(1 + { $a }), hits: draws with { $b }; splitmix64 from seed { $c }
stat-quantiles-of-draws = quantiles of { $a } draws, type 7, splitmix64 from seed { $b }
stat-share-of-splits-with = share of { $a } splits with { $b }
stat-less = { $a } less { $b }
stat-over = { $a } over { $b }
stat-joined = { $a }; { $b }
stat-weighted-means = weighted mean(treated) − weighted mean(control); { $a }
stat-cr2-by = CR2 by { $a }
stat-only-rows = { $a }; only rows with { $b }
stat-matched-with-its-nearest = Difference for “{ $a }” between { $b } and { $c } when each of the { $d } is compared with its nearest { $e } ({ $f } each) in { $g }
stat-under-another-choice-by = Difference for “{ $a }” under another choice: { $b }; { $c }
stat-only-rows-and = { $a }; only rows with { $b }, and { $c }
stat-one-left-out-formula = d(k) = mean(treated) − mean(control), { $a } ≠ k
stat-points-in = percentage points in { $a }
stat-alternatives = alternatives
stat-alternatives-with-the-same-sign = alternatives with the same sign
stat-alternatives-with-an-interval = alternatives with an interval
stat-alternatives-with-the-same-interval = alternatives whose interval says the same of zero
stat-smallest-estimate = the smallest estimate
stat-largest-estimate = the largest estimate
stat-has-comparison = a comparison group
stat-has-both-times = outcomes before and after
stat-has-alike = groups shown to be alike at the start
stat-has-adjusted = adjustment for what differs
stat-has-quasi-random = an assignment as good as random
stat-has-lot = assignment by lot
stat-criterion-met = { $a }: is it so
stat-criterion-because = { $a }: the reason
stat-criterion-needed = { $a }: the level it is for
stat-is-it-so = is it so
stat-the-reason = the reason
stat-level-it-is-for = the level it is for
stat-what-carries-it = what carries it
stat-what-the-next-level-takes = what the next level takes
stat-mahalanobis-with = Mahalanobis distance, with replacement, { $a }
stat-mahalanobis-without = Mahalanobis distance, without replacement, { $a }
stat-euclidean-with = standardised Euclidean distance, with replacement, { $a }
stat-euclidean-without = standardised Euclidean distance, without replacement, { $a }
stat-mean-less-partners = mean of y(i) − mean of y over the partners of i
stat-detectable-in-deviations = minimum detectable difference in standard deviations
stat-detectable-normal = minimum detectable difference, normal approximation
stat-power-observed = power at the observed difference
stat-power-sought = power at the sought difference
stat-detectable-with = δ with { $a }
stat-interval-from-the-noncentral-t = { $a }; interval from the noncentral t
stat-trimmed-means = trimmed mean(treated) − trimmed mean(control); winsorised variances, Yuen–Welch t
stat-htz-of = HTZ, Pustejovsky and Tipton
stat-of-the-cr2-wald-statistic = { $a } of the CR2 Wald statistic
stat-share-of-with-t = share of { $a } combinations with { $b }
stat-mean-treated-adjusted = mean(treated) − mean(control) − β
stat-breaks-given = breaks: given
stat-breaks-quantiles = breaks: quantiles
stat-breaks-natural = breaks: natural (Jenks)
stat-equal-area-projection = equal-area projection about { $a }, { $b }
stat-adjusted-r2 = adjusted R²
stat-chance-above = chance that a treated value exceeds a control one
stat-of-the-means = difference of the means
stat-effective-units = effective number of units
stat-exact-garwood = exact, Garwood
stat-intercept = intercept
stat-least-expected = least count expected
stat-lower-end-log = lower end, log scale
stat-upper-end-log = upper end, log scale
stat-p-value-log = p value, log scale
stat-p-value-by-t = p value by t
stat-p-value-large = p value in large samples
stat-p-value-brown = p value of Brown and Forsythe
stat-p-value-f = p value of F
stat-p-value-continuity = p value with continuity correction
stat-over-the-treated-s-deviation = over the treated's standard deviation
stat-pairs = pairs
stat-pairs-that-differ = pairs that differ
stat-ranks-of-the-rises = ranks of the rises
stat-rate-of-the-treated = rate of the treated
stat-rate-of-the-control = rate of the control
stat-rows-used = rows used
stat-deviation-of-residuals = standard deviation of the residuals
stat-units-without-because = units without a value: { $a }
stat-value-at-time-zero = value at time zero
stat-variance = variance
stat-treated-less-control-pooled = mean(treated) − mean(control); t with pooled variance, n + m − 2 df
stat-treated-less-control-satterthwaite = mean(treated) − mean(control); t with Satterthwaite df
stat-changes-less-changes = mean(Δ treated) − mean(Δ control); Welch t, Satterthwaite df
stat-end-less-start = mean of end − start; t with n − 1 df
stat-no-slope = y is the same at every time: b = 0
stat-over-its-degrees = Σ(y − μ)²/μ over its degrees of freedom
stat-ratio-of-rates = (a/T₁)/(b/T₂); exact binomial test and interval
stat-before-matching-s = (m₁ − m₀)/√((s₁² + s₀²)/2), s before matching
stat-before-weighting-s = (Σwx/Σw − Σwy/Σw)/√((s₁² + s₀²)/2), s before weighting
stat-largest-of-d = max |d|, and n of |d| > 0.1
stat-fisher-z = Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)²·Σ(y − ȳ)²); interval by Fisher's z

## Press packs

press-role = Press
press-pack = PRESS PACK: { $title }
press-title = Press: { $title }
press-area-title = In your area: { $title }
press-area = In your area
press-skip-figures = Skip to the figures
press-skip-areas = Skip to the areas
press-embargo = Nothing in this pack may be published before.
press-works-from = The address works from { $moment }.
press-lifted = The embargo was lifted before its time: { $reason }
press-how = Take a picture in the size you need; figures that show a key finding come first. Its caption, alternative text and citation are beside it. Everything here may be used under
press-terms-link = these terms
press-questions = Questions: { $name }
press-sections = Sections
press-findings = Findings
press-changed = What changed
press-changed-since = What changed since { $edition }
press-changed-figure = Changed since { $edition }: { $change }.
press-changed-none = Nothing that is printed.
press-terms = Terms
press-all-files = All files (ZIP)
press-all = All figures and findings
press-facts-csv = Every fact (CSV)
press-facts-json = Every fact (JSON)
press-search = Search
press-size = Size
press-tone = Tone
press-light = light
press-dark = dark
press-area-search = Area
press-interval = interval { $range }
press-beside-any = Say beside any of these:
press-beside = Say beside it
press-quoted = May be quoted as
press-copy-sentence = Copy sentence
press-copy-quote = Copy quote
press-copy-caption = Copy caption
press-copy-alt = Copy alternative text
press-copy-citation = Copy citation
press-copy-post = Copy post
press-copy-embed = Copy embed code
press-text = Text
press-its-figure = Its figure
press-download = Download PNG
press-words = Words
press-caption = Caption
press-alt = Alternative text
press-citation = Citation
press-post = Post (280 characters)
press-embed = Embed code
press-sizes = All sizes and files
press-files-of = Files of figure { $number }
press-for = For
press-pixels = Pixels
press-files = Files
press-card = One-page card
press-card-of = of the card of figure { $number }
press-data = Data (CSV)
press-embed-page = Page to embed
press-for-figure = for figure { $number }
press-everything = Everything else (JSON)
press-ods = All tables as one spreadsheet (ODS)
press-table-csv = Table { $number }: { $title } (CSV)
press-embargo-label = Embargo
press-must = Must be said
press-check = Check the pack
press-check-how = with this folder, or
press-current = Which edition is current
press-revised = Revised on { $date }: { $issue }
press-published = Published on { $date }: { $issue }
press-figures-changed = , figures changed
press-figure-unchanged = , this figure unchanged
press-in-words = In words
press-ask = Ask
press-in-report = Figure { $number } in the report
press-under = Under the picture
press-in-words-long = In words, for those who cannot see the picture
press-copied = Copied: { $what }
press-refused = The browser refused; select the words and copy them
press-new-tab = Opens in a new tab; save it from there
press-others = { $name } and others
press-quote = “{ $sentence }” ({ $who }, { $title }, { $issue })
press-association = The figures compare groups; they do not show what caused the difference.
press-areas-vary = Single areas vary for many reasons; none of these figures shows what a programme did there.
press-figure-in = Figure { $number } in: { $report }
press-figure-of = Figure { $number } of { $title }
press-copy-for = Copy for { $name }
press-post-title = For a post of 280 characters
press-to-embed = To embed

## Spreadsheets

ods-tables-of = Tables of { $title }
ods-cover = Cover
ods-contents = Contents
ods-notes = Notes
ods-holds = What this workbook holds
ods-notice = Notice
ods-publishers = Publishers
ods-cite = How to cite
ods-address = Address
ods-contact = { $role } contact
ods-copy = Copy
ods-contents-about = This worksheet contains one table: every table, with a link to its worksheet.
ods-worksheet = Worksheet
ods-no-value = No value: missing, or withheld, in the data.
ods-not-applicable = Not applicable: what is in this row has no such number.
ods-notes-about = This worksheet contains one table: what holds for every table.
ods-mark = Mark
ods-meaning = Meaning
ods-rounding = Rounding
ods-rounding-about = Numbers are rounded as in the report; totals may differ from the sum of their parts.
ods-table-title = Table { $number }: { $title }
ods-marks = Marks in brackets are explained in the worksheet Notes.
ods-one-table = This worksheet contains one table.
source-line = Source: { $source }
data-interval-line = , interval { $range }
quoted-line = May be quoted as: { $quote }
beside-line = Say beside it: { $caveat }
press-matches-none = Nothing here matches “{ $words }”; everything is shown. Try another word for it.
press-matches = { $shown } of { $count } shown
press-matches-some = Nothing has all of these words; { $shown } of { $count } shown for some of them
press-same-words = child, children, kid, kids, youngster, youngsters;
    young people, young person, youth, youths, teenager, teenagers, adolescents;
    older people, older residents, elderly, pensioner, pensioners;
    person, people; woman, women, female, females; man, men, male, males; life, lives;
    job, jobs, employment, employed, worker, workers;
    unemployment, unemployed, jobless, out of work;
    pay, wage, wages, salary, salaries, earnings;
    poverty, poor, deprivation, deprived, low income;
    home, homes, house, houses, housing, dwelling, dwellings;
    rent, rents, renting, tenant, tenants;
    business, businesses, company, companies, firm, firms, enterprise, enterprises;
    shop, shops, retail, retailer, retailers;
    crime, crimes, offence, offences, offending;
    school, schools, education, pupil, pupils;
    hospital, hospitals, nhs; doctor, doctors, gp, gps;
    death, deaths, mortality; disease, diseases, illness, illnesses;
    car, cars, vehicle, vehicles; bike, bikes, bicycle, bicycles, cycling, cyclist, cyclists;
    bus, buses, public transport;
    rubbish, litter, waste; air quality, pollution;
    cost, costs, spending, expenditure;
    council, councils, local authority, local authorities;
    migration, immigration, migrant, migrants, immigrants
press-read-find = To find a figure
press-read-open = Open index.html in a browser. Search, choose a size, download the picture, copy the words.
press-read-here = What is here
press-read-size = the figure at a size; -dark for dark pages;
press-read-beside = { $files } beside it
press-read-paper = { $files } at the sizes for paper: { $sizes }
press-read-caption = the words to set under it
press-read-alt = the words for those who cannot see it
press-read-card = all of it on one page
press-read-data = its numbers
press-read-downloads = what index.html saves when it is opened from disk
press-read-embed = a page to frame; ID/embed-code.txt is the code to paste,
press-read-oembed = ID/oembed.json the same for programs
press-read-rest = everything else
press-read-finding = a checked sentence, how it may be quoted, what to say beside it
press-read-facts = all findings for programs
press-read-release = as a page, for paper, for e-mail, for a content system
press-releases = News releases
press-release-page = Read it
press-release-mail = Text for e-mail
press-release-copy = Copy text
press-read-areas = a checked sentence for each area
press-read-tables = every table as one spreadsheet; tables/ID.csv one by one
press-read-use = You may use it
press-read-under = under { $licence }
press-read-embedding = To embed a figure in a page
press-read-frames = The code frames { $page }: this folder, published as press/
press-read-framed = beside the report.
press-read-publish = Publish this folder and put its address before embed.html in the code.
press-read-altered = That nothing in this pack was altered: { $command }, or { $or }
press-read-checking = To check
press-read-still = That a picture is still current: { $command }
size-social = 1200 × 628 px, social media
size-card = 800 × 418 px, link cards
size-square = 1080 × 1080 px, square posts
size-story = 1080 × 1920 px, stories
size-column = 600 px wide, the column of a page
size-slide = 1920 × 1080 px, slides
size-portrait = 1080 × 1350 px, upright posts
size-print-single = 85 mm at 300 dpi, one column in print
size-print-double = 174 mm at 300 dpi, two columns in print
press-change-kind = { $class ->
       *[any] { $kind }
    }
press-fact-area = area
press-fact-name = name
press-fact-fact = fact
press-fact-title = title
press-fact-value = value
press-fact-unit = unit
press-fact-sentence = sentence
press-fact-withheld = withheld
column-number = { $label }, column { $number }

## Heads of CSV files

csv-panel = panel
csv-series = series
csv-key = key
csv-label = label
csv-value = value
csv-size = size
csv-to = to
csv-low = low
csv-high = high
csv-printed = printed
csv-statistic = statistic
