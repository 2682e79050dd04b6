# Every word that the program prints in an output by itself, in Welsh. The wording is chosen so that no
# name or number that is put in would have to be mutated.

## Numbers and dates

number-decimal = .
number-group = ,
number-less-than = llai na { $least }
number-at-least = o leiaf { $low }
number-at-most = hyd at { $high }
number-any = unrhyw werth
range = { $low } i { $high }
range-under = { $low } i lai na { $high }
unit-point = pwynt canran
unit-points = pwynt canran
unit-p = gwerth p
unit-per = fesul { $count } { $things }
unit-per-person = fesul person
unit-per-people = fesul { $count } o bobl
unit-ratio = cymhareb
unit-index = mynegai
unit-year = blwyddyn
unit-effect = gwyriadau safonol
month = { $month ->
        [1] Ionawr
        [2] Chwefror
        [3] Mawrth
        [4] Ebrill
        [5] Mai
        [6] Mehefin
        [7] Gorffennaf
        [8] Awst
        [9] Medi
        [10] Hydref
        [11] Tachwedd
       *[12] Rhagfyr
    }
month-short = { $month ->
        [1] Ion
        [2] Chwef
        [3] Maw
        [4] Ebr
        [5] Mai
        [6] Meh
        [7] Gorff
        [8] Awst
        [9] Medi
        [10] Hyd
        [11] Tach
       *[12] Rhag
    }
month-year = { $month } { $year }
quarter = { $quarter } { $year }
quarter-short = Ch{ $quarter }
date = { $day } { $month } { $year }
moment = { $time } ddydd { $day ->
        [sun] Sul{" "}
        [mon] Llun{" "}
        [tue] Mawrth{" "}
        [wed] Mercher{" "}
        [thu] Iau{" "}
        [fri] Gwener{" "}
        [sat] Sadwrn{" "}
       *[none] {""}
    }{ $date } (UTC{ $zone })
list-two = { $first } a(c) { $last }
list-between = {", "}
list-end = { $first }, { $last }
count-of = { $used } o { $of }
count-and = {", "}
quoted = ‘{ $words }’
quotation-to-come = Dyfyniad i ddod gan { $from }
quotation-draft = Drafft: nid yw’r geiriau hyn wedi’u cymeradwyo
quotation-empty = Drafft: dim geiriau eto

## The page

language-name = Cymraeg
skip-report = Neidio i’r adroddiad
skip-page = Neidio i’r testun
skip-list = Neidio i’r rhestr
skip-publication = Neidio i’r hyn a gyhoeddwyd
numbers-as-text = Darllen rhifau fel testun, nid fel dolenni
contents = Cynnwys
key-findings = Prif ganfyddiadau
search-report = Chwilio’r adroddiad hwn
search-page = Chwilio’r dudalen hon
front-page = Tudalen flaen
turn-page = Tudalennau eraill
page-before = Blaenorol
page-after = Nesaf
search-list = Chwilio’r rhestr hon
search-none = Dim canlyniadau
search-one = 1 canlyniad
search-places = Canlyniadau: { $count }
search-first = Canlyniadau: { $count }; yr 20 cyntaf
report-pdf = Yr adroddiad ar ffurf PDF
page-pdf = Y dudalen hon ar ffurf PDF
numbers-json = Pob rhif ar ffurf JSON
page-numbers = Mae pob rhif sydd wedi’i danlinellu yn agor ei ddiffiniad, ei fformiwla a’r ffeiliau y cafodd ei gyfrifo ohonynt.
back-report = Yn ôl i’r adroddiad llawn
the-report = Yr adroddiad
about-publication = Am y cyhoeddiad hwn
also-published = Cyhoeddwyd hefyd
text-form = Testun
data = Data
versions = Fersiynau
this-version = yr argraffiad hwn
revisions = { $count ->
    [one] Derbyniwyd 1 newid
    [two] Derbyniwyd 2 newid
   *[other] Nifer y newidiadau a dderbyniwyd: { $count }
}
releases-feed = Ffrwd cyhoeddiadau (Atom)
editions-count = Adroddiadau byr: { $count }, pob un â’i ffigurau ei hun
editions-count-pdf = Adroddiadau byr: { $count }, pob un â’i ffigurau ei hun, ar ffurf tudalen a PDF
of = ar gyfer { $what }
close = Cau
formula = Fformiwla
task-done = wedi’i wneud
task-open = i’w wneud
note-number = Nodyn { $number }
note-back = Nodyn { $number }: yn ôl i’r testun
copy-link = Copïo’r ddolen
copied = Wedi’i chopïo
address-bar = Yn y bar cyfeiriad
chart-values = Gwerthoedd { $what }: defnyddiwch y bysellau saeth
show-table = Dangos fel tabl
file-of = { $file } ar gyfer { $what }

## Cover, imprint and terms

draft = Drafft: efallai nad yw’r honiadau’n wir.
embargoed = EMBARGO tan { $moment }
embargo-page = Ni chaniateir cyhoeddi dim ar y dudalen hon cyn hynny.
embargo-document = Ni chaniateir cyhoeddi dim yn y ddogfen hon cyn hynny.
title = Teitl
edition = Argraffiad
authors-by = Gan
role-publisher = cyhoeddwr
role-plural = { $role }
cite = Dyfynnu fel
cite-line = Dyfynnu fel: { $citation }
licence = Trwydded
licence-line = Trwydded: { $licence }
whole-line = Yr adroddiad: { $report }
picture-line = Y llun:
release-notes = I olygyddion: ffigurau a ffeithiau
release-figures = Ffigurau
release-quotes = Gellir dyfynnu
release-numbers = Beth yw’r rhifau
from-line = O: { $citation }
web = Ar y we
contact-for = Cyswllt: { $role }
cover-credits = Clawr: { $credits }
numbers = Rhifau
document-numbers = Mae pob rhif yn y testun yn arwain at ei ddiffiniad ar y diwedd, ac oddi yno yn ôl i’r man lle mae’n cael ei ddefnyddio gyntaf.
pages-short = tt.
page-short = t.
kind-news = Datganiad i’r wasg
kind-summary = Crynodeb
kind-brief = Briff
kind-for = { $kind } ar gyfer { $audience }

## Figures, tables and what refers to them

figure = Ffigur
figures = Ffigurau
table = Tabl
tables = Tablau
figure-caption = Ffigur { $number }
table-caption = Tabl { $number }
figure-named = ffigur { $number }
table-named = tabl { $number }
of-figure = ar gyfer ffigur { $number }
file-of-figure = { $file } ar gyfer ffigur { $number }
file-of-table = { $file } ar gyfer tabl { $number }
data-of-figure = Data ffigur { $number }
figure-data = Data a disgrifiad
see-figure = Gweler ffigur { $number }
source = Ffynhonnell:
reference-figure = Ffigur { $number }
reference-table = Tabl { $number }
reference-equation = Hafaliad { $number }
reference-paragraph = paragraff { $number }
reference-section = adran { $number }
reference-chapter = pennod { $number }
reference-appendix = atodiad { $number }
reference-report = { $reference } yr adroddiad
table-rounded = Efallai na fydd y canrannau’n adio i 100 oherwydd talgrynnu.
table-shaded = Po gryfaf yr arlliw, uchaf yw’r gwerth.
table-barred = Mae’r bariau’n dechrau ar sero.
table-empty = Nid oes rhesi.
gap-not-available = ddim ar gael
gap-not-applicable = ddim yn berthnasol
gap-confidential = cyfrinachol
gap-low = yn talgrynnu i sero, ond nid yw’n sero
gap-unreliable = o ddibynadwyedd isel
gap-or = {" neu "}
interval-level = cyfwng hyder { $level }% { $range }

