//! What the environment says, read once.

use crate::make::Seal;
use std::ffi::OsString;
use std::path::PathBuf;

/// What the environment says.
#[derive(Debug, Clone, Default)]
pub(super) struct Environment {
    pub(super) no_color: bool,
    /// Whether this is a run of continuous integration.
    pub(super) ci: bool,
    pub(super) typst: Option<PathBuf>,
    pub(super) cache: Option<PathBuf>,
    /// Where what belongs to this user on this machine is kept.
    pub(super) state: Option<PathBuf>,
    pub(super) path: Vec<PathBuf>,
    /// Where the profiles of engines are.
    pub(super) profiles: Option<PathBuf>,
    /// This program.
    pub(super) own: Option<PathBuf>,
}

impl Environment {
    /// Reads it.
    #[expect(clippy::disallowed_methods, reason = "the environment is read here alone")]
    pub(super) fn read() -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let home = set("HOME").or_else(|| set("USERPROFILE")).map(PathBuf::from);
        let cache = set("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| home.as_ref().map(|home| home.join(".cache")))
            .map(|cache| cache.join("reissue"));
        let settings = set("XDG_CONFIG_HOME").map(PathBuf::from);
        let profiles = if cfg!(target_os = "macos") {
            home.as_ref()
                .map(|home| home.join("Library/Application Support/ADBC/Profiles"))
        } else {
            settings
                .or_else(|| home.as_ref().map(|home| home.join(".config")))
                .map(|settings| settings.join("adbc").join("profiles"))
        };
        let state = set("XDG_STATE_HOME")
            .map(PathBuf::from)
            .or_else(|| home.map(|home| home.join(".local").join("state")))
            .map(|state| state.join("reissue"));
        let path = set("PATH").map(|path| std::env::split_paths(&path).collect());
        Self {
            no_color: set("NO_COLOR").is_some(),
            ci: set("CI").is_some_and(|value| value != "false"),
            typst: set("REISSUE_TYPST").map(PathBuf::from),
            cache,
            state,
            path: path.unwrap_or_default(),
            profiles,
            own: std::env::current_exe().ok(),
        }
    }

    /// Returns the seal on what is kept between runs.
    pub(super) fn seal(&self) -> Seal {
        Seal::kept(self.state.as_deref())
    }
}

/// Returns a variable that the person names.
#[expect(clippy::disallowed_methods, reason = "the environment is read here alone")]
pub(super) fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}
