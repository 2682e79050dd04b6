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
    R0101;
    /// A YAML file is not well formed.
    R0102;
    /// A key is unknown, missing, of the wrong type or outside its range.
    R0103;
    /// A path leaves the project, or is absolute, or passes through a symbolic link
    /// that leaves it.
    R0104;
    /// Two declarations share one id.
    R0105;
    /// A file is not UTF-8.
    R0106;
    /// A file is larger than the project allows.
    R0107;
    /// An id has characters other than small letters, digits and `_`.
    R0108;
    /// A data file is empty, ragged or otherwise not a table.
    R0201;
    /// A cell breaches the data contract: its type, a constraint, or a missing-value rule.
    R0202;
    /// Rows breach a primary key or a foreign key.
    R0203;
    /// A data file and its contract differ in their columns.
    R0204;
    /// The SQL of a frame cannot be read or run.
    R0205;
    /// The SQL of a frame names a table or column that does not exist.
    R0206;
    /// Frames depend on one another in a circle.
    R0207;
    /// A frame's key has missing or repeated values.
    R0208;
    /// A statistic names an unknown frame.
    R0301;
    /// A statistic names an unknown column.
    R0302;
    /// A statistic is undefined for these data: too few observations, zero variance, a
    /// zero baseline, no control area.
    R0303;
    /// A statistic's settings contradict one another.
    R0304;
    /// A name refers to no statistic.
    R0306;
    /// A rate is asked for over periods that were not counted in full, such as a year of
    /// which months are missing: it would look low. Leave these rows out, or say with
    /// `waived:` why they may stand.
    R0307;
    /// Figures in print are not reproduced within their tolerance.
    R0310;
    /// A figure's declaration does not fit its kind or its statistics.
    R0401;
    /// A table's declaration does not fit its statistics or frame.
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
    /// The Tera of a chapter or a text cannot be read.
    R0501;
    /// A call in a chapter or a text failed: an unknown id, a wrong argument.
    R0502;
    /// Raw HTML stands in the narrative, which the PDF could not carry.
    R0503;
    /// A reference, footnote or citation has no target.
    R0504;
    /// A claim does not hold for the data.
    R0505;
    /// A number or a ratio word in the prose is bound to no value.
    R0506;
    /// Wording goes further than the design supports, such as "caused" or "no effect".
    R0507;
    /// A claim's declaration is incomplete or contradicts itself.
    R0508;
    /// The bibliography cannot be read.
    R0509;
    /// Something declared is not used anywhere.
    R0510;
    /// The words of a claim say something other than its rule tests, such as "doubled" over
    /// a comparison or "fell" over a rise.
    R0511;
    /// The `typst` program was not found.
    R0601;
    /// The `typst` program is not the version that was tested.
    R0602;
    /// The `typst` program refused the document.
    R0603;
    /// A page template cannot be read or rendered.
    R0604;
    /// The `typst` program could not be installed.
    R0605;
    /// The `typst` program hung or died.
    R0606;
    /// An edition to compare cannot be read.
    R0701;
    /// A press pack or snippet cannot be made.
    R0702;
    /// A fact for areas, declared under `press:`, does not fit its statistics.
    R0703;
    /// A pack is under embargo, or its mark or its release was asked for in a way that
    /// cannot be recorded.
    R0704;
    /// A file or a pack to verify cannot be read, or was altered.
    R0705;
    /// The sign-off or the list of releases cannot be read.
    R0710;
    /// A release is refused.
    R0711;
    /// A decision cannot be recorded.
    R0712;
    /// Output could not be written; what was in `out/` before is still there.
    R0801;
    /// A cache entry is damaged and was ignored.
    R0802;
    /// Another build of this project is under way.
    R0803;
}

impl Code {
    /// Returns whether a finding is about the machine rather than the report: a program or
    /// the disk is not fit, and the run could not be made.
    pub fn of_the_machine(self) -> bool {
        matches!(
            self,
            Self::R0601
                | Self::R0602
                | Self::R0605
                | Self::R0606
                | Self::R0801
                | Self::R0803
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