## Blocks

alert-note = Nodyn
alert-tip = Awgrym
alert-important = Pwysig
alert-warning = Rhybudd
alert-caution = Gofal
block-case-study = Astudiaeth achos
block-box = Blwch
block-recommendation = Argymhelliad
block-endnotes = Nodiadau
block-question = Cwestiwn i’w ystyried
field-place = Lle
field-period = Cyfnod
field-who = Pwy
field-when = Erbyn pryd
field-evidence = Tystiolaeth

## Appendices, cards and claims

references = Cyfeiriadau
data-set = Set ddata
version-of-work = fersiwn { $version }
technical-report = Adroddiad technegol
published-title = Ffigurau cyhoeddedig a rhai wedi’u hailgyfrifo
published-table = Mae ffigurau mewn print yn cael eu hailgyfrifo o’r data
published-subtitle = Gwerth cyhoeddedig, gwerth wedi’i ailgyfrifo ac a ydynt yn cytuno
published-head-print = Mewn print
published-head-published = Cyhoeddedig
published-head-recomputed = Wedi’i ailgyfrifo
published-head-verdict = Dyfarniad
published-head-source = Ffynhonnell
published-agrees = yn cytuno
published-differs = yn wahanol
published-text = Mae pob ffigur isod wedi ymddangos mewn print. Mae’n cael ei ailgyfrifo o’r data yn yr argraffiad hwn bob tro y caiff yr adroddiad ei adeiladu; mae ffigur nad yw’n cael ei atgynhyrchu o fewn ei oddefiant yn atal yr adeiladu.
provenance-title = O ble daw pob rhif
provenance-text = Mae pob rhif yn yr adroddiad hwn sy’n dod o’r data wedi’i restru yma, gyda’i ddiffiniad, ei fformiwla, nifer yr achosion y mae’n seiliedig arnynt, a’r ffeiliau y cafodd ei ddarllen ohonynt. Dyma’r ffeiliau:
provenance-marked = Rhifau y mae ffigur yn eu nodi
provenance-formula = Fformiwla:
provenance-files = Ffeiliau: { $files }.
provenance-more = a { $more } arall yn statistics.json.
card-unrounded = Heb ei dalgrynnu
card-interval = Cyfwng
card-test = Prawf
card-used = Defnyddiwyd
card-definition = Diffiniad
card-formula = Fformiwla
card-frame = Ffrâm
card-from = O
card-files = Ffeiliau
card-made-by = gwnaed gan { $by }
card-made-by-from = gwnaed gan { $by } o { $files }
card-declared = Datganwyd
card-id = Dynodydd
card-rows = { $frame }, rhesi a ddefnyddiwyd: { $rows }
claim-title = Yr hyn y mae’n rhaid i’r data ei ddangos ar gyfer y geiriau hyn
claim-verdict = Dyfarniad
claim-holds = yn wir yn yr argraffiad hwn; pan nad yw’n wir, ni ellir adeiladu’r adroddiad
claim-rule = Rheol
claim-fails = nid yw’n wir: { $because }
because-is = { $title }: { $value }
because-not = nid yw { $value } { $sign } { $limit }
because-interval = cyfwng { $range }
because-p = { $p } ar { $level }
because-rank = { $value }: { $shared ->
        [yes] rhif cyfartal
       *[no] rhif
    } { $place } o { $of } o’r uchaf
because-rival = ; { $key }: { $value }
because-against = { $value } o gymharu â { $limit }
because-steps = { $steps } o { $steps } cam yn { $word ->
        [rise] codi
       *[fall] gostwng
    }
because-breaks = { $count } o { $steps } cam heb { $word ->
        [rise] godi
       *[fall] ostwng
    }: { $breaks }

## Charts: their sorts

chart-line = Siart llinell
chart-bar = Siart bar
chart-dot = { $intervals ->
        [no] Siart dotiau
       *[yes] Siart dotiau gyda chyfyngau
    }
chart-dumbbell = Siart dymbel
chart-slope = Siart goledd
chart-strip = Siart stribed, un dot i bob ardal
chart-scatter = Siart gwasgariad, un dot i bob ardal
chart-event-study = Siart astudiaeth digwyddiad
chart-love = Siart cydbwysedd
chart-specification = Siart manylebau
chart-multiples = Siartiau llinell bach
chart-heat = Tabl wedi’i liwio yn ôl gwerth
chart-tiles = Map teils
chart-column = Siart colofnau
chart-combined = Siart gyfun
chart-histogram = Histogram
chart-lollipop = Siart lolipop
chart-pyramid = Pyramid poblogaeth
chart-diverging = Siart bar dargyfeiriol
chart-waterfall = Siart rhaeadr
chart-map = Map
chart-area = Siart arwynebedd pentyrrog
chart-bump = Siart safleoedd dros amser
chart-fan = Siart ffan o amcanestyniad
chart-box = Plot blwch
chart-violin = Plot feiolin
chart-bubble = Siart swigod
chart-connected = Siart gwasgariad cysylltiedig
chart-squares = Grid o 100 sgwâr
chart-donut = Siart toesen
chart-timeline = Llinell amser
chart-flow = Diagram o flychau a saethau

## Charts in words

note-point = Nodyn ar { $at }: { $words }.
note-range = Nodyn o { $from } i { $to }: { $words }.
note-stretch = Nodyn ar { $name } o { $from } i { $to }: { $words }.
note-difference = Nodyn rhwng { $one } a(c) { $other } ar { $at }: { $words }.
axis-log = { $title } (graddfa logarithmig)
axis-log-alone = Graddfa logarithmig
chart-log = Mae’r { $axis ->
    [x] echelin x
   *[value] echelin gwerthoedd
} yn logarithmig: mae pellteroedd cyfartal yn gymarebau cyfartal.
data-panel = Panel
data-series = Cyfres
data-item = Eitem
data-time = { $step ->
    [year] Blwyddyn
    [quarter] Chwarter
    [month] Mis
   *[day] Dyddiad
}
data-group = Grŵp
data-value = Gwerth
data-interval = Cyfwng
line-one = { $value } yn { $at }
line-level = dim newid rhwng { $from } a(c) { $to }, { $value } yn y ddau
line-moves = { $way ->
        [rise] cynnydd
       *[fall] gostyngiad
    } o { $old } yn { $from } i { $new } yn { $to }
line-turn = { $turn ->
        [peak] uchafbwynt
       *[low] isafbwynt
    } o { $value } yn { $at }
line-turns = , gyda { $turns }
line-turns-and = {", "}
gap-level = Y bwlch rhwng y ddau yw { $value } yn { $at }.
gap-moves = Mae’r bwlch rhwng y ddau yn { $way ->
        [widens] lledu
       *[narrows] culhau
    } o { $old } yn { $from } i { $new } yn { $to }.
cross-between = rhwng { $from } a(c) { $to }
cross-once = Mae’r llinellau’n croesi { $when }.
cross-times = Sawl gwaith mae’r llinellau’n croesi: { $count }; y tro olaf { $when }.
beyond-places = Nid yw’r cyfwng yn cynnwys sero mewn { $count } o { $of } lle.
alt-also = Dangosir hefyd: { $names }.
panels-scale = Mae’r { $count } panel yn rhannu un raddfa.
panels-most = Y { $way ->
        [rise] cynnydd
       *[fall] gostyngiad
    } mwyaf yw { $name }: o { $from } i { $to }.
