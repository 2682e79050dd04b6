//! All of a publisher's identity on one page, to look at before anything is published in it.
//!
//! **In:** a theme with its brand, and a chart. **Out:** a list, or a page.

use crate::figure::Look;
use crate::figure::Placement;
use crate::figure::Texts;
use crate::figure::Variant;
use crate::figure::draw;
use crate::model::chart::Chart;
use crate::model::escape::escape_line;
use crate::model::theme::Colour;
use crate::model::theme::Palette;
use crate::model::theme::Theme;
use crate::output::brand;
use std::fmt::Write as _;
use std::sync::Arc;

const STYLE: &str = "body{margin:0;font:16px/1.5 var(--sans,'Noto Sans'),sans-serif}section{padding:24px 32px}.light,.print{background:#fff;color:#000}.dark{color:#fff}table{border-collapse:collapse}td,th{padding:4px 14px 4px 0;text-align:left;font-variant-numeric:tabular-nums}.swatch{display:inline-block;width:72px;height:28px;border:1px solid #888}.charts{display:flex;flex-wrap:wrap;gap:20px}.charts svg{display:block;max-width:100%;height:auto}.logo{height:56px;width:auto;display:block;margin:12px 0}h1,h2{margin:0 0 12px}";

/// The colours of one ground by role.
fn roles(theme: &Theme, name: &str) -> Vec<(String, Colour)> {
    let (palette, own): (&Palette, _) = match name {
        "dark" => (&theme.dark, theme.brand.as_ref().map(|brand| &brand.dark)),
        "print" => (&theme.print, theme.brand.as_ref().map(|brand| &brand.print)),
        _ => (&theme.light, theme.brand.as_ref().map(|brand| &brand.light)),
    };
    let mut out: Vec<(String, Colour)> = vec![
        ("ground".to_owned(), palette.ground),
        ("ink".to_owned(), palette.ink),
        ("muted".to_owned(), palette.muted),
        ("treated".to_owned(), palette.treated.mark),
        ("control".to_owned(), palette.control.mark),
    ];
    for (at, tone) in palette.series.iter().enumerate() {
        out.push((format!("series {}", at + 1), tone.mark));
    }
    for (role, colour) in own.into_iter().flatten() {
        if !out.iter().any(|(known, _)| known == role) {
            out.push((role.replace('-', "_"), *colour));
        }
    }
    out
}

/// Returns every colour with its contrast to the ground, a line each.
pub fn list(theme: &Theme) -> String {
    let mut out = String::new();
    for name in ["light", "dark", "print"] {
        let roles = roles(theme, name);
        let ground = roles.first().map_or(Colour(255, 255, 255), |(_, colour)| *colour);
        for (role, colour) in roles {
            let contrast = colour.contrast(ground);
            let _ = writeln!(out, "{name}\t{role}\t{}\t{contrast:.1} : 1", colour.hex());
        }
    }
    out
}

/// Returns the page.
pub fn page(theme: &Arc<Theme>, chart: Option<(&Chart, &Texts)>) -> String {
    let name =
        theme.brand.as_ref().map_or("The built-in look", |brand| brand.name.as_str());
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{0}</title>\n<style>\n{STYLE}\n{1}</style>\n</head>\n<body>\n<section class=\"light\">\n<h1>{0}</h1>\n<p>Regular, <strong>bold</strong>, <em>italic</em>, <strong><em>bold italic</em></strong>. ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 ÂÊÎÔÛŴŶ âêîôûŵŷ £ € % − – — ‘ ’ “ ”</p>\n</section>\n",
        escape_line(name),
        brand::style(theme)
    );
    let grounds =
        [("light", Variant::Light), ("dark", Variant::Dark), ("print", Variant::Print)];
    for (name, _) in grounds {
        let roles = roles(theme, name);
        let ground = roles.first().map_or(Colour(255, 255, 255), |(_, colour)| *colour);
        let _ = write!(
            out,
            "<section class=\"{name}\" style=\"background:{}\">\n<h2>{name}</h2>\n",
            ground.hex()
        );
        if let Some(logo) = theme.brand.as_ref().and_then(|brand| brand.logo.as_ref()) {
            let sign = if name == "dark" { &logo.reversed } else { &logo.plain };
            let _ = writeln!(
                out,
                "<img class=\"logo\" src=\"{}\" alt=\"{}\">",
                sign.address(),
                escape_line(&logo.alt)
            );
        }
        out.push_str("<table>\n<thead><tr><th>Role</th><th>Colour</th><th></th><th>Against the ground</th></tr></thead>\n<tbody>\n");
        for (role, colour) in roles {
            let _ = writeln!(
                out,
                "<tr><td>{role}</td><td>{0}</td><td><span class=\"swatch\" style=\"background:{0}\"></span></td><td>{1:.1} : 1</td></tr>",
                colour.hex(),
                colour.contrast(ground)
            );
        }
        out.push_str("</tbody>\n</table>\n</section>\n");
    }
    if let Some((chart, texts)) = chart {
        out.push_str("<section class=\"light\">\n<h2>A chart in each look</h2>\n<div class=\"charts\">\n");
        for (variant, _) in Variant::ALL {
            out.push_str(&draw(
                chart,
                texts,
                Placement::Alone,
                &Look::new(theme, variant),
            ));
        }
        out.push_str("</div>\n</section>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}
