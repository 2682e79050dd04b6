//! `reissue review`: every change that matters, decided by name and with a reason.

use crate::cli::Exit;
use crate::cli::args::ReviewArgs;
use crate::cli::environment::Environment;
use crate::cli::sheet::sheet;
use crate::cli::side::against_latest;
use crate::cli::ui::Ui;
use crate::diff;
use crate::diff::Standing;
use crate::make;
use crate::model::comparison::Class;
use crate::model::comparison::Comparison;
use crate::model::comparison::Item;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Sources;
use crate::model::signoff::Decided;
use crate::model::signoff::Decision;
use crate::model::signoff::Remark;
use crate::model::signoff::Review;
use crate::project;
use crate::project::Disk;
use std::fmt::Write as _;

pub(super) fn review(ui: Ui, args: &ReviewArgs, environment: &Environment) -> Exit {
    let project = (args.project.as_path(), &environment.seal());
    let Some(found) =
        against_latest(ui, project, args.old.as_deref(), args.new.as_deref())
    else {
        return Exit::Failed;
    };
    match decided(ui, args, &found) {
        Ok(review) => {
            let open = diff::unaccepted(&found, &review).len();
            ui.say(&match open {
                0 => "everything that a release waits for is accepted".to_owned(),
                1 => "1 item is not accepted".to_owned(),
                _ => format!("{open} items are not accepted"),
            });
            if open == 0 { Exit::Done } else { Exit::Found }
        }
        Err(failure) => {
            ui.findings(failure.diagnostics(), &Sources::new());
            Exit::Failed
        }
    }
}

fn decided(ui: Ui, args: &ReviewArgs, found: &Comparison) -> Result<Review> {
    let review = project::review(&Disk::new(&args.project))?;
    if args.list {
        ui.data(&list(found, &review, args.all));
        return Ok(review);
    }
    if let Some(path) = &args.sheet {
        make::write_file(path, sheet(found, &review).as_bytes())?;
        ui.say(&format!("wrote {}", path.display()));
        return Ok(review);
    }
    let mut review = diff::prepared(found, &review);
    let remarked = remarks(ui, args, found, &mut review)?;
    let asked = [
        (Decided::Accepted, &args.accept),
        (Decided::Queried, &args.query),
        (Decided::Rejected, &args.reject),
    ];
    if !remarked && asked.iter().all(|(_, patterns)| patterns.is_empty()) {
        walk(ui, args, found, &mut review)?;
    }
    for (state, patterns) in asked {
        let mut done: Vec<&str> = Vec::new();
        for pattern in patterns {
            let decision = decision(args, state)?;
            let items = named(pattern, found)?;
            if state == Decided::Accepted && decision.because.trim().is_empty() {
                reasoned(pattern, &items, found, &review)?;
            }
            for item in items {
                // Nobody looked at a sentence that did not change, unless they name it.
                let unseen = state == Decided::Accepted
                    && diff::mixed(item)
                    && !diff::mixed_only(pattern)
                    && diff::standing(found, item, &review) != Standing::Accepted;
                if unseen {
                    ui.urgent(&format!(
                        "left alone: {}: {}; accept it by its name",
                        item.id,
                        diff::change(item)
                    ));
                    continue;
                }
                // A pattern is no answer to what a colleague decided, nor to a doubt of one's own.
                let kept = diff::of_another(&review, item, &decision.by)
                    || state == Decided::Accepted && diff::doubted(&review, item);
                if *pattern != item.id && kept {
                    let beside = state == Decided::Accepted
                        && found.signatories > 1
                        && diff::standing(found, item, &review) == Standing::Half;
                    // Who has signed beside them has nothing to be told.
                    let signed = review.get(&item.id).is_some_and(|one| {
                        one.state == state
                            && one
                                .also
                                .iter()
                                .any(|two| diff::same_person(&two.by, &decision.by))
                    });
                    if !beside {
                        if !signed {
                            ui.urgent(&left(item, &review));
                        }
                        continue;
                    }
                }
                diff::decide(&mut review, item, decision.clone());
                done.push(&item.id);
            }
        }
        if !done.is_empty() {
            ui.say(&told(state.name(), &done));
        }
    }
    if !review.is_empty() {
        make::write_review(&args.project, &review)?;
    }
    Ok(review)
}

/// The most items that are named of those that were decided.
const NAMED: usize = 6;

/// Says what was decided: "accepted 2 items: number:growth.difference, guard:claim.growth".
fn told(what: &str, done: &[&str]) -> String {
    let mut named: Vec<&str> = done.iter().take(NAMED).copied().collect();
    let more = format!("{} more", done.len().saturating_sub(NAMED));
    if done.len() > NAMED {
        named.push(&more);
    }
    let plural = if done.len() == 1 { "" } else { "s" };
    format!("{what} {} item{plural}: {}", done.len(), named.join(", "))
}