fit-all = Pob un
fit-none = { $count ->
       *[other] { $name }: nifer yr ardaloedd { $count }.
    }
fit-line = { $name }: nifer yr ardaloedd { $count }; mae’r llinell a ffitiwyd yn { $way ->
        [rise] codi
        [level] aros yn wastad
       *[fall] gostwng
    } o { $old } lle mae x yn { $from } i { $new } lle mae’n { $to }.
rank-ends = uchaf { $most } ({ $high }), isaf { $least } ({ $low }), allan o { $count }.
cells-more = { $names }; a { $count } arall
rank-same = mae gan bob un o’r { $count } { $value }.
rank-beyond = Nid yw’r cyfwng yn cynnwys sero ar gyfer { $count } o { $of }.
rank-all-higher = { $name }: yn uwch na { $other } ym mhob un o’r { $count } rhes.
rank-all-lower = { $name }: yn is na { $other } ym mhob un o’r { $count } rhes.
rank-mixed = { $name }: yn uwch na { $other } mewn { $higher } o { $count } rhes, yn is mewn { $lower }.
rank-widest = Y bwlch mwyaf yw { $name }: { $value } o gymharu â { $other }.
cells-ends = Y gwerth uchaf yw { $high } ({ $most }), a’r isaf yw { $low } ({ $least }).
spread-middle = , cymedr { $mean }, canolrif { $median }
spread = { $count ->
        [one] { $count } ardal, { $most }: { $high }.
       *[other] nifer yr ardaloedd { $count }, o { $low } ({ $least }) i { $high } ({ $most }){ $middle }.
    }
box-sentence = { $count ->
        [one] un gwerth, { $median }.
       *[other] canolrif { $median }, yr hanner canol o { $low } i { $high }, o { $count } gwerth.
    }
box-row = Canolrif { $median }, hanner canol { $low } i { $high }, n = { $count }
box-foot = Blwch: hanner canol y gwerthoedd, gyda’r canolrif. Wisgers: hyd at y gwerth pellaf o fewn 1.5 gwaith y blwch.
box-dashed = Llinell doredig: { $name } ({ $value })
bump-same = { $name }: safle { $rank } yn { $start } ac yn { $end }.
bump-moves = { $name }: yn { $way ->
        [rise] codi
       *[fall] gostwng
    } o safle { $from } yn { $start } i safle { $to } yn { $end }.
fan-projection = Amcanestyniad o’r fan hon
flow-end = { $box }: y diwedd.
flow-leads = { $box }: yn arwain at { $to }.
histogram-all = { $count ->
       *[other] Nifer yr ardaloedd { $count }, o { $low } i { $high }, canolrif { $median }, mewn biniau o { $bin }.
    }
histogram-most = Mae’r bin llawnaf, gyda { $count }, o { $low } i lai na { $high }.
histogram-density = Dwysedd: lled band { $bandwidth }, n = { $count }
histogram-density-words = Y gromlin yw eu dwysedd (cnewyllyn Gauss, lled band { $bandwidth }), wedi’i graddio i’r cyfrifon.
histogram-normal = Normal: cymedr { $mean }, gwyriad safonol { $sd }, n = { $count }
histogram-normal-words = Y gromlin yw’r dosraniad normal â’u cymedr, { $mean }, a’u gwyriad safonol, { $sd }, wedi’i graddio i’r cyfrifon.
histogram-median = Canolrif { $median }; biniau o { $bin }
love-near = Mae { $count } o { $of } o fewn degfed ran o wyriad safonol.
strip-row = Cymedr { $mean } (llinell solet), canolrif { $median } (llinell doredig)
strip-marked = { $names } (dot mawr).
tiles-names-values = Mae’r enwau a’r gwerthoedd yn nhabl y ffigur.
tiles-names = Mae’r enwau yn nhabl y ffigur.
tiles-values = Mae’r gwerthoedd yn nhabl y ffigur.
key-others = { $count } arall
key-all = { $count } cyfres
map-no-data = Dim data
map-no-data-small = dim data
map-brackets = Mewn cromfachau: nifer yr ardaloedd
map-circles = Arwynebedd y cylchoedd mewn cyfrannedd
bubble-sizes = Arwynebedd y cylchoedd: { $title }
bubble-most = Y cylch mwyaf yw { $name }, { $size }.
bubble-largest = Arwynebedd y cylchoedd: { $title }; y mwyaf yw { $value }.
map-hexagons = Un hecsagon i bob ardal, wedi’i symud cyn lleied â phosibl
map-locator = { $names } ymhlith { $count } ardal.
map-insets = Mae gan y mewnosodiadau eu graddfeydd eu hunain
map-inset-zoom = Mae mewnosodiad, “{ $label }”, yn dangos { $count } ardal yn fwy.
map-inset-apart = { $count ->
        [one] Mae un ardal, “{ $label }”, wedi’i llunio ar wahân.
       *[other] Mae { $count } ardal, “{ $label }”, wedi’u llunio ar wahân.
    }
map-inset-all = { $count ->
        [one] Mae mewnosodiad, “{ $label }”, yn dangos lle mae’r ardal hon ymhlith { $of }.
       *[other] Mae mewnosodiad, “{ $label }”, yn dangos lle mae’r { $count } ardal hyn ymhlith { $of }.
    }
map-in-group = { $count } yn { $group }
map-highest = O’r { $count } ardal yn y dosbarth uchaf, { $class }: { $rest ->
        [some] yn bennaf { $groups }
       *[all] { $groups }
    }.
map-missing-named = { $count ->
       *[other] Ardaloedd heb werth: { $count } ({ $names }).
    }
map-missing = { $count ->
       *[other] Ardaloedd heb werth: { $count }.
    }
map-class = { $count ->
       *[other] { $class }: nifer yr ardaloedd { $count }.
    }

## Less of a chart, where there is little room

less-shown = Dangosir: { $parts }. Mae’r cyfan yn nhabl y ffigur.
less-notes = { $of ->
        [1] Heb ei nodyn, sydd yn nisgrifiad y ffigur.
       *[other] Heb { $count } o { $of } nodyn. Mae’r cyfan yn nisgrifiad y ffigur.
    }
less-panels = { $count } o { $of } panel, { $which }
less-series = { $count } o { $of } { $noun ->
        [groups] grŵp
        [lines] llinell
        [rows] rhes
       *[series] cyfres
    }
less-some = { $count } o { $of } panel
less-first = { $count ->
        [1] y cyntaf
       *[other] y { $count } cyntaf
    } o { $of } { $noun ->
        [boxes] blwch
        [columns] colofn
        [panels] panel
       *[events] digwyddiad
    }
less-every = un o bob { $step } o { $of } colofn
less-insets = { $count ->
        [one] y map heb ei fewnosodiad
       *[other] y map heb ei fewnosodiadau
    }
less-columns = enwau { $count } o { $of } colofn
less-names = enwau { $count } o { $of } dewis
less-middle = enw’r canol
less-bold = y rhai mewn print trwm
less-gaps = y bylchau mwyaf
less-changes = y newidiadau mwyaf
less-highest = yr uchaf
less-lowest = yr isaf
less-farthest = y rhai pellaf o sero

## Formulas, as they are read aloud

