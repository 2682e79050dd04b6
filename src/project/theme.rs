//! `report/theme.yaml`: what charts look like, where it differs from the built-in theme.

use crate::model::diagnostic::Result;
use crate::model::theme::Theme;
use crate::project::yaml::Yaml;
use std::sync::LazyLock;

/// The built-in theme, and the shape of a project's own.
const BUILT_IN: &str = include_str!("../../templates/figures/theme.yaml");

static DEFAULT: LazyLock<Option<Theme>> = LazyLock::new(|| {
    Yaml::parse("templates/figures/theme.yaml", BUILT_IN).ok()?.decode().ok()
});

impl Default for Theme {
    fn default() -> Self {
        DEFAULT.clone().unwrap_or_else(Self::plain)
    }
}

/// Decodes a project's own theme over the built-in one, or over that of its brand.
pub(super) fn over(own: &Yaml, base: &Theme) -> Result<Theme> {
    let brand = base.brand.clone();
    let base = Theme { brand: None, ..base.clone() };
    let text = serde_yaml::to_string(&base).unwrap_or_else(|_| BUILT_IN.to_owned());
    let base = Yaml::parse("templates/figures/theme.yaml", &text)?;
    own.only_keys(&[
        "font", "type", "width", "space", "stroke", "light", "dark", "print",
    ])?;
    let theme: Theme = own.over(&base).decode()?;
    check(&theme, own)?;
    Ok(Theme { brand, ..theme })
}

/// Refuses sizes with which nothing could be drawn.
fn check(theme: &Theme, own: &Yaml) -> Result<()> {
    let (sizes, width) = (theme.sizes, theme.width);
    let rules = [
        (["type", "headline"], sizes.headline, 6.0, 60.0),
        (["type", "subtitle"], sizes.subtitle, 6.0, 60.0),
        (["type", "label"], sizes.label, 6.0, 30.0),
        (["type", "small"], sizes.small, 6.0, 30.0),
        (["width", "page"], width.page, 300.0, 2000.0),
        (["width", "phone"], width.phone, 300.0, 2000.0),
        (["width", "alone"], width.alone, 300.0, 2000.0),
        (["space", "edge"], theme.space.edge, 0.0, 60.0),
        (["space", "gap"], theme.space.gap, 2.0, 40.0),
        (["space", "row"], theme.space.row, 2.0, 40.0),
        (["space", "bar"], theme.space.bar, 14.0, 60.0),
        (["stroke", "line"], theme.stroke.line, 0.5, 8.0),
        (["stroke", "interval"], theme.stroke.interval, 0.5, 8.0),
        (["stroke", "axis"], theme.stroke.axis, 0.2, 4.0),
        (["stroke", "grid"], theme.stroke.grid, 0.2, 4.0),
        (["stroke", "dash"], theme.stroke.dash, 1.0, 30.0),
        (["stroke", "pause"], theme.stroke.pause, 1.0, 30.0),
    ];
    for (path, value, least, most) in rules {
        if !(value >= least && value <= most) {
            let [group, name] = path;
            let message =
                format!("`{group}: {name}` must lie between {least} and {most}");
            return Err(crate::model::diagnostic::Diagnostic::error(
                crate::model::diagnostic::Code::R0103,
                message,
            )
            .at(own.place(&path), "")
            .into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::DEFAULT;
    use super::over;
    use crate::model::diagnostic::Sources;
    use crate::model::theme::Colour;
    use crate::model::theme::Theme;
    use crate::project::yaml::Yaml;

    fn fault(text: &str) -> (String, String) {
        let yaml = Yaml::parse("report/theme.yaml", text).unwrap();
        let found =
            over(&yaml, &Theme::default()).unwrap_err().into_diagnostics().remove(0);
        let mut sources = Sources::new();
        sources.insert("report/theme.yaml", text);
        (found.message.clone(), sources.place(found.span().unwrap()))
    }

    #[test]
    fn the_built_in_theme_can_be_read() {
        assert!(DEFAULT.is_some());
    }

    #[test]
    fn a_project_changes_single_keys_and_keeps_the_rest() {
        let text = "dark:\n  treated: {mark: \"#ffffff\"}\ntype: {label: 15}\n";
        let yaml = Yaml::parse("report/theme.yaml", text).unwrap();
        let theme = over(&yaml, &Theme::default()).unwrap();
        let mut expected = Theme::default();
        expected.dark.treated.mark = Colour(255, 255, 255);
        expected.sizes.label = 15.0;
        assert_eq!(theme, expected);
    }

    #[test]
    fn a_fault_of_a_theme_is_shown_at_its_own_place() {
        assert_eq!(
            fault("light:\n  ground: white\n"),
            (
                "`white` is no colour; write it as \"#12436d\"".to_owned(),
                "report/theme.yaml:2:11".to_owned()
            )
        );
        assert_eq!(
            fault("light:\n  grund: \"#ffffff\"\n"),
            ("unknown key `grund`".to_owned(), "report/theme.yaml:2:3".to_owned())
        );
        assert_eq!(
            fault("type:\n  label: 2\n"),
            (
                "`type: label` must lie between 6 and 30".to_owned(),
                "report/theme.yaml:2:10".to_owned()
            )
        );
    }
}