/// Refuses to accept several items at once without a reason, unless all of them are words or layout.
fn reasoned(
    pattern: &str,
    items: &[&Item],
    found: &Comparison,
    review: &Review,
) -> Result<()> {
    // What a pattern leaves alone, and what somebody signed with a reason before, is not counted.
    let open = |item: &&&Item| {
        let standing = diff::standing(found, item, review);
        matches!(standing, Standing::Open | Standing::Lapsed) && !diff::mixed(item)
    };
    let open: Vec<&&Item> = items.iter().filter(open).collect();
    let light = |item: &&&Item| matches!(item.class, Class::Words | Class::Layout);
    let heavy = open.iter().filter(|item| !light(item)).count();
    if open.len() < 2 || heavy == 0 {
        return Ok(());
    }
    let message = format!("`{pattern}` accepts {} changes without a reason", open.len());
    let help = "say why with `--because`, or accept each by its name; words and layout alone need no reason";
    Err(Diagnostic::error(Code::R0712, message).help(help.to_owned()).into())
}

/// Returns the items that a pattern names; one that begins with the name of a class, such as `words:*`, names items of that class
/// alone.
fn named<'a>(pattern: &str, found: &'a Comparison) -> Result<Vec<&'a Item>> {
    let class = pattern.split_once(':').filter(|(_, rest)| rest.contains('*'));
    let class = class.and_then(|(name, rest)| {
        let class = Class::ALL.into_iter().find(|class| class.name() == name)?;
        Some((class, rest))
    });
    let own = |item: &&Item| match class {
        Some((class, rest)) => {
            let id = item.id.split_once(':').map_or(&*item.id, |(_, id)| id);
            item.class == class && fits(rest, id)
        }
        None => fits(pattern, &item.id),
    };
    let items: Vec<&Item> = found.items.iter().filter(own).collect();
    if items.is_empty() { Err(unknown(pattern, found).into()) } else { Ok(items) }
}

/// Says that an item was left as another person decided.
fn left(item: &Item, review: &Review) -> String {
    let decision = review.get(&item.id);
    let (state, by, because) = decision.map_or(("decided", "", ""), |one| {
        (one.state.name(), one.by.as_str(), one.because.as_str())
    });
    let because = if because.is_empty() { String::new() } else { format!(": {because}") };
    format!(
        "left alone: {} was {state} by {by}{because}; name it in full to decide on it anew",
        item.id
    )
}

/// Notes comments and who is to decide; returns whether there were any.
fn remarks(
    ui: Ui,
    args: &ReviewArgs,
    found: &Comparison,
    review: &mut Review,
) -> Result<bool> {
    let fault = |message: &str, help: &str| -> Result<bool> {
        Err(Diagnostic::error(Code::R0712, message).help(help.to_owned()).into())
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let (by, because) = (text(&args.by), text(&args.because));
    if !args.comment.is_empty() && (by.trim().is_empty() || because.trim().is_empty()) {
        return fault(
            "a comment needs its words and a name",
            "give them with `--because` and `--by`",
        );
    }
    for pattern in &args.comment {
        for item in named(pattern, found)? {
            let remark = Remark {
                by: by.clone(),
                because: because.clone(),
                date: text(&args.date),
            };
            let block = review.entry(item.id.clone()).or_default();
            diff::described(block, item);
            block.comments.push(remark);
        }
    }
    for pattern in &args.assign {
        for item in named(pattern, found)? {
            let block = review.entry(item.id.clone()).or_default();
            diff::described(block, item);
            (block.assigned, block.due) = (text(&args.to), text(&args.due));
        }
    }
    for (what, patterns) in [("commented on", &args.comment), ("assigned", &args.assign)]
    {
        let mut done: Vec<&str> = Vec::new();
        for pattern in patterns {
            done.extend(named(pattern, found)?.into_iter().map(|item| item.id.as_str()));
        }
        if !done.is_empty() {
            ui.say(&told(what, &done));
        }
    }
    Ok(!args.comment.is_empty() || !args.assign.is_empty())
}

/// Returns the decision that the arguments make; one without a name, or a doubt without a
/// reason, is none.
fn decision(args: &ReviewArgs, state: Decided) -> Result<Decision> {
    let fault = |message: &str, help: &str| {
        Err(Diagnostic::error(Code::R0712, message).help(help.to_owned()).into())
    };
    let by = args.by.clone().unwrap_or_default();
    let because = args.because.clone().unwrap_or_default();
    if by.trim().is_empty() {
        return fault("nobody decides", "say who with `--by NAME`");
    }
    if state != Decided::Accepted && because.trim().is_empty() {
        return fault(
            "a query or rejection needs its reason",
            "give it with `--because`",
        );
    }
    let date = args.date.clone().unwrap_or_default();
    let by = by.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Decision { state, by, because, date, ..Decision::default() })
}