math-fraction = y ffracsiwn
math-fraction-end = diwedd y ffracsiwn
math-over = dros
math-above = uwchben
math-root = ail isradd
math-root-order = isradd trefn
math-root-of = o
math-root-end = diwedd yr isradd
math-from = o
math-sub = is-nod
math-to = i
math-power = i’r pŵer
math-squared = wedi’i sgwario
math-equals = yn hafal i
math-plus = plws
math-minus = minws
math-plus-minus = plws neu minws
math-times = wedi’i luosi â
math-divided = wedi’i rannu â
math-not-equal = nid yw’n hafal i
math-at-most = yn ddim mwy na
math-at-least = o leiaf
math-less = yn llai na
math-more = yn fwy na
math-about = tua
math-distributed = wedi’i ddosrannu fel
math-in = yn
math-sum = swm
math-product = lluoswm
math-integral = integryn
math-infinity = anfeidredd
math-arrow = i
math-open = agor cromfach
math-close = cau cromfach
math-open-square = agor bachyn petryal
math-close-square = cau bachyn petryal
math-open-brace = agor cyplysnod
math-close-brace = cau cyplysnod
math-bar = bar
math-accent-bar = bar
math-accent-hat = het
math-accent-tilde = tild
math-accent-dot = dot
math-accent-dots = dau ddot
math-accent-arrow = saeth
math-accent-check = hacek
math-accent-breve = brefe
math-accent-acute = acen ddyrchafedig
math-accent-grave = acen ddisgynedig
math-line = llinell { $line }:

## What statistics say of themselves. Their English is found in the record of an edition, word for word

