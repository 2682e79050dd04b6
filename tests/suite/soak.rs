//! Ten minutes of work under `serve`: nothing grows, nothing is missed.
//! `cargo test --release --test suite ten_minutes -- --ignored --nocapture`

#![expect(clippy::print_stdout, reason = "the numbers are what it is run for")]

use crate::harness::Project;
use crate::harness::typst;
use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::kill_process;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

const EDITS: u32 = 2000;
/// Every so many edits the next one waits until this one is published.
const AWAITED: u32 = 10;

/// What the program has at a moment.
#[derive(Debug, Clone, Copy)]
struct Holds {
    /// Memory in KiB.
    memory: u64,
    files: usize,
    threads: u64,
    /// What is in `.reissue/`, in KiB.
    kept: u64,
}

fn holds(pid: u32, project: &Path) -> Holds {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let number = |name: &str| -> u64 {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    Holds {
        memory: number("VmRSS:"),
        files: std::fs::read_dir(format!("/proc/{pid}/fd")).unwrap().count(),
        threads: number("Threads:"),
        kept: size(&project.join(".reissue")) / 1024,
    }
}

fn size(folder: &Path) -> u64 {
    // Files come and go while this looks.
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let sizes = entries.filter_map(Result::ok).map(|entry| match entry.metadata() {
        Ok(about) if about.is_dir() => size(&entry.path()),
        Ok(about) => about.len(),
        Err(_) => 0,
    });
    sizes.sum()
}

/// The children of a process that have ended and were not waited for.
fn zombies(pid: u32) -> usize {
    let processes = std::fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    let stats = processes
        .filter_map(|entry| std::fs::read_to_string(entry.path().join("stat")).ok());
    // The name may hold blanks, but is in brackets: state and parent come after it.
    let zombie = |stat: &String| {
        let rest = stat.rsplit(')').next().unwrap_or_default();
        let mut words = rest.split_whitespace();
        words.next() == Some("Z") && words.next() == Some(&pid.to_string())
    };
    stats.filter(zombie).count()
}

#[test]
#[ignore = "takes ten minutes"]
fn ten_minutes_of_edits_leave_nothing_behind_and_miss_nothing() {
    let minutes =
        std::env::var("REISSUE_MINUTES").ok().and_then(|text| text.parse().ok());
    let minutes: u32 = minutes.unwrap_or(10);
    let edits = EDITS / 10 * minutes;
    let project = Project::starter();
    project.file(
        "report/chapters/2-claims.md",
        project.read("report/chapters/2-claims.md")
            + "\nThe last count is {{ stat(\"last_count\") }}.\n",
    );
    project.file(
        "report/statistics.yaml",
        project.read("report/statistics.yaml").trim_end().to_owned()
            + "\n  last_count:\n    kind: sql\n    title: Last count\n    unit: count\n    sql: SELECT SUM(trees) FROM panel WHERE district = 'D1' AND year = 2024\n",
    );
    let data = project.read("data/trees.csv");
    let mut child = crate::harness::program(project.path())
        .args(["serve", "--address", "127.0.0.1:0", "--typst"])
        .arg(typst())
        .env("NO_COLOR", "1")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let pid = child.id();
    let mut said =
        BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let address = said.find_map(|line| {
        let rest = line.strip_prefix("serving http://")?;
        Some(rest.split('/').next()?.to_owned())
    });
    let address = address.unwrap();
    let told = std::thread::spawn(move || {
        let (mut built, mut failed) = (0, 0);
        for line in said {
            built += u32::from(line.starts_with("built in"));
            failed += u32::from(line.starts_with("the last good edition stays"));
        }
        (built, failed)
    });
    let get = |path: &str| -> String {
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    };
    // An open page, that asks for news all the time.
    let first = get("/");
    let token =
        first.split("\"token\":\"").nth(1).and_then(|rest| rest.split('"').next());
    let token = token.unwrap_or_default().to_owned();
    let page = std::thread::spawn({
        let address = address.clone();
        move || {
            let mut news = 0;
            let mut version = "0".to_owned();
            while let Ok(mut stream) = TcpStream::connect(&address) {
                let path = format!("/__reissue/{token}/news/{version}");
                let _ = write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
                let mut answer = String::new();
                let _ = stream.read_to_string(&mut answer);
                let now = answer.split("\"version\":").nth(1).and_then(|rest| {
                    Some(rest.split(|c: char| !c.is_ascii_digit()).next()?.to_owned())
                });
                let Some(now) = now else { break };
                news += u32::from(now != version);
                version = now;
            }
            news
        }
    });
    let published = |count: u32| {
        let page = get("/");
        let words = page.split("The last count is ").nth(1).unwrap_or_default();
        let words: String = words.chars().take(400).collect();
        words.replace(',', "").contains(&format!(">{count}<"))
    };
    let begun = Instant::now();
    let pace = Duration::from_mins(1) * minutes / edits;
    let mut samples: Vec<Holds> = Vec::new();
    let (mut slowest, mut most_zombies) = (Duration::ZERO, 0);
    for edit in 0..edits {
        let count = 1000 + edit;
        let line = format!("D1,planting,2024,{count}");
        project.file("data/trees.csv", data.replace("D1,planting,2024,1109", &line));
        if edit % AWAITED == AWAITED - 1 || edit == edits - 1 {
            let saved = Instant::now();
            while !published(count) {
                assert!(
                    saved.elapsed() < Duration::from_secs(30),
                    "edit {edit} was missed"
                );
                std::thread::sleep(Duration::from_millis(20));
            }
            slowest = slowest.max(saved.elapsed());
        }
        most_zombies = most_zombies.max(zombies(pid));
        let minute = begun.elapsed().as_secs() / 60;
        if minute as usize > samples.len() {
            let now = holds(pid, project.path());
            println!("minute {minute}, edit {edit}: {now:?}");
            samples.push(now);
        }
        std::thread::sleep((pace * (edit + 1)).saturating_sub(begun.elapsed()));
    }
    samples.push(holds(pid, project.path()));
    project.whole();
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().signal(), Some(Signal::INT.as_raw()));
    let (built, failed) = told.join().unwrap();
    let news = page.join().unwrap();
    println!(
        "{edits} edits in {:?}: {built} builds, {failed} of half a file, {news} times told, the slowest awaited edit {slowest:?}, at most {most_zombies} children not yet waited for; at the end {:?}",
        begun.elapsed(),
        samples.last().unwrap()
    );
    // Files are saved in place: on a busy machine half of one may stand for a while.
    assert!(failed <= edits / 100, "{failed}");
    assert!(built >= edits / AWAITED && news >= edits / AWAITED);
    // A child that has just ended may be seen once before it is waited for.
    assert!(most_zombies <= 1);
    let early = samples[1.min(samples.len() - 1)];
    let late = samples[samples.len() - 1];
    assert!(late.memory <= early.memory + early.memory / 5 + 16 * 1024, "{samples:?}");
    assert!(late.files <= early.files + 4, "{samples:?}");
    assert!(late.threads <= early.threads + 4, "{samples:?}");
    // The cache's own limit, and what the last edition needs.
    assert!(late.kept <= (256 + 32) * 1024, "{samples:?}");
}
