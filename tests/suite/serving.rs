//! The page over HTTP: what is served, to whom, and what an open page is told.

use crate::harness::Project;
use reissue::serve::Server;
use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;

/// Sends a request as it stands, and returns the whole answer.
fn ask(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(address: &str, path: &str) -> String {
    ask(address, &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"))
}

/// The starter project, built and served.
fn served() -> (Project, Server, String) {
    let project = Project::starter();
    project.build_page();
    let out = project.path().join("out");
    let (server, address) = Server::start(out, "127.0.0.1:0").unwrap();
    (project, server, address)
}

#[test]
fn the_page_is_served_with_a_script_that_the_folder_does_not_hold() {
    let (project, _server, address) = served();
    let page = get(&address, "/");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html"));
    assert!(page.contains("/__reissue/news/"));
    assert!(!project.read("out/index.html").contains("__reissue"));
    let picture = get(&address, "/figures/trees_index.svg");
    assert!(picture.contains("Content-Type: image/svg+xml"));
    // Every page follows, also that of an edition within.
    project.file("out/editions/a/index.html", "<!doctype html><body>One</body>");
    assert!(get(&address, "/editions/a/index.html").contains("/__reissue/news/"));
}

#[test]
fn nothing_outside_the_output_folder_is_served() {
    let (project, _server, address) = served();
    std::os::unix::fs::symlink("../report", project.path().join("out/link")).unwrap();
    for outside in [
        "/../report/report.yaml",
        "/%2e%2e/report/report.yaml",
        "/%2e%2e%2freport%2freport.yaml",
        "/figures/../../report/report.yaml",
        "/..%5creport%5creport.yaml",
        "/link/report.yaml",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/figures",
        "/",
    ] {
        let answer = get(&address, outside);
        let refused = answer.starts_with("HTTP/1.1 404");
        assert_eq!(refused, outside != "/", "{outside}: {answer}");
        assert!(!answer.contains("chapters:"), "{outside}");
    }
}

#[test]
fn a_name_that_somebody_else_may_own_is_refused() {
    let (_project, _server, address) = served();
    let port = address.rsplit(':').next().unwrap();
    let to = |host: &str| {
        ask(&address, &format!("GET / HTTP/1.1\r\nhost: {host}:{port}\r\n\r\n"))
    };
    for own in ["localhost", "127.0.0.1", "[::1]"] {
        assert!(to(own).starts_with("HTTP/1.1 200"), "{own}");
    }
    let refused = to("rebound.example");
    assert!(refused.starts_with("HTTP/1.1 403"), "{refused}");
    assert!(!refused.contains("<main"));
    let nobody = ask(&address, "GET / HTTP/1.1\r\n\r\n");
    assert!(nobody.starts_with("HTTP/1.1 403"), "{nobody}");
}

#[test]
fn whoever_asks_for_the_head_gets_the_head() {
    let (project, _server, address) = served();
    let length = project.outputs()["statistics.json"].len();
    let head = "HEAD /statistics.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let answer = ask(&address, head);
    assert!(answer.contains(&format!("Content-Length: {length}\r\n")), "{answer}");
    assert!(answer.ends_with("\r\n\r\n"), "{answer}");
    assert!(
        ask(&address, "POST / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .starts_with("HTTP/1.1 400")
    );
}

#[test]
fn a_page_is_told_of_each_build_and_of_what_is_wrong_when_it_is_opened() {
    let (_project, server, address) = served();
    let news = |since: u64| -> (u64, Option<String>) {
        let answer = get(&address, &format!("/__reissue/news/{since}"));
        let body = answer.split("\r\n\r\n").nth(1).unwrap();
        let news: serde_json::Value = serde_json::from_str(body).unwrap();
        let error = news["error"].as_str().map(str::to_owned);
        (news["version"].as_u64().unwrap(), error)
    };
    let (first, error) = news(0);
    assert_eq!(error, None);
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| news(first));
        std::thread::sleep(std::time::Duration::from_millis(100));
        assert!(!waiting.is_finished(), "there is nothing new");
        server.tell(Some("error: </script><b>".to_owned()));
        let told = (first + 1, Some("error: </script><b>".to_owned()));
        assert_eq!(waiting.join().unwrap(), told);
    });
    let page = get(&address, "/");
    assert!(page.contains(&format!("\"version\":{}", first + 1)));
    assert!(page.contains("error: \\u003c/script>\\u003cb>"), "no text ends the script");
    server.tell(None);
    assert_eq!(news(first), (first + 2, None));
}