stat-mean-over-areas-of-the-in-to = Cymedr dros ardaloedd o’r { $a } yn { $b }, { $c } i { $d }; mae’r ardaloedd { $e }, gan hepgor y rhai heb y ddwy flynedd
stat-of-the-group-s-total-to-areas = { $a } yng nghyfanswm y grŵp ar gyfer { $b }, { $c } i { $d }; hepgorir ardaloedd heb y ddwy flynedd
stat-percentage-change = newid canrannol
stat-change-in-percentage-points = newid mewn pwyntiau canran
stat-change = newid
stat-weighted-equally = wedi’u pwysoli’n gyfartal
stat-weighted-by-at-the-start = wedi’u pwysoli yn ôl { $a } ar y dechrau
stat-less-before-rounding = { $a }; { $b } minws { $c }, cyn talgrynnu
stat-as-a-share-of = { $a } fel cyfran o { $b }
stat-pooled = { $a }, wedi’i gyfuno
stat-total-of = Cyfanswm { $a }
stat-mean-over-rows-of-unweighted = Cymedr dros resi o { $a }, heb bwysoli
stat-median-over-rows-of = Canolrif dros resi o { $a }
stat-least-value-of = Gwerth lleiaf { $a }
stat-greatest-value-of = Gwerth mwyaf { $a }
stat-standard-deviation-over-rows-of = Gwyriad safonol dros resi o { $a }
stat-mean-over-areas-of = Cymedr dros ardaloedd o { $a }
stat-rows-with-a-missing-value-are-left = { $a }; hepgorir rhesi â gwerth coll
stat-each-is-100-in = { $a }; mae pob { $b } yn 100 yn { $c }
stat-100-in = { $a }; 100 yn { $b }
stat-where-counts-withheld-lie-from-to = { $a } lle mae’r cyfrifon a ataliwyd o { $b } i { $c }
stat-number-of-distinct-values-of = Nifer y gwerthoedd gwahanol o { $a }
stat-number-of-missing-cells-of = Nifer y celloedd coll o { $a }
stat-number-of-rows = Nifer y rhesi
stat-in-frame = { $a } yn y ffrâm { $b }
stat-a-query-over-the-data = Ymholiad dros y data
stat-with = { $a }, gyda: { $b }
stat-of-each-area-in-to = { $a } pob ardal yn { $b }, { $c } i { $d }
stat-difference-of-the-means-treated-less-control = Gwahaniaeth y cymedrau, triniaeth minws rheolaeth
stat-difference-of-the-means = Gwahaniaeth y cymedrau
stat-difference-of-the-means-over-the-pooled = Gwahaniaeth y cymedrau dros y gwyriad safonol cyfun, gyda’r union gywiriad ar gyfer samplau bach (g Hedges): { $a }
stat-difference-pooled-of-groups = Gwahaniaeth y cymedrau dros y gwyriad safonol cyfun, gyda’r union gywiriad ar gyfer samplau bach; { $a } minws { $b }
stat-difference-of-the-means-with-an-interval = Gwahaniaeth y cymedrau, gyda chyfwng o ailsamplu ardaloedd gydag amnewid, o hedyn sefydlog: { $a }
stat-share-of-splits-of-the-areas-within = Cyfran y rhaniadau o’r ardaloedd o fewn pob { $a } sydd â gwahaniaeth o leiaf mor fawr; { $b }: { $c }
stat-share-of-splits-of-the-areas-whose = Cyfran y rhaniadau o’r ardaloedd sydd â gwahaniaeth o leiaf mor fawr; { $a }: { $b }
stat-every-split = pob rhaniad
stat-splits-drawn-from-a-fixed-seed = rhaniadau wedi’u tynnu o hedyn sefydlog
stat-every-combination = pob cyfuniad
stat-draws-from-a-fixed-seed = tyniadau o hedyn sefydlog
stat-hodges-lehmann-shift-between-the-groups-with = Symudiad Hodges–Lehmann rhwng y grwpiau gyda phrawf Mann–Whitney: { $a }
stat-hodges-lehmann-centre-of-the-changes-with = Canol Hodges–Lehmann y newidiadau gyda phrawf rhengoedd arwyddedig Wilcoxon: { $a }
stat-largest-distance-between-the-two-distributions-with = Y pellter mwyaf rhwng y ddau ddosraniad gyda phrawf Kolmogorov–Smirnov: { $a }
stat-difference-in-differences-of-areas-and-time = Gwahaniaeth mewn gwahaniaethau ar gyfer { $a }, { $b }, gydag effeithiau ardal ac amser; { $c }
stat-areas-weighted-equally = ardaloedd wedi’u pwysoli’n gyfartal
stat-rows-with-a-missing-value = hepgorir rhesi â gwerth coll
stat-areas-without-both-times = hepgorir ardaloedd heb y ddau amser
stat-difference-in-differences-of-group-and-time = Gwahaniaeth mewn gwahaniaethau ar gyfer { $a }, { $b }, gydag effeithiau grŵp ac amser; { $c }
stat-difference-for-under-another-choice = Gwahaniaeth ar gyfer ‘{ $a }’ o dan ddewis arall: { $b }
stat-as-reported = Fel yr adroddwyd
stat-difference-for-adjusted-for = Gwahaniaeth ar gyfer ‘{ $a }’, wedi’i addasu ar gyfer { $b }
stat-the-value-of = y gwerth yn { $a }
stat-change-of-for-each-unit-at-the = Newid yn ‘{ $a }’ am bob uned ar y dechrau, o fewn grwpiau
stat-part-of-the-difference-for-that-adjusting = Y rhan o’r gwahaniaeth ar gyfer ‘{ $a }’ y mae addasu yn ei dileu
stat-over-the-alternatives-to = Dros y dewisiadau amgen i ‘{ $a }’
stat-placebo-of = Plasebo ar gyfer ‘{ $a }’: { $b }
stat-difference-of-the-change-in-to = gwahaniaeth y newid yn { $a }, { $b } i { $c }
stat-estimate-of-judged-by-the-wild-cluster = Amcangyfrif o ‘{ $a }’ wedi’i farnu yn ôl bootstrap-t clwstwr gwyllt, gan osod y rhagdybiaeth nwl, gweddillion wedi’u lluosi yn ôl { $b }; { $c }
stat-of-clustered-by = { $a } ar gyfer ‘{ $b }’, wedi’i glystyru yn ôl { $c }
stat-joint-test-that-no-year-before-differs = Cyd-brawf nad oes blwyddyn cyn { $a } yn wahanol iddi: { $b }
stat-standardised-mean-difference-of-at-the-start = Gwahaniaeth cymedrig safonedig { $a } ar y dechrau, triniaeth minws rheolaeth
stat-standardised-mean-difference-of-before-matching-treated = Gwahaniaeth cymedrig safonedig { $a } cyn paru, triniaeth minws rheolaeth
stat-standardised-mean-difference-of-after-matching-treated = Gwahaniaeth cymedrig safonedig { $a } ar ôl paru, triniaeth minws rheolaeth
stat-over-the-standardised-mean-differences-at-the = Dros y gwahaniaethau cymedrig safonedig ar y dechrau
stat-smallest-true-difference-that-a-two-sided = Y gwir wahaniaeth lleiaf y mae prawf Welch dwy ochr ar { $a }% yn ei ganfod gyda phŵer o { $b }%: { $c }
stat-power-of-a-two-sided-welch-test = Pŵer prawf Welch dwy ochr ar { $a }% pe bai’r gwir wahaniaeth yn hafal i’r { $b }: { $c }
stat-the-one-observed = un a arsylwyd
stat-the-one-looked-for = un a geisiwyd
stat-range-of-the-difference-when-each-in = Amrediad y gwahaniaeth pan hepgorir pob { $a } yn ei dro: { $b }
stat-p-value-corrected-for-outcomes-by-the = gwerth p wedi’i gywiro ar gyfer { $a } canlyniad drwy ddull { $b }
stat-level-on-the-maryland-scientific-methods-scale = Lefel ar Raddfa Dulliau Gwyddonol Maryland, yn ôl rheol y What Works Centre for Local Economic Growth
stat-whether-the-design-has = A oes gan y cynllun { $a }
stat-correlation-of-with = Cydberthyniad { $a } â { $b }
stat-least-squares-of-on-rows-with-a = Sgwariau lleiaf { $a } ar { $b }; hepgorir rhesi â gwerth coll
stat-change-of-per-unit-of-by-least = Newid yn { $a } fesul uned o { $b }, drwy sgwariau lleiaf; hepgorir rhesi â gwerth coll
stat-mean-weighted-by = Cymedr wedi’i bwysoli yn ôl { $a }
stat-mean = Cymedr
stat-median = Canolrif
stat-counts-declared = cyfrifon a ddatganwyd yn y bloc: { $a }
stat-counts-by-and = Cyfrifon yn ôl { $a } a(c) { $b }
stat-counts-of-added-up = Cyfrifon { $a }, wedi’u hadio
stat-difference-of-two-proportions = Gwahaniaeth dwy gyfran
stat-rate-of-the-treated-over-that-of = Cyfradd y driniaeth dros gyfradd y rheolaeth: { $a }
stat-lower-quartile-of-the-values-drawn = Chwartel isaf y gwerthoedd a luniwyd
stat-upper-quartile-of-the-values-drawn = Chwartel uchaf y gwerthoedd a luniwyd
stat-median-of-the-values-drawn = Canolrif y gwerthoedd a luniwyd
stat-mean-of-the-values-drawn = Cymedr y gwerthoedd a luniwyd
stat-values-drawn = Gwerthoedd a luniwyd
stat-dots-drawn = Dotiau a luniwyd
stat-a-quarter-of-the-values-that-the = Mae chwarter y gwerthoedd yn y siart yn is
stat-a-quarter-higher = Mae chwarter y gwerthoedd yn y siart yn uwch
stat-median-of-the-values-that-the-chart = Canolrif y gwerthoedd yn y siart
stat-number-of-values-that-the-chart-draws = Nifer y gwerthoedd yn y siart
stat-number-of-dots-that-the-chart-draws = Nifer y dotiau yn y siart
stat-unweighted-mean-of-the-values-that-the = Cymedr heb ei bwysoli y gwerthoedd yn y siart
stat-bandwidth-of-the-density-drawn = Lled band y dwysedd a luniwyd
stat-standard-deviation-of-the-values-drawn = Gwyriad safonol y gwerthoedd a luniwyd
stat-standard-deviation-of-the-gaussian-kernel = Gwyriad safonol cnewyllyn Gauss y dwysedd y mae’r siart yn ei lunio, yn ôl rheol Silverman
stat-standard-deviation-of-the-values-that-the = Gwyriad safonol y gwerthoedd y mae’r siart yn eu llunio
stat-number-of-values-in-the-bin-its = Nifer y gwerthoedd yn y bin: mae ei ben isaf ynddo, ond nid ei ben uchaf
stat-number-of-differences-drawn-that-lie-within = Nifer y gwahaniaethau sydd o fewn degfed ran o wyriad safonol
stat-number-of-areas-in-the-class-by = Nifer yr ardaloedd yn y dosbarth, yn ôl eu gwerthoedd fel y’u hargreffir: mae ei ffin isaf ynddo, a’i ffin uchaf yn yr olaf yn unig
stat-least-squares-line-through-the-dots-how = Llinell sgwariau lleiaf drwy’r dotiau: faint yn uwch ydyw lle mae x un yn fwy
stat-least-squares-line-through-the-dots-at = Llinell sgwariau lleiaf drwy’r dotiau, ar yr x isaf neu uchaf
stat-slope-of-the-fitted-line = Goledd y llinell a ffitiwyd
stat-fitted-line-where-x-is = Y llinell a ffitiwyd lle mae x yn { $a }
stat-areas-with = Ardaloedd â { $a }
stat-values-from-to-under = Gwerthoedd o { $a } i lai na { $b }
stat-breaks-equal-steps = ffiniau: camau cyfartal
stat-standard-error = cyfeiliornad safonol
stat-standard-deviation = gwyriad safonol
stat-degrees-of-freedom = graddau rhyddid
stat-p-value = gwerth p
stat-exact-p-value = gwerth p union
stat-p-value-normal-approximation = gwerth p, brasamcan normal
stat-p-value-normal-approximation-without-continuity-correction = gwerth p, brasamcan normal heb gywiriad didoriant
stat-p-value-against-greater = gwerth p yn erbyn mwy
stat-p-value-against-less = gwerth p yn erbyn llai
stat-lower-end = pen isaf
stat-upper-end = pen uchaf
stat-lower-end-of = { $a }, pen isaf
stat-upper-end-of = { $a }, pen uchaf
stat-odds-ratio = cymhareb ods
stat-ratio-of-the-variances = cymhareb yr amrywiannau
stat-runs = rhediadau
stat-smallest = lleiaf
stat-largest = mwyaf
stat-runs-with-the-same-sign = rhediadau â’r un arwydd
stat-splits-looked-at = rhaniadau a ystyriwyd
stat-standard-error-of-the-difference = cyfeiliornad safonol y gwahaniaeth
stat-minimum-detectable-difference = gwahaniaeth canfyddadwy lleiaf
stat-covariates-beyond-a-tenth = cyd-amrywiadau y tu hwnt i ddegfed
stat-largest-difference-left = gwahaniaeth mwyaf sy’n weddill
stat-unweighted-mean = cymedr heb ei bwysoli
stat-sum-of-the-weights = swm y pwysau
stat-units-with-a-value = unedau â gwerth
stat-units-without-a-value = unedau heb werth
stat-distance-between-the-quartiles = pellter rhwng y chwartelau
stat-rows = rhesi
stat-areas = ardaloedd
stat-clusters = clystyrau
stat-difference-between-and = { $a }, gwahaniaeth rhwng { $b } a(c) { $c }
stat-the-difference-between = gwahaniaeth rhwng { $a } a(c) { $b }
stat-difference = { $a }, gwahaniaeth
stat-standardised-difference = { $a }, gwahaniaeth safonedig
stat-standardised-difference-hedges-g = { $a }, gwahaniaeth safonedig (g Hedges)
stat-after-weighting = { $a }, ar ôl pwysoli
stat-median-of-title = { $a }, canolrif
stat-t-interval-of-the-mean = cyfwng t y cymedr
stat-t-interval-of-the-pairs = cyfwng t y parau
stat-t-interval-classical-errors = cyfwng t, cyfeiliornadau clasurol
stat-weighted-mean-linearised = cymedr wedi’i bwysoli, llinolaidd
stat-noncentral-t = t anghanolog
stat-noncentral-t-inverted = t anghanolog, gwrthdro
stat-least-squares = sgwariau lleiaf
stat-least-squares-with = sgwariau lleiaf, { $a }
stat-log-scale = graddfa log
stat-bootstrap-bca = bootstrap, BCa
stat-wild-cluster-bootstrap-t = bootstrap-t clwstwr gwyllt
stat-cr2-satterthwaite-df = CR2, df Satterthwaite
stat-welch-t-test = prawf t Welch
stat-student-t-test = prawf t Student
stat-paired-t-test = prawf t parau
stat-permutation-test = prawf trynewid
stat-mann-whitney-test = prawf Mann–Whitney
stat-wilcoxon-signed-rank-test = prawf rhengoedd arwyddedig Wilcoxon
stat-kolmogorov-smirnov-test = prawf Kolmogorov–Smirnov
stat-yuen-welch-t-test = prawf t Yuen–Welch
stat-fisher-s-exact-test = prawf union Fisher
stat-wald-f-test = prawf F Wald
stat-wald-chi-test = prawf χ² Wald
stat-htz-test = prawf HTZ
stat-t-test-of-r = prawf t o r
stat-t-test-of-the-coefficient = prawf t o’r cyfernod
stat-f-test-of-variances = prawf F o’r amrywiannau
stat-chi-test-of-dispersion = prawf χ² o wasgariad
stat-exact-test-of-two-rates = prawf union o ddwy gyfradd
stat-z-test-of-two-proportions = prawf z o ddwy gyfran
stat-t-test = prawf t { $a }
stat-mean-treated-mean-control-welch-t-satterthwaite = cymedr(triniaeth) − cymedr(rheolaeth); t Welch, df Satterthwaite
stat-mean-treated-mean-control = cymedr(triniaeth) − cymedr(rheolaeth); { $a }
stat-mean-of = cymedr { $a }
stat-median-of = canolrif { $a }
stat-mean-interval = cymedr({ $a }) ± { $b }
stat-mean-formula = cymedr({ $a })
stat-median-treated-median-control = canolrif(triniaeth) − canolrif(rheolaeth)
stat-delta-treated-delta-control = Δ(triniaeth) − Δ(rheolaeth)
stat-delta-total-of-treated-delta-total-of = Δ(cyfanswm triniaeth) − Δ(cyfanswm rheolaeth)
stat-quantile-of-y-type-7 = cwantil { $a } o y, math 7
stat-number-of = nifer { $a }
stat-pooled-pooled = { $a } cyfun − { $b } cyfun
stat-hits-of-draws = (1 + trawiadau)/(1 + { $a }), trawiadau: tyniadau â { $b }; splitmix64 o’r hedyn { $c }
stat-quantiles-of-draws = cwantilau { $a } tyniad, math 7, splitmix64 o’r hedyn { $b }
stat-share-of-splits-with = cyfran o { $a } rhaniad â { $b }
stat-less = { $a } minws { $b }
stat-over = { $a } dros { $b }
stat-joined = { $a }; { $b }
stat-weighted-means = cymedr wedi’i bwysoli(triniaeth) − cymedr wedi’i bwysoli(rheolaeth); { $a }
stat-cr2-by = CR2 yn ôl { $a }
stat-only-rows = { $a }; dim ond rhesi â { $b }
stat-matched-with-its-nearest = Gwahaniaeth ar gyfer ‘{ $a }’ rhwng { $b } a(c) { $c } pan gymherir pob un o’r { $d } â’i { $e } agosaf ({ $f } yr un) yn { $g }
stat-under-another-choice-by = Gwahaniaeth ar gyfer ‘{ $a }’ o dan ddewis arall: { $b }; { $c }
stat-only-rows-and = { $a }; dim ond rhesi â { $b }, a(c) { $c }
stat-one-left-out-formula = d(k) = cymedr(triniaeth) − cymedr(rheolaeth), { $a } ≠ k
stat-points-in = pwyntiau canran ar gyfer { $a }
stat-alternatives = dewisiadau eraill
stat-alternatives-with-the-same-sign = dewisiadau eraill â’r un arwydd
stat-alternatives-with-an-interval = dewisiadau eraill â chyfwng
stat-alternatives-with-the-same-interval = dewisiadau eraill y mae eu cyfwng yn dweud yr un peth am sero
stat-smallest-estimate = yr amcangyfrif lleiaf
stat-largest-estimate = yr amcangyfrif mwyaf
stat-has-comparison = grŵp cymharu
stat-has-both-times = canlyniadau cyn ac ar ôl
stat-has-alike = grwpiau y dangosir eu bod yn debyg ar y dechrau
stat-has-adjusted = addasiad ar gyfer yr hyn sy’n wahanol
stat-has-quasi-random = dyraniad cystal ag un ar hap
stat-has-lot = dyraniad trwy goelbren
stat-criterion-met = { $a }: a yw’n wir
stat-criterion-because = { $a }: y rheswm
stat-criterion-needed = { $a }: y lefel y mae ar ei chyfer
stat-is-it-so = a yw’n wir
stat-the-reason = y rheswm
stat-level-it-is-for = y lefel y mae ar ei chyfer
stat-what-carries-it = beth sy’n ei chynnal
stat-what-the-next-level-takes = beth sydd ei angen ar gyfer y lefel nesaf
stat-mahalanobis-with = pellter Mahalanobis, gydag ailosod, { $a }
stat-mahalanobis-without = pellter Mahalanobis, heb ailosod, { $a }
stat-euclidean-with = pellter Ewclidaidd safonedig, gydag ailosod, { $a }
stat-euclidean-without = pellter Ewclidaidd safonedig, heb ailosod, { $a }
stat-mean-less-partners = cymedr y(i) − cymedr y dros bartneriaid i
stat-detectable-in-deviations = gwahaniaeth canfyddadwy lleiaf mewn gwyriadau safonol
stat-detectable-normal = gwahaniaeth canfyddadwy lleiaf, brasamcan normal
stat-power-observed = pŵer ar gyfer y gwahaniaeth a arsylwyd
stat-power-sought = pŵer ar gyfer y gwahaniaeth a geisiwyd
stat-detectable-with = δ â { $a }
stat-interval-from-the-noncentral-t = { $a }; cyfwng o’r t anghanolog
stat-trimmed-means = cymedr tocedig(triniaeth) − cymedr tocedig(rheolaeth); amrywiannau winsoredig, t Yuen–Welch
stat-htz-of = HTZ, Pustejovsky a Tipton
stat-of-the-cr2-wald-statistic = { $a } o ystadegyn Wald CR2
stat-share-of-with-t = cyfran o { $a } cyfuniad â { $b }
stat-mean-treated-adjusted = cymedr(triniaeth) − cymedr(rheolaeth) − β
stat-breaks-given = ffiniau: fel y’u rhoddwyd
stat-breaks-quantiles = ffiniau: cwantilau
stat-breaks-natural = ffiniau: naturiol (Jenks)
stat-equal-area-projection = tafluniad arwynebedd cyfartal o amgylch { $a }, { $b }
stat-adjusted-r2 = R² wedi’i addasu
stat-chance-above = y siawns fod gwerth o’r driniaeth yn fwy nag un o’r rheolaeth
stat-of-the-means = gwahaniaeth y cymedrau
stat-effective-units = nifer effeithiol yr unedau
stat-exact-garwood = union, Garwood
stat-intercept = rhyngdoriad
stat-least-expected = y cyfrif disgwyliedig lleiaf
stat-lower-end-log = pen isaf, graddfa log
stat-upper-end-log = pen uchaf, graddfa log
stat-p-value-log = gwerth p, graddfa log
stat-p-value-by-t = gwerth p drwy t
stat-p-value-large = gwerth p mewn samplau mawr
stat-p-value-brown = gwerth p Brown a Forsythe
stat-p-value-f = gwerth p F
stat-p-value-continuity = gwerth p gyda chywiriad didoriant
stat-over-the-treated-s-deviation = dros wyriad safonol y driniaeth
stat-pairs = parau
stat-pairs-that-differ = parau sy’n wahanol
stat-ranks-of-the-rises = rhengoedd y codiadau
stat-rate-of-the-treated = cyfradd y driniaeth
stat-rate-of-the-control = cyfradd y rheolaeth
stat-rows-used = rhesi a ddefnyddiwyd
stat-deviation-of-residuals = gwyriad safonol y gweddillion
stat-units-without-because = unedau heb werth: { $a }
stat-value-at-time-zero = gwerth ar amser sero
stat-variance = amrywiant
stat-treated-less-control-pooled = cymedr(triniaeth) − cymedr(rheolaeth); t ag amrywiant cyfun, n + m − 2 df
stat-treated-less-control-satterthwaite = cymedr(triniaeth) − cymedr(rheolaeth); t â df Satterthwaite
stat-changes-less-changes = cymedr(Δ triniaeth) − cymedr(Δ rheolaeth); t Welch, df Satterthwaite
stat-end-less-start = cymedr diwedd − dechrau; t ag n − 1 df
stat-no-slope = mae y yr un fath bob tro: b = 0
stat-over-its-degrees = Σ(y − μ)²/μ dros ei raddau rhyddid
stat-ratio-of-rates = (a/T₁)/(b/T₂); prawf a chyfwng binomaidd union
stat-before-matching-s = (m₁ − m₀)/√((s₁² + s₀²)/2), s cyn paru
stat-before-weighting-s = (Σwx/Σw − Σwy/Σw)/√((s₁² + s₀²)/2), s cyn pwysoli
stat-largest-of-d = |d| mwyaf, ac n o |d| > 0.1
stat-fisher-z = Σ(x − x̄)(y − ȳ)/√(Σ(x − x̄)²·Σ(y − ȳ)²); cyfwng drwy z Fisher

