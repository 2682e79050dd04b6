//! What words say: the keys of a file of words.

use serde::Deserialize;
use serde::de::value::StrDeserializer;

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// It became more.
    Rise,
    /// It became less.
    Fall,
    /// There is more of it than of something else.
    More,
    /// There is less of it.
    Less,
    /// The statement is turned round.
    Negation,
    /// It is not said to have happened.
    Supposed,
    /// A gap, whose size is not its sign.
    Gap,
    /// How a number is reached: "about", "almost".
    Roughly,
    /// The upper end of a rank.
    Most,
    /// The lower end of a rank.
    Least,
    /// A place in a rank.
    Places,
    /// How many of all.
    Quantity,
    /// How many times.
    Ratio,
    /// Why.
    Cause,
    /// How sure.
    Certainty,
    /// Whether that is good.
    Good,
    /// Against what.
    Compared,
    /// "fell by".
    By,
    /// "a fall of".
    Of,
    /// "from … to".
    From,
    /// "from … to".
    To,
    /// "more … than".
    Than,
    /// Joins two numbers of one verb.
    And,
    /// Sets two numbers of one verb against each other.
    Against,
    /// Before a noun of change.
    Article,
    /// A movement without a direction.
    Neutral,
    /// Between a number and what follows it.
    Between,
    /// A gap grew.
    Widens,
    /// A gap shrank.
    Narrows,
    /// A comparison of size, which a fall turns round.
    Size,
    /// Nothing is asserted of what happened.
    Modal,
    /// Turns the next verb round.
    Turn,
    /// Nothing changed.
    Flat,
    /// Something of which numbers are counted.
    Counted,
    /// The number after it was given before.
    Known,
    /// A length of time or another measure that is no result.
    Duration,
    /// A number that is none.
    Idiom,
    /// Goes further than an association.
    Causal,
    /// Says what somebody did.
    Doing,
    /// Who may have done it.
    Doer,
    /// How something was counted.
    Counting,
    /// Somebody else's statement, or a doubt.
    Reported,
    /// Surer than a rule can test.
    Sure,
    /// The largest, whatever the sign.
    SizeMost,
    /// The smallest.
    SizeLeast,
    /// Found by a test.
    Significant,
    /// A noun that "significant" only describes.
    NamedTest,
    /// Almost as much as the number after it.
    Nearly,
    /// More than it.
    Above,
    /// Less than it.
    Below,
    /// About as much.
    About,
    /// What happened is only possible.
    Hedge,
    /// How far something holds.
    Caveat,
    /// How something was found out, and from whom.
    Method,
    /// Of a pace: "more slowly" is less.
    Slow,
    /// How a number was summed up.
    Middling,
    /// "more than 12" reaches a number.
    Approximates,
    /// "at least", "at most"; superlatives of adjectives.
    AtEnd,
    /// Between a verb and its number.
    Reaching,
    /// Verbs with "up" and "down" that say no direction.
    Phrasal,
    /// What a noun of change was.
    Reached,
    /// Where something is.
    Position,
    /// A movement that is never a noun.
    VerbOnly,
    /// After a verb without a direction of its own.
    Adverb,
    /// "up" and "down".
    Particle,
    /// In the place of a noun, before "of".
    Pronoun,
    /// A number of it is no change.
    LevelNoun,
    /// Before "most" as a superlative.
    BeforeMost,
    /// Adjectives that "most" and "least" only describe.
    Describing,
    /// "a", "an", "one".
    One,
    /// "a" and "an".
    Indefinite,
    /// A unit after "half a".
    PerUnit,
    /// After "a third": a part of all did it.
    PartVerb,
    /// After "double": no ratio.
    AfterDouble,
    /// How often, unless compared.
    Often,
    /// After "twice": a ratio.
    AsMany,
    /// After "three times": how often.
    Frequency,
    /// A unit of percent.
    Percent,
    /// Before a number given before.
    Determiner,
    /// Sets clauses against each other.
    Contrast,
    /// Before a date.
    When,
    /// Of the noun after it.
    Lacking,
    /// Not one.
    NotOne,
    /// After a verb: not what was done.
    NoObject,
    /// Makes a verb a passive.
    Passive,
    /// Ends who did it.
    Elsewhere,
    /// Denies what follows.
    Instead,
    /// Before "significant".
    Intensifier,
    /// "is significant".
    Copula,
    /// After "significant": it described no noun.
    GoesOn,
    /// What a test is of.
    TestedNoun,
    /// Names a cause whoever stands before.
    Strong,
    /// Names a cause where somebody may have done it.
    Done,
    /// The cause of a count may follow.
    Given,
    /// Joins years.
    YearJoint,
    /// Makes years a span.
    YearSpan,
    /// Before a year: when it was.
    Dated,
    /// Says alone that nothing changed.
    FlatAlone,
    /// With "to": how far, not which way.
    UpTo,
    /// Ends of a rank, never a quantity.
    Rank,
    /// Denies all of them.
    Nobody,
    /// Each one.
    Each,
    /// Each of a few.
    Both,
    /// Two that are as large as one another.
    Equal,
    /// After a claim: of whom it is.
    Within,
    /// Before a unit of time: "£3 an hour more".
    AnHour,
    /// After "would": what people said of themselves.
    Attitude,
    /// After "half": of what.
    OfAll,
    /// It did more than the other: "A outperformed B".
    Beats,
    /// It did less than the other.
    Trails,
    /// Lost more, or gained less, than another: "was hit harder".
    HitHard,
    /// The reverse: "got off more lightly".
    OffLightly,
    /// Says which is more, not which is good.
    Outnumbers,
    /// What is measured by, and is no measure: "the definitions".
    Apparatus,
    /// All there is of the data: "in the country".
    Everywhere,
    /// What is raised for a purpose: "raised the money".
    Funds,
    /// Of all times there are: "of the series", "on record".
    OfSeries,
    /// Another did the same.
    Likewise,
    /// It was never so before.
    FirstTime,
    /// In all other places.
    AnywhereElse,
    /// Taken together.
    Combined,
    /// Takes place, or is to come: "go ahead", "lie ahead".
    Proceeds,
    /// Of where a series starts: "its starting value".
    Starting,
    /// Says which is good, not which is more.
    Better,
    /// Less of it is better: with these, "worse" is more.
    Bad,
    /// It got worse.
    Worsened,
    /// It got better.
    Bettered,
    /// A change told by a comparison: "has become more common".
    Become,
    /// What a ratio compares: "more likely", "at greater risk".
    Odds,
    /// Names a ratio between groups.
    RatioNoun,
    /// How many noughts a number has.
    Scale,
    /// A unit of percentage points.
    Points,
    /// A unit of percent.
    Percents,
    /// Says a place in a rank.
    Ranked,
    /// The end of a rank.
    Last,
    /// Without exception.
    Universal,
    /// All of them.
    Everyone,
    /// None of them.
    NobodyAtAll,
    /// Numbers near it are ages.
    Age,
    /// Before "over 65": an age.
    Person,
    /// Before digits and a length of time: no result.
    Spell,
    /// After "5%": the level of a test.
    TestLevel,
    /// "It should be noted that" supposes nothing.
    Noted,
    /// Before "thousand": no number.
    Vague,
    /// What a year beside it is of.
    AboutYear,
    /// Ends no sentence with its full stop.
    Abbreviation,
    /// What was done with all of them, not what they did.
    DesignVerb,
    /// Became a multiple of what it was.
    Multiplied,
    /// Joins two claims of a headline.
    Joins,
    /// More of it is better: with these, "improved" is more.
    Wanted,
    /// Two numbers went the same way.
    SameWay,
    /// Two numbers went different ways.
    OtherWay,
    /// The first place of a rank.
    Tops,
    /// Is the first of those that are named behind it.
    Heads,
    /// Stands before what there was much or little of: "never so few".
    So,
    /// There was much of it: "so many as in 2024".
    SoMuch,
    /// There was little of it.
    SoLittle,
    /// Is there no more.
    Vanished,
    /// Says what something is for: "pays the most for".
    Purpose,
    /// The last place of a rank.
    Bottoms,
    /// Takes some out of a rank.
    Restricts,
    /// From the least to the most.
    Ranges,
    /// Chance alone may have done it.
    ByChance,
    /// It was more than chance.
    BeyondChance,
    /// Zero is inside an interval.
    HoldsZero,
    /// Zero is outside an interval.
    LeavesZero,
    /// Two intervals share values.
    Overlap,
    /// An interval in words.
    IntervalNoun,
    /// Before a length of time over which something changed.
    OverTime,
    /// At every step the same way.
    Steadily,
    /// From the most to the least.
    Descending,
    /// From the least to the most.
    Ascending,
    /// After a change: in each year.
    PerYear,
    /// Between that and the length.
    OverBefore,
    /// A year, as a length.
    YearsNoun,
    /// When it came: "sooner".
    Timing,
    /// Ten years.
    Decade,
    /// Denies both of two.
    Neither,
    /// Goes on about the subject before it.
    Anaphor,
    /// Before what was so already, or elsewhere.
    Backdrop,
    /// Before what happened earlier still.
    Earlier,
    /// A verb whose "up" and "down" are movements.
    Went,
    /// Joins what is left open.
    Or,
    /// Before what a number is compared with.
    Complement,
    /// How high: "at x".
    At,
    /// A multiple follows: "three times".
    Times,
    /// The same: "three fold".
    Fold,
    /// Since when.
    Onward,
    /// Within which year.
    InYear,
    /// Before two years that are a span.
    Betwixt,
    /// Whichever of them.
    Any,
    /// Of the others.
    Other,
    /// With "not": both.
    Alone,
    /// The end of a thing, and no rank.
    TopOf,
    /// By which means.
    Through,
    /// Under which condition.
    Conditional,
    /// Not significant.
    Insignificant,
    /// Of a test.
    Statistical,
    /// Told from zero.
    Told,
    /// In a title: of each year.
    YearlyTitle,
    /// Before how many all are: "one in three".
    OutOf,
    /// The one after it.
    Next,
    /// When something began.
    Started,
    /// After "every".
    Single,
    /// As it was, after a verb of state.
    FlatState,
    /// Chance, as a noun.
    ChanceNoun,
    /// Evidence, as a noun.
    Evidence,
    /// Sets chance aside.
    SetsAside,
    /// Of evidence: hardly any.
    Weak,
    /// Gives a reason.
    Because,
    /// "as many as".
    As,
    /// What may be as many.
    Many,
    /// Says nothing by itself.
    Idle,
    /// Makes a comparison a movement: "ever higher".
    Ever,
    /// Each number has the word at its own place.
    Respectively,
    /// At least this much.
    Floor,
    /// At most this much.
    Ceiling,
    /// Gives a number: "put it at".
    Puts,
    /// Now up, now down.
    Unsteadily,
    /// The best of them.
    Best,
    /// The worst of them.
    Worst,
    /// Hardly past a number: "just over".
    Slightly,
    /// Once more: "half as much again".
    Again,
    /// Is not significant: "falls short of significance".
    Lacks,
    /// Is significant: "reached significance".
    Attains,
    /// After "no difference": was looked for.
    Found,
    /// A part of those before: "of whom".
    Whom,
    /// All others: "the remaining".
    Remaining,
    /// The first of the two that were named last.
    Former,
    /// The second of them.
    Latter,
    /// Two that are far from as large as one another: "poles apart".
    FarApart,
    /// What there is with a subject: "have fewer".
    Has,
    /// A comparison of movements: "faster".
    Pace,
    /// What happened is held for likely: "may have".
    Perhaps,
    /// How something went: "evenly".
    Manner,
    /// How little it is: "only".
    Scant,
    /// Says which is good, of a state: "safer", "not as bad".
    Judged,
    /// Says that what happened is good.
    Welcome,
    /// Says that what happened is bad.
    Unwelcome,
    /// How little it is, whatever was to be: "a mere".
    Mere,
    /// How much it is: "as many as".
    Ample,
    /// Before its subject, supposes what a participle says: "had it risen".
    HadBeen,
    /// Before its subject, supposes what is to be: "were it to rise".
    WereTo,
    /// What may happen, or can be done.
    Able,
    /// Before what describes a noun.
    Relative,
    /// Two measures of the same things.
    Relation,
    /// More of one with more of the other.
    Positive,
    /// More of one with less of the other.
    Inverse,
    /// Of a relation: strong.
    Firm,
    /// What a report is computed from.
    DataNoun,
    /// What a report is one of.
    EditionNoun,
    /// More than half of them.
    MostOf,
    /// Not many of them.
    FewOf,
    /// More than half, as a noun.
    MajorityOf,
    /// A share, as a noun.
    ShareNoun,
    /// States a movement or a comparison, without a way: "converged", "on the increase", "no difference between".
    Asserts,
    /// What came about: "a rise followed".
    Occurs,
    /// It is not back at an earlier level.
    YetTo,
    /// It is back at an earlier level.
    Regained,
    /// After a number of years: one after the other.
    Running,
    /// Before years or movements: one after the other.
    Consecutive,
    /// One thing alone is before it in a rank.
    SecondTo,
    /// Before a value: there is more than that now.
    Passes,
    /// The end of a rank by how fast something is.
    PaceMost,
    /// What the highest of all times is called.
    Peak,
    /// What the lowest of all times is called.
    Trough,
    /// There is more of it as time goes on.
    EverMore,
    /// There is less of it as time goes on.
    EverLess,
    /// Leaves a few out: "all but two".
    Barring,
    /// With a goal: it was reached.
    Meets,
    /// With a goal: it was not reached.
    Misses,
    /// What is to be reached.
    Goal,
    /// One movement is larger than an opposite one.
    Offsets,
    /// One movement is smaller than an opposite one.
    OffsetsPart,
    /// A movement went back the other way.
    Reversed,
    /// What words or values mean.
    Defines,
    /// Before "better" and "worse": how it did.
    Fares,
    /// What has not happened yet.
    Foreseen,
    /// Holds only under a condition.
    Unless,
    /// Says which ones of those named.
    Restrictive,
    /// Before a verb: it did that.
    Goes,
    /// Before a noun of change: there was one.
    Saw,
    /// Before what something has.
    With,
    /// A word of titles that names nothing by itself.
    Measuring,
    /// Stands for what the data are about: "both groups", "the gap".
    Referring,
    /// At the start of a sentence: tells somebody what to do.
    Imperative,
    /// Where the data are not from.
    Beyond,
    /// Values below zero of a figure.
    LowSide,
    /// Values above zero of a figure.
    HighSide,
    /// Behind "is": what something is said to be, "rare", "a success".
    State,
    /// How something did, without an object: "suffered", "came out ahead".
    Fortune,
    /// What somebody did with something: "deserted".
    Undergoes,
    /// Between "is" and a state: "very", "no longer".
    Softens,
    /// Behind "there is": how much of it.
    Amply,
    /// "there".
    Existential,
    /// What one works with: "time", "room".
    Means,
    /// Before what is held for possible only.
    Conceivable,
    /// An end of a rank that is one over time: "peaked", "a record low".
    OfTime,
    /// What was done to find something out, or with it: "counted", "published".
    Handled,
    /// "no longer".
    Longer,
    /// The time before another: "the year before".
    YearBefore,
    /// What people and bodies do, which tells nothing of how they fared: "met", "voted".
    Acted,
    /// Says what something is without judging it: "available", "annual".
    Plain,
    /// The end of an order that judges: "surest", "safest".
    Superlative,
    /// "later", behind a length of time.
    Afterwards,
    /// "do", "did".
    Auxiliary,
    /// "what", as the subject of a clause.
    What,
    /// Opens a sentence whose verb comes before its subject: "nowhere".
    Fronts,
    /// Who wrote it: "we".
    Ourselves,
    /// "its", "their".
    Own,
    /// Of one and no other: "only", "alone among".
    Sole,
    /// Behind "in", "under", "out of": how something is doing.
    Plight,
    /// Behind "the evidence": what follows is concluded from it.
    Concludes,
    /// What became of something, as a noun: "recovery", "effects".
    Outcome,
    /// With "up" or "down" behind its object: "pushed prices up".
    Pushes,
    /// How something was found out: "evidence", "finding".
    FoundOut,
    /// Before what moved: "made crime fall".
    Causative,
    /// Says alone, behind who did it, that it brought something about.
    Worked,
    /// The mean, as a word.
    Mean,
    /// The median, as a word.
    Median,
    /// Not within: "outside the scheme".
    Outside,
    /// What a place in a rank is called.
    RankNoun,
}

impl Sense {
    /// What words that only join others say.
    pub const JOINS: [Self; 6] = [
        Self::Determiner,
        Self::Indefinite,
        Self::Known,
        Self::Anaphor,
        Self::Copula,
        Self::Has,
    ];

    /// Returns the sense of a key of a file of words.
    pub(super) fn named(key: &str) -> Option<Self> {
        let key = StrDeserializer::<serde::de::value::Error>::new(key);
        Self::deserialize(key).ok()
    }

    /// Returns whether a word of this sense alone states something: one that only ties others
    /// together does not.
    pub(super) fn states(self) -> bool {
        self <= Self::Compared && self != Self::Roughly
    }
}
