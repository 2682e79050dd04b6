//! Profiles: how a person reaches an engine. Only the person's own folder of profiles is looked in.

use regex::Regex;

/// Returns what a profile lacks: a driver, or a variable that it names and that is not set. The
/// driver manager takes such a variable for an empty text.
pub fn lacks(text: &str, is_set: impl Fn(&str) -> bool) -> Option<String> {
    let named = |key: &str| {
        let line = text.lines().map(str::trim_start).find(|line| line.starts_with(key));
        line.is_some_and(|line| line.contains('='))
    };
    if !named("driver") {
        return Some("names no `driver`".to_owned());
    }
    let variable = Regex::new(r"\{\{\s*env_var\(\s*([^)\s]*)\s*\)\s*\}\}").ok()?;
    let mut names = variable.captures_iter(text).filter_map(|found| found.get(1));
    let unset = names.find(|name| !is_set(name.as_str()))?;
    Some(format!("takes the variable `{}`, which is not set", unset.as_str()))
}

#[cfg(test)]
mod tests {
    use super::lacks;

    #[test]
    fn a_profile_needs_a_driver_and_every_variable_that_it_names() {
        let text = "profile_version = 1\ndriver = \"x\"\n[Options]\nuri = \"host={{ env_var(HOST) }} password={{env_var(WORD)}}\"\n";
        assert_eq!(lacks(text, |_| true), None);
        assert_eq!(
            lacks(text, |name| name == "HOST").unwrap(),
            "takes the variable `WORD`, which is not set"
        );
        assert_eq!(
            lacks("profile_version = 1\n", |_| true).unwrap(),
            "names no `driver`"
        );
    }
}
