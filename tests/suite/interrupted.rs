//! Ctrl-C and requests to end, at any moment: nothing is left behind, and the next build is
//! right.

use crate::harness::Project;
use crate::harness::Random;
use crate::harness::ignored;
use crate::harness::times;
use crate::harness::typst;
use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::kill_process;
use std::fs::File;
use std::io::Read as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::Child;
use std::process::ExitStatus;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

const CHAPTER: &str = "report/chapters/2-claims.md";

/// How long a program that was told to end may take on a busy machine.
const SOON: Duration = Duration::from_secs(10);

/// Sends a signal and waits for the end.
fn stopped(mut child: Child, signal: Signal) -> ExitStatus {
    let told = Instant::now();
    // It may have ended by itself; its number is its own until it is waited for.
    kill_process(Pid::from_child(&child), signal).unwrap();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        let late = told.elapsed() > SOON;
        if late {
            child.kill().unwrap();
        }
        assert!(!late, "it did not end within {SOON:?}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Returns whether a process is there, be it as a zombie.
fn lives(pid: &str) -> bool {
    Path::new("/proc").join(pid).exists()
}

/// A typst that notes its number and then is the real one.
fn noting(project: &Project) -> String {
    let real = typst();
    project.file("typsts", "");
    let script =
        format!("echo $$ >>{}\nexec '{}' \"$@\"", noted(project), real.display());
    project.program("noting-typst", &script)
}

fn noted(project: &Project) -> String {
    project.path().join("typsts").display().to_string()
}

#[test]
fn stopped_at_any_moment_nothing_is_left_behind() {
    let project = Project::starter();
    let typst = noting(&project);
    let begun = Instant::now();
    let ran = project.run(&["build", "--typst", &typst]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let took = begun.elapsed();
    let chapter = project.read(CHAPTER);
    let mut random = Random(11);
    let commands: [&[&str]; 4] = [
        &["build", "--typst", &typst],
        &["build", "--no-cache", "--typst", &typst],
        &["watch", "--typst", &typst],
        &["serve", "--address", "127.0.0.1:0", "--typst", &typst],
    ];
    let mut ended = 0;
    for round in 0..times(40) {
        project.file(CHAPTER, format!("{chapter}\nRound{}.\n", " on".repeat(round)));
        let child = project.spawn(commands[round % commands.len()]);
        let moment = random.below(1 + took.as_micros() as usize);
        std::thread::sleep(Duration::from_micros(moment as u64));
        // One that is ignored is heeded all the same, but not in the first moments.
        let term = round % 3 == 0 || ignored(Signal::INT);
        let signal = if term { Signal::TERM } else { Signal::INT };
        let status = stopped(child, signal);
        if let Some(by) = status.signal() {
            assert_eq!(by, signal.as_raw(), "round {round}");
        } else {
            assert!(status.success(), "round {round}: {status}");
            ended += 1;
        }
        project.whole();
        for pid in project.read("typsts").lines() {
            assert!(!lives(pid), "round {round}: typst {pid} is left behind");
        }
    }
    assert!(ended < times(40) / 2, "most must be stopped at work: {ended}");
    // The lock is free, and what the rounds left in the cache is right.
    let ran = project.run(&["build", "--typst", &typst]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project.whole();
    let next = project.outputs();
    let ran = project.run(&["build", "--no-cache", "--typst", &typst]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.outputs() == next);
}

/// A typst that never comes to an end, and starts a program of its own.
fn endless(project: &Project) -> String {
    let noted = noted(project);
    project.file("typsts", "");
    let script = format!(
        "if [ \"$1\" = --version ]; then echo 'typst 0.15.1'; exit 0; fi\nsleep 600 &\necho $$ >>{noted}\necho $! >>{noted}\nwait"
    );
    project.program("endless-typst", &script)
}

/// Waits until typst is under way.
fn under_way(project: &Project) -> Vec<String> {
    let begun = Instant::now();
    loop {
        let pids: Vec<String> =
            project.read("typsts").lines().map(str::to_owned).collect();
        if pids.len() == 2 {
            assert!(pids.iter().all(|pid| lives(pid)));
            return pids;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "typst was not started");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn what_typst_started_itself_ends_with_it() {
    for signal in [Signal::INT, Signal::TERM] {
        let project = Project::starter();
        let typst = endless(&project);
        let child = project.spawn(&["build", "--typst", &typst]);
        let pids = under_way(&project);
        assert_eq!(stopped(child, signal).signal(), Some(signal.as_raw()));
        // The program that typst started is reaped by the system, which may take a moment.
        let told = Instant::now();
        while pids.iter().any(|pid| lives(pid)) {
            assert!(told.elapsed() < SOON, "{pids:?} are left behind");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(!project.path().join("out").exists());
        project.build_page();
    }
}

#[test]
fn the_terminal_is_left_clear() {
    use rustix::pty::OpenptFlags;
    let project = Project::starter();
    let typst = endless(&project);
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
    let terminal = rustix::pty::openpt(flags).unwrap();
    rustix::pty::grantpt(&terminal).unwrap();
    rustix::pty::unlockpt(&terminal).unwrap();
    let name = rustix::pty::ptsname(&terminal, Vec::new()).unwrap();
    let line =
        File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    let child = crate::harness::program(project.path())
        .args(["watch", "--typst", &typst])
        .env_remove("NO_COLOR")
        .env("TERM", "xterm-256color")
        .stdin(Stdio::from(line.try_clone().unwrap()))
        .stdout(Stdio::from(line.try_clone().unwrap()))
        .stderr(Stdio::from(line))
        .spawn()
        .unwrap();
    let reading = std::thread::spawn(move || {
        let mut said = Vec::new();
        let mut part = [0; 4096];
        let mut terminal = File::from(terminal);
        // The line is closed by the last who holds it: an error on this system.
        while let Ok(length @ 1..) = terminal.read(&mut part) {
            said.extend_from_slice(&part[..length]);
        }
        String::from_utf8(said).unwrap()
    });
    under_way(&project);
    // Some more ticks of the live line.
    std::thread::sleep(Duration::from_millis(400));
    assert_eq!(stopped(child, Signal::INT).signal(), Some(Signal::INT.as_raw()));
    let said = reading.join().unwrap();
    assert!(said.contains("statistics") && said.contains("pdf"), "{said:?}");
    assert_eq!(shown(&said), "", "{said:?}");
    let (hidden, back) = (said.rfind("\u{1b}[?25l"), said.rfind("\u{1b}[?25h"));
    assert!(hidden <= back, "the cursor is hidden: {said:?}");
}

/// What stands on a terminal after it was told all this.
fn shown(said: &str) -> String {
    let mut lines: Vec<Vec<char>> = vec![Vec::new()];
    let (mut row, mut column) = (0, 0);
    let mut rest = said.chars();
    while let Some(c) = rest.next() {
        match c {
            '\r' => column = 0,
            '\n' => {
                row += 1;
                lines.resize(lines.len().max(row + 1), Vec::new());
            }
            '\u{1b}' => {
                let mut order = String::new();
                for c in rest.by_ref() {
                    order.push(c);
                    if c.is_ascii_alphabetic() {
                        break;
                    }
                }
                let number = order.trim_matches(|c: char| !c.is_ascii_digit());
                let number: usize = number.parse().unwrap_or(1);
                match order.chars().last() {
                    Some('A') => row = row.saturating_sub(number),
                    Some('B') => row = (row + number).min(lines.len() - 1),
                    Some('K') => lines[row].clear(),
                    other => assert!(matches!(other, Some('m' | 'l' | 'h')), "{order:?}"),
                }
            }
            c => {
                let line = &mut lines[row];
                line.resize(line.len().max(column + 1), ' ');
                line[column] = c;
                column += 1;
            }
        }
    }
    let lines =
        lines.iter().map(|line| line.iter().collect::<String>().trim().to_owned());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
