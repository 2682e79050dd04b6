//! Templates of a pack that are the project's own: whether they say what travels with everything.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Result;
use crate::model::diagnostic::Span;
use crate::output;
use crate::output::html::seen;
use crate::project::Files;
use crate::project::ProjectPath;
use serde::Serialize;

/// Refuses what a template of the project's own was filled to, where a reader does not see the
/// embargo or the notice that it was given and the built-in one shows.
pub(super) fn says<T: Serialize>(
    files: &dyn Files,
    path: &str,
    values: &T,
    filled: &str,
) -> Result<()> {
    let own = ProjectPath::new(&format!("templates/{path}"));
    let Some(own) = own.ok().filter(|own| files.found(own)) else { return Ok(()) };
    let builtin = output::builtin(path).and_then(|text| str::from_utf8(text).ok());
    let values = serde_json::to_value(values).unwrap_or_default();
    for what in ["embargo", "notice"] {
        let text = values.get(what).and_then(serde_json::Value::as_str);
        let shown =
            builtin.is_some_and(|text| text.contains(&format!("{{{{ {what} }}}}")));
        let Some(text) = text.filter(|text| shown && !text.is_empty()) else { continue };
        let html = own.as_str().rsplit_once('.').is_some_and(|(_, end)| end == "html");
        if html && !seen(filled, text) || !html && !filled.contains(text) {
            let message = format!("the template `{own}` leaves out the {what}");
            return Err(Diagnostic::error(Code::R0713, message)
                .at(Span::new(own.as_str(), 0..0), "")
                .help(format!("show `{{{{ {what} }}}}` where a reader sees it"))
                .into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::says;
    use crate::project::Memory;
    use std::collections::BTreeMap;

    #[test]
    fn a_template_of_a_pack_must_show_the_embargo_and_the_notice() {
        let own = |path: &str| Memory::new().with(format!("templates/press/{path}"), "");
        let given =
            BTreeMap::from([("embargo", "Until noon"), ("notice", "It's \"made\" up")]);
        let said = |path: &str, filled: &str| {
            let path = format!("press/{path}");
            let found = says(
                &own("index.html").with("templates/press/README.txt", ""),
                &path,
                &given,
                filled,
            );
            found.err().map(|failure| failure.into_diagnostics().remove(0).message)
        };
        let whole = "<p>Until noon</p><p>It&#x27;s &quot;made&quot; up</p>";
        assert_eq!(said("index.html", whole), None);
        assert_eq!(said("README.txt", "Until noon. It's \"made\" up."), None);
        let left_out = |path: &str, what: &str| {
            Some(format!("the template `templates/press/{path}` leaves out the {what}"))
        };
        for (filled, what) in [
            ("<p>It&#x27;s &quot;made&quot; up</p>", "embargo"),
            ("<!-- Until noon --><p>It&#x27;s &quot;made&quot; up</p>", "embargo"),
            ("<p>Until noon</p><p hidden>It&#x27;s &quot;made&quot; up</p>", "notice"),
        ] {
            assert_eq!(said("index.html", filled), left_out("index.html", what));
        }
        assert_eq!(said("README.txt", "Until noon."), left_out("README.txt", "notice"));
        // The built-in one is what it is, and some show neither.
        assert_eq!(said("areas.html", ""), None);
        let style = own("embed.css");
        assert!(says(&style, "press/embed.css", &given, "").is_ok());
        let framed = own("embed.html");
        assert!(says(&framed, "press/embed.html", &given, "").is_err());
    }
}
