//! What is said of one alone ("only the west lost passengers, x", "the only region to grow"), against the other members
//! of its family.
//!
//! **In:** a sentence, the families of its numbers. **Out:** faults.
//! **Guarantees:** it is wrong only where another member of the same time and group went the same way.

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

/// Reports what is said of one member alone and holds of another.
pub(super) fn read(s: Sentence<'_>, statistics: &Statistics, out: &mut Vec<Fault>) {
    let [number] = *s.numbers().as_slice() else { return };
    let said = (0..s.len()).find(|at| s.says(*at, Sense::Sole) > 0);
    let Some((at, fact)) = said.zip(s.fact(number)) else { return };
    if s.asks() || s.supposed(at) || s.turned(at) || fact.sign != Sign::Change {
        return;
    }
    let Some(kin) = Kin::of(statistics, fact, FEW) else { return };
    let own = parts(&fact.title);
    let mut named = s.mentions(&kin.names()).into_iter();
    let Some(name) = named.find(|mention| own.contains(&mention.name)) else { return };
    // "only the west", "the only region to grow was the west", "the west alone".
    let near = name.tokens.start.abs_diff(at) < 9;
    let moves = (0..s.len()).any(|i| {
        let way = s.way(i).filter(|(_, compares)| !compares || s.is(i, Sense::Position));
        way.is_some_and(|(up, _)| fact.way() == if up { 1 } else { -1 })
    });
    let Some(one) = kin.family.members.iter().find(|member| member.id == fact.id) else {
        return;
    };
    let label = |stat: &Fact| parts(&stat.title);
    let others = kin.family.members.iter().zip(&kin.stats).filter(|(member, _)| {
        let apart = member.key.iter().zip(&one.key).filter(|(a, b)| a != b).count();
        member.key.len() == one.key.len() && apart == 1
    });
    let also = others
        .filter_map(|(_, stat)| Fact::of(statistics, stat, ""))
        .filter(|other| other.sign == fact.sign && other.unit == fact.unit)
        .find(|other| other.way() == fact.way() && !label(other).contains(&name.name));
    let Some(also) = also.filter(|_| near && moves) else { return };
    let words = s.says(at, Sense::Sole);
    out.push(Fault::wrong(
        Code::R0543,
        s.range(at, at + words - 1),
        format!(
            "`{}` contradicts the data: `{}` is {}, and `{}` is {}",
            s.words(&(at..at + words)),
            fact.id,
            fact.printed,
            also.id,
            also.printed
        ),
        "say of which others it holds, too".to_owned(),
    ));
}
