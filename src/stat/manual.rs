//! The manual of the kinds of statistics: the heads of their own files, so that what an author
//! reads is what the code says of itself.

/// A page: the kinds it is about, and the file whose head it is.
struct Page {
    kinds: &'static [&'static str],
    source: &'static str,
}

const fn page(kinds: &'static [&'static str], source: &'static str) -> Page {
    Page { kinds, source }
}

const PAGES: &[Page] = &[
    page(&["describe"], include_str!("kind/describe.rs")),
    page(&["level"], include_str!("kind/level.rs")),
    page(&["count"], include_str!("kind/count.rs")),
    page(&["change"], include_str!("kind/change.rs")),
    page(&["difference", "ratio"], include_str!("kind/derived.rs")),
    page(&["sql"], include_str!("kind/sql.rs")),
    page(&["welch", "student", "paired_t"], include_str!("kind/means.rs")),
    page(
        &["mann_whitney", "wilcoxon", "kolmogorov_smirnov"],
        include_str!("kind/ranks.rs"),
    ),
    page(&["permutation", "bootstrap"], include_str!("kind/resampled.rs")),
    page(&["effect_size"], include_str!("kind/effect_size.rs")),
    page(&["variances"], include_str!("kind/variances.rs")),
    page(&["chi_square", "fisher", "proportions"], include_str!("kind/contingency.rs")),
    page(&["rate_ratio", "dispersion"], include_str!("kind/rates.rs")),
    page(&["ols", "trend"], include_str!("kind/regression.rs")),
    page(&["correlation"], include_str!("kind/correlation.rs")),
    page(&["did", "twfe"], include_str!("kind/twfe.rs")),
    page(&["event_study"], include_str!("kind/event_study.rs")),
    page(&["wild_bootstrap"], include_str!("kind/wild_bootstrap.rs")),
    page(&["ancova"], include_str!("kind/ancova.rs")),
    page(&["matching"], include_str!("kind/matching.rs")),
    page(&["placebo"], include_str!("kind/placebo.rs")),
    page(&["adjust"], include_str!("kind/adjust.rs")),
    page(&["balance"], include_str!("kind/balance.rs")),
    page(&["power"], include_str!("kind/power.rs")),
    page(&["leave_one_out"], include_str!("kind/leave_one_out.rs")),
    page(&["robustness"], include_str!("kind/robustness.rs")),
    page(&["maryland_scale"], include_str!("kind/maryland_scale.rs")),
];

/// Returns the page about a kind: how it is declared, what it gives, its formula, unit and
/// reference, and when it is undefined.
pub fn manual(kind: &str) -> Option<String> {
    PAGES.iter().find(|page| page.kinds.contains(&kind)).map(Page::text)
}

/// Returns the names of all kinds, in the order of the manual.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    PAGES.iter().flat_map(|page| page.kinds).copied()
}

/// Returns the list of kinds with a line about each page.
pub fn index() -> String {
    let mut out = String::new();
    for page in PAGES {
        let text = page.text();
        let first: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).collect();
        let first = first.join(" ");
        let about = first.split_once(" — ").map_or(first.as_str(), |(_, about)| about);
        let about = about.trim_end_matches('.');
        out.push_str(&format!("{}\n    {about}\n", page.kinds.join(", ")));
    }
    out
}

impl Page {
    fn text(&self) -> String {
        let head = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        let lines: Vec<&str> =
            head.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        lines.join("\n") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::kinds;
    use super::manual;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_one_page_that_says_all_an_author_needs() {
        let documented: Vec<&str> = kinds().collect();
        let distinct: BTreeSet<&str> = documented.iter().copied().collect();
        assert_eq!(documented.len(), distinct.len());
        let plain = ["level", "change", "count", "sql", "difference", "ratio"];
        let known: BTreeSet<&str> =
            crate::stat::ESTIMATED.iter().chain(&plain).copied().collect();
        assert_eq!(distinct, known);
        for kind in documented {
            let page = manual(kind).unwrap();
            for part in [
                "```yaml",
                "**Gives",
                "**Formula",
                "**Unit.**",
                "**Undefined**",
                "**Reference.**",
                "**Example.**",
            ] {
                assert!(page.contains(part), "the page of `{kind}` lacks {part}");
            }
            assert!(page.contains(&format!("kind: {kind}")), "`{kind}` is not declared");
        }
    }
}
