//! The codes of all findings, each with the text that `reissue explain CODE` prints.

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use std::fmt;

macro_rules! codes {
    ($($(#[doc = $text:literal])+ $name:ident;)+) => {
        /// The kind of a finding: `R01xx` project, `02` data and frames, `03` statistics,
        /// `04` figures and tables, `05` narrative, `06` outputs, `07` comparison and
        /// press, `08` cache and disk.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $text])+ $name),+ }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Returns the code as printed, such as `R0302`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }

            /// Returns what the code means and how it is mended.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => concat!($($text, "\n"),+)),+ }
            }
        }
    };
}

codes! {
    /// A file of the project could not be read.
    /// Paths start at the project's root, or beside the contract for data files.
    R0101;
    /// A YAML file is not well formed.
    /// The place shown is where reading stopped; the slip is there or just before: an open
    /// bracket, a lost quotation mark, a key that occurs twice.
    R0102;
    /// A key is unknown, missing, of the wrong type or outside its range.
    /// The help lists what may stand there; the nearest name is offered first.
    R0103;
    /// A path leaves the project, or is absolute, or passes through a symbolic link
    /// that leaves it.
    /// Copy the file into the project, so that the report can be built anywhere.
    R0104;
    /// Two declarations share one id.
    /// Rename one of them: an id is how everything else refers to it.
    R0105;
    /// A file is not UTF-8.
    /// Save the file as UTF-8; a spreadsheet calls it "CSV UTF-8".
    R0106;
    /// A file is larger than the project allows.
    /// Split it, or store it as Parquet. A line of millions of bytes is mostly a file that
    /// lost its line ends.
    R0107;
    /// An id has characters other than small letters, digits and `_`.
    /// Ids become names in formulas, files and anchors, and must be safe in all of them.
    R0108;
    /// A file of declarations in `report/` is read by nothing.
    /// Mostly its name is a slip away from one that is; a file of your own begins with `_`.
    R0109;
    /// A data file is empty, ragged or otherwise not a table.
    /// What stands around the table, such as titles above and notes below, can be named in the
    /// resource's `dialect`: `headerRows`, `commentRows`, `footerRows`.
    R0201;
    /// A cell breaches the data contract: its type, a constraint, or a missing-value rule.
    /// Mend the cell, or the rule; a marker such as `*` is declared in `missingValues`, with
    /// the reason.
    R0202;
    /// Rows breach a primary key or a foreign key.
    /// Remove the repeated row, add the missing row, or name other columns in the key.
    R0203;
    /// A data file and its contract differ in their columns.
    /// Declare the column, or say `fieldsMatch: subset` when the file may have more.
    R0204;
    /// The SQL of a frame cannot be read or run.
    /// A frame is one `SELECT` in the SQL of polars. Whole numbers that pass the largest there is
    /// are an error; `ROUND` rounds a final 5 away from zero on the decimal figure, as numbers print.
    /// A query may make 10,000,000 rows, at the end or on the way; `--max-rows` allows more.
    R0205;
    /// The SQL of a frame names a table or column that does not exist.
    /// Tables are the resources and the frames; names with spaces or a leading digit stand in
    /// quotes of the form `"`.
    R0206;
    /// Frames depend on one another in a circle.
    /// Let one of them read the resources alone.
    R0207;
    /// A frame's key has missing or repeated values.
    /// The key must identify a row: name more columns, or group by them in the SQL.
    R0208;
    /// A query needs more of a large file than a block of its rows at a time.
    ///
    /// Files of more than 32 MiB are read in passes and never held in memory. A query over one
    /// is run on each block of rows, and what comes out is put together. Only what is known to
    /// come out the same is run: a query may choose rows, join tables that are held, group, and use
    /// `COUNT`, `SUM`, `MIN`, `MAX`, `AVG` and `COUNT(DISTINCT …)`, also within expressions. Anything
    /// else belongs in a frame over the frame that counts; or `stream: false` on the resource
    /// holds the file in memory after all.
    R0209;
    /// A frame has no rows.
    /// Every number over it is undefined or zero. One that may be empty says `may_be_empty: true`.
    R0210;
    /// A number is merged over several rows of a sheet, of which only the first has it.
    /// Text that is merged over rows belongs to each of them; a number given to each would be counted
    /// several times.
    R0230;
    /// A join to a look-up drops or multiplies rows that are not declared.
    /// `lookups:` of a frame says how many rows have no partner (`unmatched:`), and how many keys have
    /// several (`doubled:`).
    R0231;
    /// The weights of a look-up do not split rows into parts of one.
    /// The weights of each key add up to 1, and the query multiplies by them.
    R0232;
    /// A row of a data file is blank, or reads as a note about the table: a source, a footnote, the day of
    /// publication. Taken for a row, it is counted and may be added up.
    /// Leave it out with `dialect: {commentRows: [5]}`, lines at the end with `footerRows: 1`; a value
    /// that only reads so is listed in the field's `enum`.
    R0233;
    /// A text names a day that the calendar does not have, such as 31 November.
    /// Write the day that is meant.
    R0234;
    /// A join leaves out rows because their key is written otherwise in the other table: a space, a letter with an
    /// accent that is put together, a capital.
    /// Make the keys one in the SQL or in the file, or declare the join by `lookups:`.
    R0235;
    /// A name refers to no frame and no resource.
    /// Frames are declared under `frames:`; a resource of the contract is one too.
    R0301;
    /// A statistic names an unknown column.
    /// The columns of a frame are those its SQL selects.
    R0302;
    /// A statistic is undefined for these data: too few observations, zero variance, a
    /// zero baseline, no control area.
    /// No number is printed in its place. Leave the group out with `where:`, join groups, or
    /// take another definition.
    R0303;
    /// A statistic's settings contradict one another.
    /// The message names the setting that gives way, or the one that is missing.
    R0304;
    /// A name refers to no statistic.
    /// Ids of values are `block.key.key`; `reissue stats` prints them all.
    R0306;
    /// A rate is asked for over periods that were not counted in full, such as a year of
    /// which months are missing: it would look low. Leave these rows out, or say with
    /// `waived:` why they may stand.
    R0307;
    /// Groups of a statistic have no value, and are in no figure or table of it.
    /// All their values are missing. Say so in a note, and leave them out in the frame's SQL.
    R0308;
    /// Figures in print are not reproduced within their tolerance.
    /// Mend the data or the definition, or record in the ledger why the two differ.
    R0310;
    /// A group of a statistic is undefined: it has too few observations, or no spread. The other groups
    /// of the block are shown without it.
    /// Leave it out with `where:`, join groups, or say in a note why it has no value.
    R0311;
    /// An alternative trims extreme areas, but its percentage of so few areas is less than one, and
    /// nothing is left out.
    /// Trim more (`trim: 20` is a fifth at each end), or leave the alternative out.
    R0312;
    /// A statistic keeps rows by a value that no row has, so that it counts nothing for it.
    /// Often the value is written in another way than the data write it. Where it can be absent, give it
    /// words under `labels:`. A time such as `latest - 12` that counts over months without a row is further
    /// away than it says.
    R0313;
    /// A statistic is not zero, and prints as 0 with all of its interval; or it is taken for a count, which has no decimals,
    /// and loses more than a twentieth of itself.
    /// Say with `unit:` what is measured, or with `decimals:` how many digits follow the point.
    R0314;
    /// A total leaves out rows that have no value, so that it is less than there is, and not to be compared
    /// with a total of other rows.
    /// Leave them out of every total, give what they may be by `suppressed:`, or say why they may be left
    /// out by `gaps:`.
    R0315;
    /// A `SUM` in SQL leaves out rows that have no value, as SQL does without a word.
    /// Leave them out by `WHERE`, say what they count as by `COALESCE`, or count the values beside the sum.
    R0316;
    /// A data file is an archive, or compressed in a way that is not read, or damaged.
    /// A CSV file may be compressed by gzip or zstd, and is then held in memory; else unpack it, and name
    /// the file that comes out. Parquet is compressed within, and read.
    R0333;
    /// A resource asks for `stream: true`, and cannot be read in passes.
    /// It is held in memory as a whole; results are the same.
    R0334;
    /// Two results of a block share an id: a group has the name of one of the block's own results,
    /// such as `difference` or `at_least`.
    /// Give the group another name in the frame's SQL.
    R0340;
    /// Rows have no value in a column that says which group, area or time they belong to, so
    /// that no group counts them.
    /// Name such rows in the frame's SQL, `COALESCE(k, 'Not stated') AS k`, or leave them out
    /// there: `WHERE k IS NOT NULL`.
    R0341;
    /// Values of a column differ only in capitals, spaces or hyphens.
    /// An id may be typed without these while it means one value; now each must be written in
    /// full. Often such values are one that is spelt in two ways.
    R0342;
    /// Values of a column differ only in signs that nobody sees: spaces at an end, spaces of
    /// different sorts, signs without a width, or letters with accents written in two ways. What
    /// reads as one group is two. Make them one with `TRIM` or `REPLACE` in the frame's SQL, or
    /// in the file.
    R0630;
    /// A frame that is made elsewhere has not been fetched.
    /// `build` and `check` read what is kept in the project and run nothing: `reissue fetch --run NAME`
    /// runs the program of a frame, and keeps what it makes.
    R0343;
    /// The declaration of a frame changed since its extract was made, so that the extract answers another
    /// question.
    /// Fetch it again.
    R0344;
    /// A file from which an extract was made changed since.
    /// Fetch it again, so that the extract follows from the data in the project.
    R0345;
    /// An extract is not what was fetched: somebody edited the file.
    /// Fetch it again; what is wrong in it is mended where it is made.
    R0346;
    /// A profile of an engine cannot be used: it is not there, names no driver, or takes a variable that is
    /// not set.
    /// A project names profiles by a bare name alone; the files are in the folder of ADBC profiles of the
    /// person who fetches, `~/.config/adbc/profiles/NAME.toml` on Linux.
    R0348;
    /// An engine cannot be reached, refuses a query, or answers with what cannot be kept.
    /// The extract from before is kept. Words of the driver, and the SQLSTATE of the engine, are in the message.
    R0349;
    /// A program that makes a frame failed, took too long or too much memory, or made no table.
    /// The extract from before is kept. What the program said of its fault is in the message.
    R0347;
    /// A figure's declaration does not fit its kind or its statistics.
    /// Each kind of chart draws certain dimensions of a family; `reissue stats` shows them.
    R0401;
    /// A table's declaration does not fit its statistics or frame.
    /// A table has `rows:` of statistics or a `frame:`, and a column for each.
    R0403;
    /// A figure has no headline. The headline says what the chart shows, in at most fifteen
    /// words, and is usually a `claim()`, so that it cannot outlive its data.
    R0410;
    /// A figure's headline is longer than fifteen words, and will not be read at a glance.
    R0411;
    /// A figure has no subtitle of its own: the measure, the places and the period.
    R0412;
    /// A figure has no source line, without which it cannot be checked or reprinted.
    R0413;
    /// A figure has more series than a reader can follow, and than can be named directly.
    R0415;
    /// An annotation within a figure is longer than forty characters.
    R0416;
    /// A name in a figure is longer than sixty characters; names are set horizontally, and
    /// such a one takes many lines on a telephone.
    R0417;
    /// The unit of a figure is named nowhere. Signs of % and £ stand on the axis; other
    /// units belong into the subtitle or the title of the axis.
    R0418;
    /// Bars start at zero, because their length is what is compared.
    R0419;
    /// Colours cannot be told apart without seeing their hue: less than 3 : 1 between
    /// neighbours or to the ground, or less than 4.5 : 1 for text.
    R0420;
    /// An alternative text written by hand is bound to no claim and no statistic, so that
    /// it would stay when the data change.
    R0421;
    /// An alternative text written by hand says what the chart does not show.
    R0422;
    /// Names under the plot of a chart have no room and would be left out or broken within a
    /// word, so that a reader could not tell what is drawn.
    /// Draw rows instead (`kind: bar`, `kind: lollipop`), or give shorter names.
    R0423;
    /// Two items of a figure have one place: the same statistic twice, or the same label twice in
    /// one series. One of them would not be drawn.
    R0424;
    /// A colour of `report/brand.yaml` cannot be read on its ground: less than 4.5 : 1 for text,
    /// less than 3 : 1 for shapes.
    R0425;
    /// Colours of series in `report/brand.yaml` cannot be told apart, by every reader or by those
    /// who see no red or no green, or do not stand out from the ground.
    R0426;
    /// A logo of `report/brand.yaml` cannot be shown.
    R0427;
    /// A file under `fonts:` in `report/brand.yaml` is no font that every output can carry.
    R0428;
    /// An annotation of a figure is about nothing that the figure draws: an unknown series, a value
    /// that is not there, a time that is not on the axis; or a kind of chart has no place for it.
    R0429;
    /// An annotation of a figure has no room where it would touch neither a mark nor other words, so
    /// that the picture would go without it.
    /// Shorten it, point at another value, or say it in the text.
    R0430;
    /// An axis of a figure cannot be logarithmic: bars start from zero, or a value, an interval or a
    /// line is zero or below.
    R0431;
    /// A line joins values that are neither numbers nor times nor in a declared order, so that its
    /// course means nothing; or months or days written in digits alone (202012), which stand as far
    /// apart as plain numbers.
    /// Draw bars or dots, declare the order of the values, or declare the column as a time.
    R0440;
    /// The headline or the subtitle of a figure names a period that the figure does not show.
    /// It may be left from an earlier edition. Bind it to the data, so that a new year of data is
    /// one edit.
    R0441;
    /// The headline of a figure names one of many rows, and the picture does not show which it is.
    /// List its key under `highlight:`: the others are faded, and small pictures keep it.
    R0442;
    /// Two figures draw parts of one family in the same way and on different scales, so that a reader
    /// who compares them sees a difference that is none, or misses one.
    /// Draw them as panels of one figure (`panel:`), which share their scale.
    R0443;
    /// The headline of a figure names the row that comes first or last, and another prints the same value: nobody
    /// sees that they differ, or they do not.
    /// Print one more decimal (`decimals:` of the statistic), or say that the two are level.
    R0444;
    /// Values of a scatter, a bubble or a connected chart are not drawn, because the other family has
    /// none for their groups.
    R0445;
    /// The Tera of a chapter or a text cannot be read.
    /// Braces mean something in chapters: write `{{ "{{" }}` for two of them.
    R0501;
    /// A call in a chapter or a text failed: an unknown id, a wrong argument.
    /// `reissue explain calls` lists the arguments of each call.
    R0502;
    /// Raw HTML stands in the narrative, which the PDF could not carry.
    /// Write Markdown; a picture is a declared figure, a link goes to `https:` or `mailto:`.
    R0503;
    /// A reference, footnote or citation has no target.
    /// Headings take an id by `# Title {#id}`; figures and tables have theirs.
    R0504;
    /// A claim does not hold for the data.
    /// Say what the data show, as the help proposes, or mend what must hold. `--draft` builds
    /// with the words marked.
    R0505;
    /// A number or a ratio word in the prose is bound to no value.
    /// Bind it with `stat()`, `claim()` or, with a reason, `fixed()`. `--strict` makes it an
    /// error.
    R0506;
    /// Wording goes further than the design supports, such as `caused` or `no effect`.
    /// Write "associated with", or declare `design: causal` if the study bears it.
    R0507;
    /// A claim's declaration is incomplete or contradicts itself.
    /// Each kind of claim needs certain keys; a condition must read a statistic and compare it.
    R0508;
    /// The bibliography cannot be read.
    /// The bibliography is Hayagriva YAML or BibTeX, by the ending of its file.
    R0509;
    /// Something declared is not used anywhere.
    /// Call it in a chapter, or remove it: what nobody shows, nobody checks.
    R0510;
    /// The words of a claim say something other than its rule tests, such as `doubled` over
    /// a comparison or "fell" over a rise.
    /// Test what the words say: each sort of assertion has its kind of claim.
    R0511;
    /// A heading stands where it cannot divide the chapter: within a list, a quotation or a
    /// note, a level too deep, or without words.
    /// The outline of the page and the bookmarks of the PDF are made of headings: `##` follows
    /// `#`, and `###` follows `##`.
    R0520;
    /// Markup of another tool stands in the text, and would be printed as it is typed.
    /// The help says what to write instead; where the signs are meant, put a backslash before
    /// them.
    R0521;
    /// The report, or a document beside it, is in a language that the program lacks words of: "Figure", "Source",
    /// "Contents", the names of months, alternative texts. What is lacking prints in English.
    /// English and Welsh come with the program. Another language is a file of the project,
    /// `templates/labels/LANGUAGE.ftl`: `reissue explain languages`.
    R0522;
    /// A file of `templates/labels/` cannot be read, or one of its messages not be printed.
    /// It is written in Fluent: a message is `id = words`, on lines that go on indented; `{ $name }` puts in what
    /// the message is given.
    R0523;
    /// A file of `templates/labels/` has a message that the program does not know.
    /// `reissue templates --copy labels/en.ftl` lists them all.
    R0524;
    /// A message of `templates/labels/` puts in what it is not given.
    /// It is given what the same message of English is given.
    R0525;
    /// `guard: digits` is declared of a language that has a file of words.
    /// It is for languages whose words the program cannot read; where it can, it reads them.
    R0526;
    /// Words are marked as another language by a tag that is none: `lang("welsh", "…")`.
    /// Tags are those of BCP 47 in their shortest form: `cy`, `en-GB`, `gd`.
    R0527;
    /// A value is given by language, `{en: …, cy: …}`, and lacks one of those that the report is published in; or
    /// words for readers are given once, and print in one language in the version in another, or in a document that
    /// has a language of its own.
    /// Give it in every language of `language:` and `translations:`. Where the same words serve all of them, say so:
    /// `source: {all: Office for National Statistics}`.
    R0528;
    /// `translations:` names a language twice, or the translation has the chapters of the report.
    /// Give `chapters:` by language: `{en: [report/chapters/1.md], cy: [report/cy/1.md]}`.
    R0529;
    /// A table prints a missing value without its reason. Publishers mark why a value is missing; the frame of
    /// the table must carry the column of reasons, `NAME_reason`, and `missingValues` must say what each marker
    /// means: `{value: "..", label: not collected}`.
    R0570;
    /// The logo of `brand.yaml` has too nearly the colour of what it is set on: 25 % of it must have a
    /// contrast of 1.5 with the ground.
    /// Give `reversed:` a logo in light colours, for the cover and dark pages.
    R0560;
    /// A page of a site has no link to another of its pages. With `html: {form: pages}` each chapter is a page, and a
    /// project's own `templates/html/page.html` must list `contents` for its readers to find them all.
    R0561;
    /// An archive is not as reissue writes one, or unpacks to too much.
    ///
    /// An archive holds plain files, each once, under relative names that do not lead out of it.
    /// It may unpack to 256 MB, or to more where that is at most twenty times its size. Take the
    /// archive from where it was published, or from the history of the project.
    R0590;
    /// A word that says a direction contradicts the sign of the number beside it: "rose by" a fall.
    /// The nearest direction word that `by`, `of` or the like ties to a number governs it; numbers
    /// joined by "and" share one. A size (`show="size"`) is judged by the sign of its value. Where
    /// the words are right in a way that the program cannot see, declare them under `allow:`.
    R0530;
    /// Two numbers of one statement go the other way than its words: "rose from 5% to 4%", "higher
    /// in A (3%) than in B (4%)".
    R0531;
    /// A part, a share or a ratio in words contradicts the number beside it: "a third (45%)".
    R0532;
    /// The year beside a number is not the period that the number is of.
    /// Show the statistic of that period, or write the year of this one.
    R0533;
    /// "Significant" has no test behind it, or the test says otherwise.
    /// Show the statistic that has the test in the same sentence, make it a claim of
    /// `kind: significance`, or use another word where no test is meant: clear, marked, large.
    R0534;
    /// The words of a claim contradict its rule, what it `says:`, or the values.
    /// Words that say more than the rule tests are R0511. Other words for the same may be declared,
    /// `words: [almost double, nearly twice]`; they are held to the rule as well.
    R0535;
    /// What the report says of itself is not so: the edition, the year or the nature of its data
    /// in the citation, the notice or the description.
    R0536;
    /// A number in a key finding is bound by hand.
    /// Key findings are handed out to be quoted: show a statistic, or leave the number to a chapter.
    R0537;
    /// "More likely", "at greater risk" and the like go the other way than the ratio beside them.
    /// A ratio above one is more, one below one is less: change the word, or show another statistic.
    R0538;
    /// "Unchanged", "flat" or "back to its level" beside numbers that differ.
    /// Say which way it went, or show the statistic that did not change.
    R0539;
    /// The unit after a number is not its own: "percentage points" after a change in percent,
    /// "thousand" after a number of millions. Print the number with its unit, `stat("id")`.
    R0540;
    /// The prose is in a language without a file of words, so that only its digits are read; or its file lacks
    /// keys, so that what they tell is not read.
    ///
    /// Words by which sentences are held to the data are in `templates/words/LANGUAGE.yaml`. Copy those of
    /// English (`reissue templates --copy words/en.yaml`), translate them, and save them under the name of
    /// the language. Or declare `guard: digits` beside `language:`: the report can be released then, and every
    /// run says that people answer for the words. Words of a project go into `report/words.yaml`, which has the same keys.
    R0541;
    /// A number is beside the name of another member of its family: "66.4% in inner London", where the
    /// number is that of outer London; or a label of a table or key finding names another.
    /// Show the statistic that the words name, or name the one that is shown.
    R0542;
    /// A place in a rank is not that of the number beside it: "the highest", "second lowest", "peaked at",
    /// "ranged from … to …". The number's family is looked at; say the place that it has.
    R0543;
    /// The text of a number bound by hand is not the number that its reason gives.
    /// Write the number of the reason, or the reason of the number.
    R0544;
    /// A word for the size of a change ("slightly", "sharply", "plummeted") is beside a change of another
    /// size. What each means is under `sizes:` in the file of words, in percent or points: use another word,
    /// or say in `report/words.yaml` what it means here, `sizes: {sharply: [0.5, .inf]}`. Or a word for how little
    /// or how much it is stands before a share that is none: "only" nearly all, "a mere" half, "as many as" hardly any.
    R0545;
    /// "Improved by", "worsened by" and the like are beside a number of which nothing says whether higher or lower
    /// values are the better ones, so that they are held to nothing. Write `better: higher` or `better: lower` where the statistic
    /// is declared; "welcome", "setback" and the like beside its numbers are held to that, too.
    R0546;
    /// The level of an interval in words is not that of the interval: "90% confidence interval" beside or under one of
    /// 95%. Or the words of a figure or table name another base of a rate than its values have: "per 100 people" over
    /// rates per 1,000. Write the one that the values have, or compute them at this one.
    R0547;
    /// A sentence says of something that the data name that it moved, is more or less than another, or is the highest or
    /// lowest, without a number and without a claim: nothing would stop it if the data said otherwise.
    ///
    /// Put the words into `claim("id", "…")`, or show the number that they tell. Questions, plans, definitions, conditions,
    /// words in quotation marks and sentences that cite a work (`[@key]`) are not asked for either: they state nothing of
    /// the data, or are somebody else's word. Words about the world outside the data may be named under `allow:`, with the
    /// reason. Where the statistics that the words mean all say otherwise, it is R0530.
    R0548;
    /// A rule, threshold or waiver lets more pass than in the latest release.
    /// Nothing in the report shows it, so that somebody must accept it by name: with
    /// `reissue review --accept`, or put back what it was.
    R0550;
    /// A template asks for too much: turns of loops, text, or values that it keeps.
    ///
    /// The loops of a chapter, or of all texts in the YAML files, may take 100,000 turns together and
    /// print 80 bytes for each; a value that is kept under a name may have 64 KiB of text. Loop over
    /// fewer things, or allow more turns with `--max-turns`.
    R0591;
    /// The `typst` program was not found.
    /// Run `reissue build --install-typst` once, or build with `--html-only`.
    R0601;
    /// The `typst` program is not the version that was tested.
    /// Another version sets other pages. Run `reissue build --install-typst`.
    R0602;
    /// The `typst` program refused the document.
    /// The line shown became the Typst that was refused; a template of your own may be the cause.
    R0603;
    /// A page template cannot be read or rendered.
    /// Mend the file under `templates/`, or remove it to use the built-in one.
    R0604;
    /// The `typst` program could not be installed.
    /// It needs cargo, a C compiler, `pkg-config` and the headers of OpenSSL.
    R0605;
    /// The `typst` program hung or died.
    /// Give it more time with `--typst-patience`. A run may have 4 GiB of memory: a loop in a template
    /// that makes ever longer text ends there.
    R0606;
    /// A template of the PDF uses a package that Typst would load from the user's folders or
    /// from the network.
    /// Copy what the template needs into it; or, if you trust the template and the package, allow
    /// packages with `--packages`. What is made with packages can differ between machines.
    R0607;
    /// The bytes of a data file are not what its `encoding:` says, or a text was encoded twice.
    /// Common ones are `utf-8`, `windows-1252` (Excel in Western Europe) and `utf-16`.
    R0610;
    /// The format of a field cannot be used.
    /// Dates are written with `%d`, `%m`, `%B`, `%Y` and what stands between; numbers have `percent`
    /// or `fraction`.
    R0611;
    /// The files of one resource do not go together.
    /// They must have the same columns; `rename:` gives a column of other years the name it has
    /// now.
    R0612;
    /// A workbook, a sheet of it or the table in the sheet cannot be read.
    /// `sheet:` names the sheet; `range:` the cells, where the table is not found by its columns.
    R0614;
    /// Rows or columns of a sheet are hidden.
    /// They are read like others. Say `hidden: read` if that is meant, or `hidden: skip`.
    R0615;
    /// Columns cannot be split or made rows, or rows columns, as `split:`, `unpivot:` or `pivot:` says.
    R0616;
    /// A table has not the rows that its declaration expects.
    /// `expect:` says how many rows there are; `complete:` names columns of which every combination
    /// occurs.
    R0617;
    /// A column that the contract declares empty holds something.
    /// Declare it as a field, or leave its cells empty.
    R0618;
    /// The contract could not be written for a data file.
    R0619;
    /// The style of citations is not one the program has, or not one that it can set.
    ///
    /// `style:` of `report.yaml` is the name of a style of the Citation Style Language, or a file of the project
    /// ending in `.csl`. Citations are set in the text: styles that put them in notes cannot be used.
    R0620;
    /// A field of the bibliography holds LaTeX or a date that is not understood.
    ///
    /// Commands for letters, accents, emphasis and simple formulas are read; others print as they are typed. A date that
    /// is not understood is not printed at all.
    R0621;
    /// A character that no font has: it would print as an empty box.
    ///
    /// Pictures and the PDF are set in Noto Sans, which has Latin, Greek and Cyrillic letters and common signs; the PDF
    /// also has the signs of the fonts that Typst brings. Write names of other scripts in these letters, or give
    /// `fonts:` of `report/brand.yaml` one that has them.
    R0623;
    /// A block is of no known kind.
    /// `::: {.box title="…"}` opens a block of the kind `box`; `reissue explain blocks` lists the
    /// kinds, and `reissue explain block:NAME` prints how one is written.
    R0650;
    /// A block is not closed, or a fence closes nothing.
    /// A line with `:::` closes the block that was opened last; a block that is opened in a list
    /// item or a quotation is closed in it.
    R0651;
    /// The attributes of a block cannot be read, or are not those of its kind.
    /// They are written between braces: `{.kind #id name="value"}`. A quotation mark within a
    /// value takes a backslash.
    R0652;
    /// A block holds what its kind cannot hold.
    R0653;
    /// A picture has no words for those who cannot see it.
    /// Write `![what it shows](images/street.jpg "caption")`, or `alt:` in `report/pictures.yaml`.
    /// One that says nothing is declared there with `decorative: true`.
    R0654;
    /// The file of a picture is not there.
    /// Paths start at the project's root, or beside the chapter that shows the picture.
    R0655;
    /// The file of a picture cannot be shown, or not as it is.
    /// JPEG, PNG, WebP and SVG are read, up to 40 MiB and 60 million pixels. They are written
    /// anew: where a camera was, and which, does not reach a reader, nor does a script; the colour
    /// profile does. Drawings may name nothing outside their file.
    R0656;
    /// A formula cannot be read, or holds what page and PDF cannot both carry.
    /// `$x$` is a formula in a line, `$$ … $$` one on its own; `$$ … $$ {#id}` is numbered. Commands of
    /// LaTeX and amsmath that set mathematics are read; colours, sizes and macros are not.
    /// `stat()` and `fixed()` may be called in a formula.
    R0660;
    /// A control character in a text.
    /// Bells, escapes, deletions and the like print nothing, and outputs would leave them out. They
    /// come with text that is copied from other programs. Only ends of lines and tabulators may be there.
    R0661;
    /// A word has letters of two alphabets that look alike, such as a Cyrillic one in an English word.
    /// A reader takes it for another word than it is, and nothing holds it to the data. Write it in one alphabet.
    R0662;
    /// Boundaries of areas cannot be read, or not be told from one another.
    /// They come from GeoJSON, TopoJSON, a zipped Shapefile or GeoParquet, each area with a shape
    /// and a key of its own.
    R0690;
    /// The coordinates of boundaries are not what they are said to be.
    /// Degrees and metres look alike to no one but a file. Say what the coordinates are with `crs:`
    /// beside the `path:` of the resource, such as `crs: "EPSG:27700"` for the British National Grid.
    R0691;
    /// Areas of a map have no value.
    /// They are hatched. Where that is meant, say why with `no_data:`, which the legend prints.
    R0692;
    /// Values have no area on the map.
    /// Often the boundaries are of another year than the data: small areas of the census of 2021
    /// have other codes than those of 2011. Take boundaries of the same year, or look at the key.
    R0693;
    /// The classes of a map do not fit its values.
    /// Breaks go up, from the lowest value that the classes cover to the highest, and every value
    /// lies between two of them.
    R0694;
    /// The outline of an area crosses itself.
    /// What lies inside is then not clear. Repair the file, such as with `ogr2ogr -makevalid`.
    R0695;
    /// The boundaries of a map come without a licence or a source.
    /// Publishers usually ask to be named. Declare `sources:` and `licenses:` of the resource: a map prints
    /// them with its own source.
    R0696;
    /// A map shows values in a way that misleads.
    /// Colour on areas of different size is for rates; counts are circles (`style: symbols`).
    R0697;
    /// Areas of a map cover the same ground.
    /// What is drawn last hides what lies under it, so that a value cannot be seen. Take boundaries of one
    /// kind of area, mend the file, or say with `areas:` which of them the map is about.
    R0698;
    /// A document that is declared under `documents:` in `report/report.yaml` cannot be made.
    /// Each needs an id of its own, a title, and at least one chapter and one output.
    R0700;
    /// An edition to compare cannot be read.
    R0701;
    /// A press pack or snippet cannot be made.
    R0702;
    /// A fact for areas, declared under `press:`, does not fit its statistics.
    R0703;
    /// An embargo stays.
    /// While `embargo:` stands in `report/report.yaml`, every page, picture and record that is
    /// made says so, whatever the time: no clock decides what stands in a file. Once its time
    /// has come, `reissue build --lift` and `reissue press --lift` make clean files; before it
    /// they need `--force --because REASON`, which the files record. The stamps are back with
    /// the next run that does not ask; take `embargo:` out of the report to be rid of them.
    R0704;
    /// A file or a pack to verify cannot be read, or was altered.
    R0705;
    /// A document has more or fewer words than its `words:` allow.
    /// Counted are the words of its title, standfirst and chapters, without the notice, the contacts
    /// and the notes that reissue adds.
    R0706;
    /// A document beside the report says something that the report does not.
    /// A claim that a news release, a summary or a brief makes must be made in the report, too, so
    /// that its readers find what it rests on. Make it there, or mark it as new: `new: true` at the
    /// claim, or `claim("id", "words", new=true)`.
    R0707;
    /// A document beside the report asserts something that is not a claim.
    /// Words such as `doubled` and `lowers` assert a movement or a multiple. Put them into `claim()`, so that
    /// they are held to the data, or leave them out.
    R0708;
    /// The headline or the standfirst of a news release is not a claim.
    /// They are what is quoted. Put all their words into `claim()`; between two claims may stand "and",
    /// "but", "while" and marks of punctuation.
    R0709;
    /// The sign-off or the list of releases cannot be read.
    R0710;
    /// A release is refused.
    R0711;
    /// A decision cannot be recorded.
    R0712;
    /// A template of a document lacks a block, or leaves out the embargo, the notice or the contacts.
    /// A page must have its head, title, embargo, notice, text, foot and cards. A template that begins with
    /// `{% extends "page.html" %}` inherits the blocks that it does not replace. One that it replaces still
    /// shows its value; `{{ super() }}` keeps what the page has there.
    R0713;
    /// A quotation lacks something, or says two things of itself.
    /// It has `words:` as they were said, a `speaker:` or a `role:`, and, once the speaker agreed to them,
    /// `status: approved` with `approved_by:` and `date:`. Without words it is an empty slot.
    R0714;
    /// A quotation says a number that the data do not.
    /// Words that were said are never changed by a build. Change a draft; of approved words ask who approved
    /// them, and record the new approval.
    R0715;
    /// Words under `says:` of a quotation are not in it, or are bound to nothing or to several things.
    /// Each names words letter for letter and one of `stat:`, `claim:` and `because:`.
    R0716;
    /// A quotation is a draft or an empty slot.
    /// The build marks it, and a release waits until it is approved: `status: approved`, `approved_by:` and
    /// `date:`.
    R0717;
    /// A document that is asked for is not declared.
    /// `reissue build --only ID` makes documents of `documents:` in `report/report.yaml` alone, by their ids.
    R0718;
    /// The time at which an embargo ends may be misread.
    /// Clocks change on that day, or the offset is not that of British clocks in that season. Say the time
    /// with its zone.
    R0719;
    /// The sign-off holds a conflict that git left.
    /// Two people decided at once. Keep the decisions of both, each under its own item, and
    /// remove the lines that git added.
    R0720;
    /// A built folder or an archive is not as it was written.
    /// Its files are held against the hashes in its record, and an archive against the list of
    /// releases. Build again, or take the archive as it was released.
    R0721;
    /// A block of statistics has a name that is taken.
    ///
    /// Numbers that figures mark, such as the mean of a strip, have ids that begin with `figure.`:
    /// `figure.business_strip.mean.nbi`. Call the block something else.
    R0730;
    /// A document says something as before that changed elsewhere in the edition.
    /// A claim or a statistic changed its rule, or its words in one document, and this sentence of another
    /// document is as it was. Update it, or accept it by its own name with `reissue review --accept`: a
    /// pattern for everything leaves it alone.
    R0736;
    /// The kind of a document is almost one that has a meaning of its own.
    /// `kind: news` holds the headline to a claim and puts the document first in the press pack; `summary` and
    /// `brief` are called what they are. A misspelt kind would have none of that.
    R0737;
    /// A release has the name of the one before it, although something changed.
    /// A notice says "compared with First edition" of a First edition, and nobody can cite the one they read. Say in
    /// `edition:` of `report.yaml` what this one is: "Second edition", "First edition, corrected".
    R0738;
    /// Output could not be written; what was in `out/` before is still there.
    /// Make room or allow writing there, and build again.
    R0801;
    /// A cache entry is damaged and was ignored.
    /// The result was made anew. If it happens again, look at the disk.
    R0802;
    /// Another build of this project is under way.
    /// Wait for it to end with `--wait`, or stop it; the lock goes with its process.
    R0803;
    /// A link is where reissue writes, or a name leads out of the folder it belongs to.
    ///
    /// `.reissue/`, `out/`, `press/`, `releases/` and `report/review.yaml` are written through
    /// no symbolic link and to no file that has a second name, so that a project from elsewhere
    /// cannot lead a write out of its folder. Remove the link.
    R0810;
    /// What would be replaced was not written by reissue.
    ///
    /// A folder of outputs is replaced as a whole: it may hold only what its record
    /// (`edition.json`, a pack's `manifest.json`) lists. A single file replaces only one of the same
    /// kind, and none among the sources of a project.
    R0811;
}

impl Code {
    /// Returns whether a finding is about the run rather than the report: a program or the
    /// disk is not fit, or the moment has not come.
    pub fn of_the_machine(self) -> bool {
        matches!(
            self,
            Self::R0601
                | Self::R0602
                | Self::R0605
                | Self::R0606
                | Self::R0704
                | Self::R0801
                | Self::R0803
                | Self::R0810
                | Self::R0811
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Code {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|code| code.name() == name).ok_or(())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map_err(|()| serde::de::Error::custom("unknown code"))
    }
}
