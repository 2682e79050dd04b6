//! A comparison as one web page that works from disk: read without a script, filtered and
//! signed off with one.

mod entry;

use crate::diff;
use crate::figure;
use crate::model::comparison::Class;
use crate::model::comparison::ComparedSide;
use crate::model::comparison::Comparison;
use crate::model::comparison::Item;
use crate::model::diagnostic::Result;
use crate::model::edition::Edition;
use crate::model::signoff::Review;
use crate::output::brand;
pub use crate::output::changes::entry::Pictures;
use crate::output::changes::entry::entry;
use crate::output::changes::entry::text;
use crate::output::pages::Pages;
use crate::output::pages::Template;
use crate::output::policy::sealed;
use crate::output::template::template;
use crate::project::Files;
use serde::Serialize;
use std::fmt::Write as _;
use tera::Context;

/// A thing that is counted.
#[derive(Serialize)]
struct Counted {
    name: String,
    title: String,
    count: usize,
}

/// Returns the page.
pub fn write(
    found: &Comparison,
    review: &Review,
    pictures: &Pictures,
    edition: &Edition,
    files: &dyn Files,
) -> Result<String> {
    let mut context = Context::new();
    // The page is for those who make the report, and its words are English.
    context.insert("spoken", &edition.document.meta.language);
    context.insert("title", &found.new.title);
    context.insert("embargo", &found.new.embargo);
    context.insert("old", &side(&found.old));
    context.insert("new", &side(&found.new));
    let counts =
        if found.is_empty() { "Nothing changed.".to_owned() } else { counts(found) };
    context.insert("counts", &counts);
    let kinds: Vec<Counted> = diff::kinds(found)
        .into_iter()
        .map(|(name, count)| Counted { name, title: String::new(), count })
        .collect();
    context.insert("kinds", &kinds);
    context.insert("causes", &causes(found));
    let classes: Vec<Counted> = Class::ALL
        .into_iter()
        .map(|class| Counted {
            name: class.name().to_owned(),
            title: class.title().to_owned(),
            count: found.count(class),
        })
        .filter(|class| class.count > 0)
        .collect();
    context.insert("classes", &classes);
    context.insert("body", &body(found, review, pictures));
    context.insert("signatories", &found.signatories);
    let review = diff::prepared(found, review);
    // Within a script element only `<` could end it.
    let review =
        serde_json::to_string(&review).unwrap_or_default().replace('<', "\\u003c");
    context.insert("review", &review);
    let mut page_style = template(files, "html/style.css")?.to_string();
    page_style.push_str(&figure::style(&edition.theme, ".plot"));
    page_style.push_str(&brand::style(&edition.theme));
    context.insert("page_style", &page_style);
    context.insert("logo", &brand::plain(&edition.theme));
    context.insert("style", &*template(files, "diff/style.css")?);
    context.insert("script", &*template(files, "diff/script.js")?);
    let page = Template::read(files, "page.html", "diff/page.html")?;
    let page =
        Pages::new(vec![page], tera::escape_html)?.render("page.html", &context)?;
    Ok(sealed(brand::with_fonts(page, &edition.theme)))
}

fn side(side: &ComparedSide) -> String {
    let mut out = side.edition.clone();
    if !side.date.is_empty() {
        let _ = write!(out, ", {}", side.date);
    }
    let _ = write!(out, " ({})", side.called());
    out
}

fn counts(found: &Comparison) -> String {
    let parts: Vec<String> = Class::ALL
        .into_iter()
        .map(|class| (class, found.count(class)))
        .filter(|(_, count)| *count > 0)
        .map(|(class, count)| format!("{count} {}", class.noun(count)))
        .collect();
    parts.join(", ")
}

fn causes(found: &Comparison) -> String {
    let mut out = String::new();
    for (cause, count) in diff::causes(found) {
        let plural = if count == 1 { "" } else { "s" };
        let _ = writeln!(
            out,
            "<li>{} <span class=\"by\">behind {count} change{plural}</span></li>",
            text(&cause)
        );
    }
    out
}

/// Changes of a class shown at once; a browser takes long to lay out thousands.
const BATCH: usize = 200;

fn body(found: &Comparison, review: &Review, pictures: &Pictures) -> String {
    let mut out = String::new();
    let mut first = true;
    for class in Class::ALL {
        let count = found.count(class);
        if count == 0 {
            continue;
        }
        let name = class.name();
        let _ = writeln!(
            out,
            "<section class=\"c-{name}\" data-class=\"{name}\" aria-labelledby=\"h-{name}\">\n<h2 id=\"h-{name}\">{} ({count})</h2>",
            class.title()
        );
        let items: Vec<&Item> = found.of(class).collect();
        for (at, batch) in items.chunks(BATCH).enumerate() {
            let folded = class.folded() || at > 0;
            if folded {
                let _ = writeln!(
                    out,
                    "<details class=\"folded\">\n<summary>{}</summary>",
                    extent(at * BATCH, batch.len(), count, class.noun(count))
                );
            }
            out.push_str("<ol class=\"items\">\n");
            for item in batch {
                entry(found, item, review, pictures, first, &mut out);
                first = false;
            }
            out.push_str("</ol>\n");
            if folded {
                out.push_str("</details>\n");
            }
        }
        out.push_str("</section>\n");
    }
    out
}

/// Says which of a class's changes a fold holds.
fn extent(before: usize, here: usize, count: usize, noun: &str) -> String {
    if here == count {
        return format!("{count} {noun}");
    }
    format!("{} to {} of {count} {noun}", before + 1, before + here)
}
