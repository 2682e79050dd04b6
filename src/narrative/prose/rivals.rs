//! What one member did against another ("the west outperformed the east, at x"), where one of the two numbers is not there:
//! against the values of both.
//!
//! **In:** a sentence, the family of its only number. **Out:** faults.
//! **Guarantees:** both are members of one time and group, and the number is of one of them; nothing is said of falls, nor of
//! what one wants less of, where to outdo is to have less.

use crate::model::diagnostic::Code;
use crate::model::statistic::Statistics;
use crate::narrative::prose::Fault;
use crate::narrative::prose::fact::Fact;
use crate::narrative::prose::fact::Sign;
use crate::narrative::prose::kin::FEW;
use crate::narrative::prose::kin::Kin;
use crate::narrative::prose::kin::parts;
use crate::narrative::prose::passage::Sentence;
use crate::project::sense::Sense;

/// Reports a member that is said to have done better, or worse, than another that did not.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    let [number] = *s.numbers().as_slice() else { return };
    let outdone = |at: usize| s.says(at, Sense::Beats).max(s.says(at, Sense::Trails));
    let verb = (0..s.len()).find(|at| outdone(*at) > 0);
    let Some((verb, fact)) = verb.zip(s.fact(number)) else { return };
    if s.asks() || s.supposed(verb) || fact.sign == Sign::Gap {
        return;
    }
    let Some(kin) = Kin::of(statistics, fact, FEW) else { return };
    let named = s.mentions(&kin.names());
    let words = outdone(verb);
    let subject = named.iter().rev().find(|m| m.tokens.end <= verb);
    let object = named
        .iter()
        .find(|m| verb + words <= m.tokens.start && m.tokens.start <= verb + words + 3);
    let Some((subject, object)) = subject.zip(object) else { return };
    let own = parts(&fact.title);
    let [own, other] = match (own.contains(&subject.name), own.contains(&object.name)) {
        (true, false) => [subject, object],
        (false, true) => [object, subject],
        _ => return,
    };
    // The one that differs in its name alone.
    let rest = |title: &str, name: &Vec<String>| {
        let mut parts = parts(title);
        parts.remove(name);
        parts
    };
    let same = rest(&fact.title, &own.name);
    let mut others = kin.stats.iter().filter(|stat| {
        parts(&stat.title).contains(&other.name) && rest(&stat.title, &other.name) == same
    });
    let against =
        others.find_map(|stat| Fact::of(statistics, stat, "")).filter(|found| {
            found.sign == fact.sign
                && found.unit == fact.unit
                && found.period == fact.period
        });
    let Some(against) = against else { return };
    // To outdo in a fall, or in what one wants less of, is to have less.
    let less = s.less_is_better(verb) == Some(true);
    if less || fact.rounded <= 0.0 || against.rounded <= 0.0 {
        return;
    }
    let (is, was) = if std::ptr::eq(own, subject) {
        (fact.rounded, against.rounded)
    } else {
        (against.rounded, fact.rounded)
    };
    let ahead = (s.says(verb, Sense::Beats) > 0) != s.turned(verb);
    let holds = if ahead { is > was } else { is < was };
    if holds || (is - was).abs() < f64::EPSILON {
        return;
    }
    out.push(Fault::wrong(
        Code::R0531,
        s.range(verb, verb + words - 1),
        format!(
            "`{}` contradicts the data: `{}` is {}, and `{}` is {}",
            s.words(&(verb..verb + words)),
            fact.id,
            fact.printed,
            against.id,
            against.printed
        ),
        "turn the words round, or show both numbers".to_owned(),
    ));
}