fn unknown(pattern: &str, found: &Comparison) -> Diagnostic {
    let ids = found.items.iter().map(|item| item.id.as_str());
    Diagnostic::error(Code::R0712, format!("no change is called `{pattern}`"))
        .help(crate::model::diagnostic::did_you_mean(pattern, ids, "changes"))
}

/// Returns whether an id fits a pattern, in which `*` stands for anything.
fn fits(pattern: &str, id: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| id.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

fn wanted(item: &Item, all: bool) -> bool {
    all || item.class.signed()
}

fn list(found: &Comparison, review: &Review, all: bool) -> String {
    let mut out = String::new();
    for item in found.items.iter().filter(|item| wanted(item, all)) {
        let standing = diff::standing(found, item, review).name();
        let _ = write!(out, "{standing:9} {}  {}", item.id, diff::change(item));
        if let Some(decision) = review.get(&item.id).filter(|one| !one.by.is_empty()) {
            let _ = write!(out, "  ({}", decision.by);
            if !decision.because.is_empty() {
                let _ = write!(out, ": {}", decision.because);
            }
            for also in &decision.also {
                let _ = write!(out, "; {}", also.by);
            }
            out.push(')');
            if decision.item != item.hash {
                let _ = write!(
                    out,
                    "\n          {} was: {}",
                    decision.state.name(),
                    decision.change
                );
            }
        }
        let Some(decision) = review.get(&item.id) else {
            out.push('\n');
            continue;
        };
        if !decision.assigned.is_empty() {
            let _ = write!(out, "  [for {}", decision.assigned);
            if !decision.due.is_empty() {
                let _ = write!(out, " by {}", decision.due);
            }
            out.push(']');
        }
        for comment in &decision.comments {
            let _ = write!(out, "\n          {}: {}", comment.by, comment.because);
        }
        out.push('\n');
    }
    out
}

/// Asks for a decision on every item that has none.
fn walk(
    ui: Ui,
    args: &ReviewArgs,
    found: &Comparison,
    review: &mut Review,
) -> Result<()> {
    let open: Vec<&Item> = found
        .items
        .iter()
        .filter(|item| wanted(item, args.all))
        .filter(|item| {
            matches!(
                diff::standing(found, item, review),
                Standing::Open | Standing::Lapsed
            )
        })
        .collect();
    let mut by = args.by.clone().unwrap_or_default();
    for (at, item) in open.iter().enumerate() {
        let lapsed = diff::standing(found, item, review) == Standing::Lapsed;
        let again = review.get(&item.id).filter(|_| lapsed).map(|one| {
            format!(
                ", which changed since it was {} by {}; it was: {}",
                one.state.name(),
                one.by,
                one.change
            )
        });
        let again = again.unwrap_or_default();
        ui.urgent(&format!(
            "\n{} of {}{again}\n{}",
            at + 1,
            open.len(),
            diff::whole(item)
        ));
        let state = loop {
            let Some(answer) = ui.ask("[a]ccept  [q]uery  [r]eject  [s]kip  [e]nd: ")
            else {
                return Ok(());
            };
            match answer.trim() {
                "a" | "accept" => break Some(Decided::Accepted),
                "q" | "query" => break Some(Decided::Queried),
                "r" | "reject" => break Some(Decided::Rejected),
                "s" | "skip" | "" => break None,
                "e" | "end" => return Ok(()),
                _ => ui.urgent("answer with one of the letters"),
            }
        };
        let Some(state) = state else { continue };
        while by.trim().is_empty() {
            let Some(name) = ui.ask("your name: ") else { return Ok(()) };
            name.trim().clone_into(&mut by);
        }
        let because = loop {
            let Some(reason) = ui.ask("because: ") else { return Ok(()) };
            // A doubt without a reason helps nobody.
            if state == Decided::Accepted || !reason.trim().is_empty() {
                break reason.trim().to_owned();
            }
        };
        let date = args.date.clone().unwrap_or_default();
        let decision =
            Decision { state, by: by.clone(), because, date, ..Decision::default() };
        diff::decide(review, item, decision);
        // Each decision is on disk before the next is asked for.
        make::write_review(&args.project, review)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_anything() {
        assert!(fits("number:*", "number:growth.none"));
        assert!(fits("*:growth.*", "headline:growth.none"));
        assert!(fits("number:a", "number:a"));
        assert!(!fits("number:a", "number:ab"));
        assert!(!fits("number:*x", "number:growth.none"));
    }
}
