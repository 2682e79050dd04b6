//! How long the panel estimators take on 35,000 areas × 15 years, and in what memory.
//! `cargo bench --bench panel`; nothing is asserted.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench reads the clock and prints"
)]

use reissue::stat::estimate::panel::Observation;
use reissue::stat::estimate::panel::event_study;
use reissue::stat::estimate::panel::twfe;
use std::time::Instant;

fn main() {
    let mut state = 7_u64;
    let mut noise = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
    };
    let panel: Vec<Observation> = (0..35_000)
        .flat_map(|unit| (2010..2025).map(move |time| (unit, time)))
        .map(|(unit, time)| Observation {
            unit,
            cluster: unit,
            time,
            treated: unit % 3 == 0,
            y: unit as f64 * 0.01 + (time - 2010) as f64 + noise(),
            weight: 1.0,
        })
        .collect();
    println!("{} rows", panel.len());
    let start = Instant::now();
    let estimate = twfe(&panel, 2013, 0.95).unwrap();
    println!(
        "two-way fixed effects, CR2   {:.3} s  (β = {:.4})",
        start.elapsed().as_secs_f64(),
        estimate.estimate
    );
    let start = Instant::now();
    let study = event_study(&panel, 2012, 0.95).unwrap();
    println!(
        "event study, CR2 and HTZ     {:.3} s  ({} coefficients)",
        start.elapsed().as_secs_f64(),
        study.coefficients.len()
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    println!("peak memory: {}", peak.trim_start_matches("VmHWM:").trim());
}
