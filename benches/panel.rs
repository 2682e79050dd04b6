//! How long the panel estimators take on 35,000 areas × 15 years, and in what memory.
//! `cargo bench --bench panel`; nothing is asserted.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench reads the clock and prints"
)]

use reissue::stat::estimate::panel::Drawn;
use reissue::stat::estimate::panel::Multipliers;
use reissue::stat::estimate::panel::Observation;
use reissue::stat::estimate::panel::event_study;
use reissue::stat::estimate::panel::twfe;
use reissue::stat::estimate::panel::wild_bootstrap;
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
    let weighed: Vec<Observation> = panel
        .iter()
        .map(|row| Observation { weight: 1.0 + (row.unit % 97) as f64 / 50.0, ..*row })
        .collect();
    let regions: Vec<Observation> =
        panel.iter().map(|row| Observation { cluster: row.unit % 12, ..*row }).collect();
    timed("two-way fixed effects, CR2", || twfe(&panel, 2013, 0.95).unwrap().estimate);
    timed("event study, CR2 and HTZ", || {
        event_study(&panel, 2012, 0.95).unwrap().coefficients[0].1.estimate
    });
    timed("the same with weights", || {
        event_study(&weighed, 2012, 0.95).unwrap().coefficients[0].1.estimate
    });
    timed("the same by 12 regions", || {
        event_study(&regions, 2012, 0.95).unwrap().coefficients[0].1.estimate
    });
    let drawn = Drawn { draws: 9999, seed: 1, multipliers: Multipliers::Rademacher };
    timed("wild bootstrap, 12 regions", || {
        wild_bootstrap(&regions, None, 2013, drawn, 0.95).unwrap().p
    });
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    println!("peak memory: {}", peak.trim_start_matches("VmHWM:").trim());
}

/// Prints how long a calculation took, and what it gave.
fn timed(what: &str, calculation: impl Fn() -> f64) {
    let start = Instant::now();
    let result = calculation();
    println!("{what:30} {:.3} s  ({result:.4})", start.elapsed().as_secs_f64());
}