## Press packs

press-role = Y wasg
press-pack = PECYN I’R WASG: { $title }
press-title = Y wasg: { $title }
press-area-title = Yn eich ardal chi: { $title }
press-area = Yn eich ardal chi
press-skip-figures = Neidio i’r ffigurau
press-skip-areas = Neidio i’r ardaloedd
press-embargo = Ni chaniateir cyhoeddi dim yn y pecyn hwn cyn hynny.
press-works-from = Mae’r cyfeiriad yn gweithio o { $moment }.
press-lifted = Codwyd yr embargo cyn ei amser: { $reason }
press-how = Dewiswch lun yn y maint sydd ei angen arnoch; y ffigurau sy’n dangos prif ganfyddiad sy’n dod gyntaf. Mae’r pennawd, y testun amgen a’r dyfyniad wrth ei ochr. Caniateir defnyddio popeth yma o dan
press-terms-link = y telerau hyn
press-questions = Cwestiynau: { $name }
press-sections = Adrannau
press-findings = Canfyddiadau
press-changed = Yr hyn sydd wedi newid
press-changed-since = Yr hyn sydd wedi newid ers { $edition }
press-changed-figure = Wedi newid ers { $edition }: { $change }.
press-changed-none = Dim byd sydd mewn print.
press-terms = Telerau
press-all-files = Pob ffeil (ZIP)
press-all = Pob ffigur a chanfyddiad
press-facts-csv = Pob ffaith (CSV)
press-facts-json = Pob ffaith (JSON)
press-search = Chwilio
press-size = Maint
press-tone = Tôn
press-light = golau
press-dark = tywyll
press-area-search = Ardal
press-interval = cyfwng { $range }
press-beside-any = I’w ddweud gydag unrhyw un o’r rhain:
press-beside = I’w ddweud gydag ef
press-quoted = Gellir ei ddyfynnu fel
press-copy-sentence = Copïo’r frawddeg
press-copy-quote = Copïo’r dyfyniad
press-copy-caption = Copïo’r pennawd
press-copy-alt = Copïo’r testun amgen
press-copy-citation = Copïo’r cyfeiriad
press-copy-post = Copïo’r neges
press-copy-embed = Copïo’r cod mewnosod
press-text = Testun
press-its-figure = Ei ffigur
press-download = Lawrlwytho PNG
press-words = Geiriau
press-caption = Pennawd
press-alt = Testun amgen
press-citation = Cyfeiriad
press-post = Neges (280 nod)
press-embed = Cod mewnosod
press-sizes = Pob maint a ffeil
press-files-of = Ffeiliau ffigur { $number }
press-for = Ar gyfer
press-pixels = Picseli
press-files = Ffeiliau
press-card = Cerdyn un dudalen
press-card-of = ar gyfer cerdyn ffigur { $number }
press-data = Data (CSV)
press-embed-page = Tudalen i’w mewnosod
press-for-figure = ar gyfer ffigur { $number }
press-everything = Popeth arall (JSON)
press-ods = Pob tabl mewn un daenlen (ODS)
press-table-csv = Tabl { $number }: { $title } (CSV)
press-embargo-label = Embargo
press-must = Rhaid ei ddweud
press-check = Gwirio’r pecyn
press-check-how = gyda’r ffolder hon, neu
press-current = Pa argraffiad sy’n gyfredol
press-revised = Diwygiwyd ar { $date }: { $issue }
press-published = Cyhoeddwyd ar { $date }: { $issue }
press-figures-changed = , ffigurau wedi newid
press-figure-unchanged = , y ffigur hwn heb newid
press-in-words = Mewn geiriau
press-ask = Gofyn
press-in-report = Ffigur { $number } yn yr adroddiad
press-under = O dan y llun
press-in-words-long = Mewn geiriau, i’r rhai na allant weld y llun
press-copied = Wedi’i gopïo: { $what }
press-refused = Gwrthododd y porwr; dewiswch y geiriau a’u copïo
press-new-tab = Yn agor mewn tab newydd; cadwch ef oddi yno
press-others = { $name } ac eraill
press-quote = ‘{ $sentence }’ ({ $who }, { $title }, { $issue })
press-association = Mae’r ffigurau’n cymharu grwpiau; nid ydynt yn dangos beth a achosodd y gwahaniaeth.
press-areas-vary = Mae ardaloedd unigol yn amrywio am lawer o resymau; nid oes yr un o’r ffigurau hyn yn dangos beth a wnaeth rhaglen yno.
press-figure-in = Ffigur { $number } yn: { $report }
press-figure-of = Ffigur { $number } o { $title }
press-copy-for = Copi ar gyfer { $name }
press-post-title = Ar gyfer neges o 280 nod
press-to-embed = I’w fewnosod

