//! What the benches of growth share.

use reissue::make::Request;
use reissue::make::Silent;
use reissue::make::build;
use std::path::Path;
use std::time::Instant;

/// Numbers that are the same in every run (`SplitMix64`).
pub struct Random(pub u64);

impl Random {
    /// Returns a number below another.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}

/// Writes a file of a project.
pub fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Builds, and returns the seconds it took.
pub fn timed(root: &Path, editions: bool) -> f64 {
    let begun = Instant::now();
    let outcome = build(&Request { editions, ..Request::of(root) }, &Silent);
    assert!(outcome.done, "{:?}", outcome.diagnostics.first());
    begun.elapsed().as_secs_f64()
}

/// Begins to count the most memory anew.
pub fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Returns the most memory since.
pub fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    let kib: f64 =
        line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0.0);
    format!("{:.0} MiB", kib / 1024.0)
}
