//! The policy that a page carries: its own styles and scripts run, and nothing else does.
//!
//! In: a finished page. Out: the same with a Content-Security-Policy in its head. Guarantees: a
//! browser runs no script and no style but those that the page was written with or that lie beside it,
//! whatever markup might ever slip into it, and loads nothing from anywhere else but the folder of the page.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::Digest as _;
use sha2::Sha256;
use std::fmt::Write as _;

/// What names a file that the script of a page loads: the texts of all pages, what a pack hands out.
const LOADS: [&str; 2] = [" data-index=\"", " data-files=\""];

/// How the head of each page begins.
const HEAD: &str = "<meta charset=\"utf-8\">\n";
const META: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// Puts the policy into a page. One that brings its own, from a project's template, keeps it.
pub fn sealed(page: String) -> String {
    if page.contains("http-equiv=\"Content-Security-Policy\"") {
        return page;
    }
    let Some(at) = page.find(HEAD).map(|at| at + HEAD.len()) else { return page };
    let policy = policy(&page, "");
    let mut page = page;
    page.insert_str(at, &format!("{META}{policy}\">\n"));
    page
}

/// Puts the policy of a page that is served into it, in place of the one that it has: it may
/// also ask its server for news.
pub fn served(page: &str) -> String {
    let Some((before, rest)) = page.split_once(META) else { return page.to_owned() };
    let after = rest.split_once(">\n").map_or("", |(_, after)| after);
    let policy = policy(page, "; connect-src 'self'");
    format!("{before}{META}{policy}\">\n{after}")
}

fn policy(page: &str, more: &str) -> String {
    let hashes = |element: &str| {
        let mut out = String::new();
        for content in contents(page, element) {
            let _ = write!(
                out,
                " 'sha256-{}'",
                BASE64_STANDARD.encode(Sha256::digest(content))
            );
        }
        out
    };
    // A script beside the page, and what it loads from there.
    let beside = if page.contains("<script src=\"") { " 'self'" } else { "" };
    // The page's own script, and it alone, may load such a file.
    let loads = beside.is_empty() && LOADS.iter().any(|name| page.contains(name));
    let dynamic = if loads { " 'strict-dynamic'" } else { "" };
    let scripts = format!("{beside}{}", hashes("script"));
    format!(
        "default-src 'none'; script-src{}{dynamic}; style-src 'self'{}; img-src 'self' data:; font-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'{more}",
        or_none(scripts),
        hashes("style"),
    )
}

fn or_none(sources: String) -> String {
    if sources.is_empty() { " 'none'".to_owned() } else { sources }
}

/// Returns what is between the tags of an element, as a browser hashes it; data for programs are
/// no script.
fn contents<'p>(page: &'p str, element: &str) -> Vec<&'p str> {
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let mut out = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once(&open) {
        let Some((tag, inside)) = after.split_once('>') else { break };
        let Some((content, after)) = inside.split_once(&close) else { break };
        if tag.is_empty() {
            out.push(content);
        }
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::sealed;
    use super::served;

    #[test]
    fn a_page_names_its_own_scripts_and_styles_and_no_data() {
        let page = "<head>\n<meta charset=\"utf-8\">\n<style>a</style><script type=\"application/ld+json\">{}</script><script>alert(1)</script></head><body></body>";
        let sealed = sealed(page.to_owned());
        // The hash of `alert(1)`, as in browsers' own messages about it.
        let script = "script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';";
        assert!(sealed.contains(script), "{sealed}");
        assert!(sealed.contains("style-src 'self' 'sha256-"), "{sealed}");
        assert_eq!(sealed.matches("sha256-").count(), 2);
        assert_eq!(super::sealed(sealed.clone()), sealed);
        let live = served(&sealed.replace("</body>", "<script>live</script></body>"));
        assert_eq!(live.matches("sha256-").count(), 3, "{live}");
        assert!(live.contains("connect-src 'self'\">\n<style>"), "{live}");
    }

    #[test]
    fn a_page_with_its_script_beside_it_takes_scripts_from_there_alone() {
        let page = "<head>\n<meta charset=\"utf-8\">\n</head><body data-files=\"downloads.js\"><script src=\"script.js\"></script></body>";
        let sealed = sealed(page.to_owned());
        assert!(sealed.contains("script-src 'self'; style-src 'self'; "), "{sealed}");
    }
}
