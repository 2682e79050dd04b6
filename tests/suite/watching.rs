//! Watching a project while an editor saves, and serving it while it changes.

use crate::harness::Project;
use reissue::make::Outcome;
use reissue::make::Request;
use reissue::make::Silent;
use reissue::serve::Server;
use reissue::watch::Follower;
use reissue::watch::watch;
use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::path::Path;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::time::Duration;

/// Tells of each build, and stops when told to.
struct Told {
    built: Sender<bool>,
    stop: Receiver<()>,
}

impl Follower for Told {
    fn begin(&mut self) {}

    fn end(&mut self, outcome: &Outcome) {
        self.built.send(outcome.done).unwrap();
    }

    fn goes_on(&mut self) -> bool {
        self.stop.try_recv().is_err()
    }
}

fn request(project: &Path) -> Request {
    Request {
        root: project.to_owned(),
        out: project.join("out"),
        draft: false,
        strict: false,
        typst: None,
        wait: true,
        cache: true,
        editions: false,
    }
}

/// Watches the starter project; `act` does things and waits for builds.
fn watching(poll: Option<Duration>, act: impl FnOnce(&Project, &dyn Fn() -> bool)) {
    let project = Project::starter();
    let (built, builds) = channel();
    let (stop, stopped) = channel();
    let request = request(project.path());
    std::thread::scope(|scope| {
        let watching = scope.spawn(move || {
            let mut told = Told { built, stop: stopped };
            watch(&request, poll, &Silent, &mut told).unwrap();
        });
        let next = || builds.recv_timeout(Duration::from_secs(20)).unwrap();
        assert!(next(), "the first build");
        // The watching begins right after the build it follows.
        std::thread::sleep(Duration::from_millis(300));
        act(&project, &next);
        stop.send(()).unwrap();
        watching.join().unwrap();
    });
}

const CHAPTER: &str = "report/chapters/2-claims.md";

#[test]
fn a_save_in_place_by_rename_and_by_delete_and_create_are_seen() {
    watching(None, |project, next| {
        project.replace(CHAPTER, "What to try next", "What to try first");
        assert!(next());
        assert!(project.read("out/index.html").contains("What to try first"));

        let path = project.path().join(CHAPTER);
        let beside = path.with_extension("swp");
        let text = project.read(CHAPTER).replace("try first", "try second");
        std::fs::write(&beside, text).unwrap();
        std::fs::rename(&beside, &path).unwrap();
        assert!(next());
        assert!(project.read("out/index.html").contains("What to try second"));

        let text = project.read(CHAPTER).replace("try second", "try third");
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, text).unwrap();
        // The file may have been seen missing: the last build is the one that counts.
        while !next() || !project.read("out/index.html").contains("What to try third") {}
    });
}

#[test]
fn a_failed_build_keeps_the_last_good_page_and_the_next_good_one_follows() {
    watching(None, |project, next| {
        let good = project.read("out/index.html");
        project.replace("report/claims.yaml", "is: greater", "is: less");
        assert!(!next());
        assert_eq!(project.read("out/index.html"), good);
        project.replace("report/claims.yaml", "is: less", "is: greater");
        assert!(next());
    });
}

#[test]
fn a_file_that_was_missing_is_waited_for() {
    watching(None, |project, next| {
        project.file(
            "report/published.yaml",
            "published:\n  a:\n    says: growth\n    value: 99\n    statistic: growth.planting\n    tolerance: 0.1\n    source: x\n",
        );
        assert!(next());
    });
}

#[test]
fn a_project_without_events_is_polled() {
    watching(Some(Duration::from_millis(200)), |project, next| {
        project.replace(CHAPTER, "What to try next", "What to try first");
        assert!(next());
    });
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn the_page_is_served_with_a_script_that_the_folder_does_not_hold() {
    let project = Project::starter();
    project.build_page();
    let (server, address) =
        Server::start(project.path().join("out"), "127.0.0.1:0").unwrap();
    let page = get(&address, "/");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html"));
    assert!(page.contains("/__reissue/news/"));
    assert!(!project.read("out/index.html").contains("__reissue"));
    assert!(
        get(&address, "/figures/trees_index.svg").contains("Content-Type: image/svg+xml")
    );
    for outside in [
        "/../report/report.yaml",
        "/%2e%2e/report/report.yaml",
        "//etc/passwd",
        "/nothing",
    ] {
        assert!(get(&address, outside).starts_with("HTTP/1.1 404"), "{outside}");
    }
    server.tell(Some("error: <b>".to_owned()));
    let news = get(&address, "/__reissue/news/0");
    assert!(news.ends_with("{\"error\":\"error: <b>\",\"version\":1}"), "{news}");
}
