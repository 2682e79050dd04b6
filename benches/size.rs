//! How time and memory grow with the size of the data: rows of a street-crime CSV counted by
//! place, year and type.
//! `cargo bench --bench size`; nothing is asserted. `REISSUE_MILLIONS` sets the
//! millions of rows at 1× (1 unless given: 10× is then a file of 2 GB). `REISSUE_BESIDE` names
//! programs that make the same count, as `PATH` names folders: each gets the file's path and takes
//! its turn in every round, since single runs vary; `REISSUE_ROUNDS` says how many (5).

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench reads the clock, makes files and prints"
)]

mod shared;

use shared::Random;
use shared::forget_peak;
use shared::peak;
use shared::timed;
use shared::write;
use std::io::BufWriter;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

const TYPES: [&str; 6] = [
    "Anti-social behaviour",
    "Bicycle theft",
    "Burglary",
    "Other theft",
    "Vehicle crime",
    "Violence and sexual offences",
];

/// How a file of rows is written.
#[derive(Clone, Copy)]
struct Form {
    /// Different places: 60 times as many groups.
    places: u64,
    quoted: bool,
    /// Columns after the twelve.
    more: usize,
    returns: bool,
}

const PLAIN: Form = Form { places: 200, quoted: false, more: 0, returns: false };

/// Writes rows in the format in which street-level crime is published.
fn street(path: &Path, rows: u64, form: Form) {
    let mut out = BufWriter::with_capacity(1 << 20, std::fs::File::create(path).unwrap());
    let more: String = (0..form.more).map(|at| format!(",more {at}")).collect();
    let mut line = |cells: String| {
        let end = if form.returns { "\r\n" } else { "\n" };
        if form.quoted {
            write!(out, "\"{}\"{end}", format!("{cells}{more}").replace(',', "\",\""))
                .unwrap();
        } else {
            write!(out, "{cells}{more}{end}").unwrap();
        }
    };
    line("Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context".to_owned());
    let mut random = Random(1);
    for row in 0..rows {
        let place = random.below(form.places);
        let kind = TYPES[random.below(6) as usize];
        let (year, month) = (2015 + random.below(10), 1 + random.below(12));
        let (east, north) = (random.below(1_000_000), random.below(1_000_000));
        line(format!(
            "{:032x}{:032x},{year}-{month:02},Force {},Force {},-1.{east:06},53.{north:06},On or near Street {},P{place:08},Place {place:03},{kind},Under investigation,",
            row,
            random.below(u64::MAX),
            place % 9,
            place % 9,
            random.below(9_999)
        ));
    }
    out.flush().unwrap();
}

const STREET: &str = "name: street
resources:
  - name: street
    path: street.csv
    schema:
      fields:
        - {name: Crime ID, type: string, constraints: {maxLength: 64}}
        - {name: Month, type: yearmonth, constraints: {required: true, minLength: 7, maxLength: 7}}
        - {name: Reported by, type: string, constraints: {required: true}}
        - {name: Falls within, type: string, constraints: {required: true}}
        - {name: Longitude, type: number, constraints: {minimum: -9, maximum: 3}}
        - {name: Latitude, type: number, constraints: {minimum: 49, maximum: 61}}
        - {name: Location, type: string}
        - {name: LSOA code, type: string}
        - {name: LSOA name, type: string}
        - {name: Crime type, type: string, constraints: {required: true}}
        - {name: Last outcome category, type: string}
        - {name: Context, type: string}
";

const COUNTED: &str = "frames:
  counted:
    key: [place, year, type]
    sql: >-
      SELECT \"LSOA code\" AS place, SUBSTR(\"Month\", 1, 4) AS year, \"Crime type\" AS type, COUNT(*) AS n
      FROM street GROUP BY \"LSOA code\", SUBSTR(\"Month\", 1, 4), \"Crime type\"
statistics:
  offences:
    kind: level
    title: Offences
    frame: counted
    measure: n
    summary: total
    by: [year]
";