## Spreadsheets

ods-tables-of = Tablau o { $title }
ods-cover = Clawr
ods-contents = Cynnwys
ods-notes = Nodiadau
ods-holds = Cynnwys y llyfr gwaith hwn
ods-notice = Hysbysiad
ods-publishers = Cyhoeddwyr
ods-cite = Sut i ddyfynnu
ods-address = Cyfeiriad
ods-contact = Cyswllt: { $role }
ods-copy = Copi
ods-contents-about = Mae’r daflen waith hon yn cynnwys un tabl: pob tabl, gyda dolen i’w daflen waith.
ods-worksheet = Taflen waith
ods-no-value = Dim gwerth: ar goll, neu wedi’i atal, yn y data.
ods-not-applicable = Ddim yn berthnasol: nid oes rhif o’r fath ar gyfer y rhes hon.
ods-notes-about = Mae’r daflen waith hon yn cynnwys un tabl: yr hyn sy’n wir am bob tabl.
ods-mark = Marc
ods-meaning = Ystyr
ods-rounding = Talgrynnu
ods-rounding-about = Mae’r rhifau wedi’u talgrynnu fel yn yr adroddiad; gall cyfansymiau fod yn wahanol i swm eu rhannau.
ods-table-title = Tabl { $number }: { $title }
ods-marks = Mae marciau mewn cromfachau wedi’u hesbonio yn y daflen waith Nodiadau.
ods-one-table = Mae’r daflen waith hon yn cynnwys un tabl.
source-line = Ffynhonnell: { $source }
data-interval-line = , cyfwng { $range }
quoted-line = Gellir ei ddyfynnu fel: { $quote }
beside-line = I’w ddweud gydag ef: { $caveat }
press-matches-none = Nid oes dim yma’n cyfateb i ‘{ $words }’; dangosir popeth. Rhowch gynnig ar air arall amdano.
press-matches = Dangosir { $shown } o { $count }
press-matches-some = Nid oes dim â’r geiriau hyn i gyd; dangosir { $shown } o { $count } ar gyfer rhai ohonynt
press-same-words = plentyn, plant, blentyn, blant, phlant, ieuenctid;
    pobl ifanc, person ifanc, ieuenctid; pobl hŷn, henoed, pensiynwyr;
    menyw, menywod, benywod, merched; dyn, dynion, gwrywod;
    swydd, swyddi, cyflogaeth, gyflogaeth, chyflogaeth, gwaith, gweithwyr;
    diweithdra, ddiweithdra, di-waith;
    cyflog, cyflogau, enillion; tlodi, dlodi, thlodi, tlawd, amddifadedd, incwm isel;
    tŷ, tai, dai, cartref, cartrefi, gartrefi, annedd, anheddau;
    rhent, rhenti, tenant, tenantiaid;
    busnes, busnesau, fusnesau, cwmni, cwmnïau, menter, mentrau;
    siop, siopau, manwerthu; trosedd, troseddau, droseddau, throseddau;
    ysgol, ysgolion, addysg, disgybl, disgyblion; ysbyty, ysbytai, gig; meddyg, meddygon;
    marwolaeth, marwolaethau, farwolaethau; clefyd, clefydau, salwch, afiechyd;
    car, ceir, cerbyd, cerbydau; beic, beiciau, beicio; bws, bysiau, trafnidiaeth gyhoeddus;
    sbwriel, gwastraff; ansawdd aer, llygredd; cost, costau, gwariant, wariant;
    cyngor, cynghorau, awdurdod lleol, awdurdodau lleol; mudo, mewnfudo, mudwyr, mewnfudwyr
press-read-find = I ddod o hyd i ffigur
press-read-open = Agorwch index.html mewn porwr. Chwiliwch, dewiswch faint, lawrlwythwch y llun, copïwch y geiriau.
press-read-here = Beth sydd yma
press-read-size = y ffigur mewn maint; -dark ar gyfer tudalennau tywyll;
press-read-beside = { $files } wrth ei ochr
press-read-paper = { $files } yn y meintiau ar gyfer papur: { $sizes }
press-read-caption = y geiriau i’w gosod oddi tano
press-read-alt = y geiriau i’r rhai na allant ei weld
press-read-card = y cyfan ar un dudalen
press-read-data = ei rifau
press-read-downloads = yr hyn y mae index.html yn ei gadw pan gaiff ei hagor o ddisg
press-read-embed = tudalen i’w fframio; ID/embed-code.txt yw’r cod i’w ludo,
press-read-oembed = ID/oembed.json yr un peth i raglenni
press-read-rest = popeth arall
press-read-finding = brawddeg wedi’i gwirio, sut y gellir ei dyfynnu, beth i’w ddweud gyda hi
press-read-facts = yr holl ganfyddiadau i raglenni
press-read-release = fel tudalen, ar bapur, ar gyfer e-bost, ar gyfer system gynnwys
press-releases = Datganiadau newyddion
press-release-page = Darllenwch ef
press-release-mail = Testun ar gyfer e-bost
press-release-copy = Copïo’r testun
press-read-areas = brawddeg wedi’i gwirio ar gyfer pob ardal
press-read-tables = pob tabl mewn un daenlen; tables/ID.csv fesul un
press-read-use = Cewch ei ddefnyddio
press-read-under = o dan { $licence }
press-read-embedding = I fewnosod ffigur mewn tudalen
press-read-frames = Mae’r cod yn fframio { $page }: y ffolder hon, wedi’i chyhoeddi fel press/
press-read-framed = wrth ochr yr adroddiad.
press-read-publish = Cyhoeddwch y ffolder hon a rhowch ei chyfeiriad o flaen embed.html yn y cod.
press-read-altered = Na newidiwyd dim yn y pecyn hwn: { $command }, neu { $or }
press-read-checking = I wirio
press-read-still = Bod llun yn dal yn gyfredol: { $command }
size-social = 1200 × 628 px, cyfryngau cymdeithasol
size-card = 800 × 418 px, cardiau dolen
size-square = 1080 × 1080 px, negeseuon sgwâr
size-story = 1080 × 1920 px, straeon
size-column = 600 px o led, colofn tudalen
size-slide = 1920 × 1080 px, sleidiau
size-portrait = 1080 × 1350 px, negeseuon talsyth
size-print-single = 85 mm ar 300 dpi, un golofn mewn print
size-print-double = 174 mm ar 300 dpi, dwy golofn mewn print
press-change-kind = { $class ->
        [conclusions] casgliad wedi newid
        [numbers] rhif wedi newid
        [statements] datganiad wedi newid
       *[figures] ffigur wedi newid
    }
press-fact-area = ardal
press-fact-name = enw
press-fact-fact = ffaith
press-fact-title = teitl
press-fact-value = gwerth
press-fact-unit = uned
press-fact-sentence = brawddeg
press-fact-withheld = wedi’i atal
column-number = { $label }, colofn { $number }

## Heads of CSV files

csv-panel = panel
csv-series = cyfres
csv-key = allwedd
csv-label = label
csv-value = gwerth
csv-size = maint
csv-to = i
csv-low = isaf
csv-high = uchaf
csv-printed = fel_argraffwyd
csv-statistic = ystadegyn