fn rows() {
    let millions = number("REISSUE_MILLIONS", 1.0);
    println!("rows of a CSV, counted by place, year and type");
    let forms = [
        ("", 1.0, PLAIN),
        ("", 3.0, PLAIN),
        ("", 10.0, PLAIN),
        ("120 groups", 1.0, Form { places: 2, ..PLAIN }),
        ("1,000,000 groups", 1.0, Form { places: 16_667, ..PLAIN }),
        ("quoted", 1.0, Form { quoted: true, ..PLAIN }),
        ("40 columns", 1.0, Form { more: 28, ..PLAIN }),
        ("CR LF", 1.0, Form { returns: true, ..PLAIN }),
    ];
    for (name, factor, form) in forms {
        let scratch = tempfile::tempdir().unwrap();
        let root = scratch.path();
        forget_peak();
        let rows = (millions * factor * 1e6) as u64;
        std::fs::create_dir_all(root.join("data")).unwrap();
        street(&root.join("data/street.csv"), rows, form);
        let field = |at| format!("        - {{name: more {at}, type: string}}\n");
        let more: String = (0..form.more).map(field).collect();
        write(root, "data/datapackage.yaml", &format!("{STREET}{more}"));
        write(root, "report/statistics.yaml", COUNTED);
        write(
            root,
            "report/report.yaml",
            "title: Street\nedition: First\ndate: \"2025-01-01\"\nchapters: [report/chapters/1.md]\n",
        );
        write(
            root,
            "report/chapters/1.md",
            "# Offences\n\nThere were {{ stat(\"offences.2015\") }} offences.\n",
        );
        let size = std::fs::metadata(root.join("data/street.csv")).unwrap().len();
        let beside = std::env::var_os("REISSUE_BESIDE").unwrap_or_default();
        let beside: Vec<_> =
            std::env::split_paths(&beside).filter(|path| path != Path::new("")).collect();
        let mut floor = Vec::new();
        let mut cold = Vec::new();
        let mut others = vec![Vec::new(); beside.len()];
        for _ in 0..number("REISSUE_ROUNDS", 5.0) as usize {
            // Reading and hashing the bytes once is the least that anybody can do.
            let begun = Instant::now();
            let mut hasher = blake3::Hasher::new();
            hasher
                .update_reader(std::fs::File::open(root.join("data/street.csv")).unwrap())
                .unwrap();
            floor.push(begun.elapsed().as_secs_f64());
            for folder in [".reissue", "out"] {
                let _ = std::fs::remove_dir_all(root.join(folder));
            }
            cold.push(timed(root, false));
            for (program, times) in beside.iter().zip(&mut others) {
                let begun = Instant::now();
                let path = root.join("data/street.csv");
                let mut command = std::process::Command::new(program);
                let ended = command
                    .arg(path)
                    .stdout(std::process::Stdio::null())
                    .status()
                    .unwrap();
                assert!(ended.success());
                times.push(begun.elapsed().as_secs_f64());
            }
        }
        let nothing = timed(root, false);
        write(
            root,
            "report/chapters/1.md",
            "# Offences\n\nThere were {{ stat(\"offences.2015\") }} offences, one word more.\n",
        );
        let word = timed(root, false);
        println!(
            "{factor:>4}× {name}: {:>4} MB, cold {}, nothing changed {nothing:.3} s, one word {word:.3} s, peak {}",
            size / 1_000_000,
            told(cold),
            peak()
        );
        println!("       hashing alone {}", told(floor));
        for (program, times) in beside.iter().zip(others) {
            println!("       {} {}", program.display(), told(times));
        }
    }
}

/// Says the time in the middle, and the least.
fn told(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    format!("{:.2} s (least {:.2})", times[times.len() / 2], times[0])
}

/// Returns a number that the environment gives.
fn number(name: &str, unless: f64) -> f64 {
    let given = std::env::var(name).ok().and_then(|text| text.parse().ok());
    given.unwrap_or(unless)
}

fn main() {
    rows();
}
