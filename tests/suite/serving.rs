//! The page over HTTP: what is served, to whom, and what an open page is told.

use crate::harness::Project;
use reissue::make::OutFiles;
use reissue::serve::Server;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;

const CHAPTER: &str = "report/chapters/2-claims.md";

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

/// Returns what the page asks for news with.
fn token(address: &str) -> String {
    let page = get(address, "/");
    let (_, rest) = page.split_once("\"token\":\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
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
    assert!(page.contains("/news/${news.version}"));
    assert!(!project.read("out/index.html").contains("__reissue"));
    let picture = get(&address, "/figures/trees_index.svg");
    assert!(picture.contains("Content-Type: image/svg+xml"));
    // Every page follows, also that of an edition within.
    project.file("out/editions/a/index.html", "<!doctype html><body>One</body>");
    assert!(get(&address, "/editions/a/index.html").contains("/news/${news.version}"));
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
        let answer =
            get(&address, &format!("/__reissue/{}/news/{since}", token(&address)));
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
        server.end(false, Some("error: </script><b>".to_owned()));
        let told = (first + 1, Some("error: </script><b>".to_owned()));
        assert_eq!(waiting.join().unwrap(), told);
    });
    let page = get(&address, "/");
    assert!(page.contains(&format!("\"version\":{}", first + 1)));
    assert!(page.contains("error: \\u003c/script>\\u003cb>"), "no text ends the script");
    server.end(true, None);
    assert_eq!(news(first), (first + 2, None));
}

/// What an open page is told.
fn news(address: &str) -> serde_json::Value {
    let answer = get(address, &format!("/__reissue/{}/news/0", token(address)));
    serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap()
}

/// Of what an open page is told: its number, whether its PDF is being set, and what is wrong.
fn told(address: &str) -> (u64, bool, Option<String>) {
    let news = news(address);
    let error = news["error"].as_str().map(str::to_owned);
    (news["page"].as_u64().unwrap(), news["setting"].as_bool().unwrap(), error)
}

/// An edition that is made: its page, with words that are on no other.
fn made(words: &str) -> Arc<OutFiles> {
    let page = format!("<!doctype html><body>{words}</body>").into_bytes();
    Arc::new(OutFiles::from([("index.html".to_owned(), page)]))
}

#[test]
fn a_page_is_shown_before_its_pdf_which_is_waited_for() {
    let (project, server, address) = served();
    project.file("out/report.pdf", "%PDF old");
    let (first, setting, _) = told(&address);
    assert!(!setting && get(&address, "/report.pdf").ends_with("%PDF old"));
    server.begin();
    assert_eq!(told(&address), (first, false, None), "a build that begins shows nothing");
    server.show(made("New words"));
    assert_eq!(told(&address), (first + 1, true, None));
    assert!(get(&address, "/").contains("New words"));
    // The edition before had it.
    assert!(get(&address, "/figures/trees_index.svg").starts_with("HTTP/1.1 404"));
    std::thread::scope(|scope| {
        let pdf = scope.spawn(|| get(&address, "/report.pdf"));
        let record = scope.spawn(|| get(&address, "/edition.json"));
        std::thread::sleep(std::time::Duration::from_millis(100));
        assert!(!pdf.is_finished() && !record.is_finished(), "they are not made yet");
        project.file("out/index.html", "<!doctype html><body>New words</body>");
        project.file("out/report.pdf", "%PDF new");
        server.end(true, None);
        assert!(pdf.join().unwrap().ends_with("%PDF new"));
        assert!(record.join().unwrap().starts_with("HTTP/1.1 200"));
    });
    assert_eq!(told(&address), (first + 1, false, None), "the page is the same");
}

#[test]
fn a_page_that_loads_when_its_pdf_is_there_already_knows_that_the_pdf_is_new() {
    let (_project, server, address) = served();
    let pdf = || news(&address)["pdf"].as_u64().unwrap();
    let first = pdf();
    server.show(made("New words"));
    assert_eq!(pdf(), first, "that of the page is being set");
    server.end(true, None);
    assert_eq!(pdf(), first + 1);
    // A build of the page alone, and one that fails, leave the PDF.
    server.end(true, None);
    server.show(made("Newer words"));
    server.end(false, Some("error: typst".to_owned()));
    assert_eq!(pdf(), first + 1);
}

#[test]
fn the_last_good_page_comes_back_when_what_follows_the_page_fails() {
    let (_project, server, address) = served();
    let good = get(&address, "/");
    let (first, ..) = told(&address);
    server.show(made("New words"));
    let error = Some("error: typst".to_owned());
    server.end(false, error.clone());
    assert_eq!(told(&address), (first + 2, false, error.clone()));
    let back = get(&address, "/");
    assert!(!back.contains("New words") && back.contains("error: typst"));
    let page = |answer: &str| {
        let page = answer.split("\r\n\r\n").nth(1).unwrap();
        let page = page.split("<script>(").next().unwrap();
        // The policy names the script with the news in it.
        let lines = page.lines().filter(|line| !line.contains("Content-Security-Policy"));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert!(page(&back) == page(&good));
    // One that fails before there is a page leaves the page where it is.
    server.end(false, error.clone());
    assert_eq!(told(&address), (first + 2, false, error));
    // One that came to no end is forgotten when the next begins.
    server.show(made("Newer words"));
    server.begin();
    assert_eq!(told(&address), (first + 4, false, None));
    assert!(!get(&address, "/").contains("Newer words"));
}

#[test]
fn the_pdf_has_a_page_that_follows_it() {
    let (_project, _server, address) = served();
    let page = get(&address, &format!("/__reissue/{}/pdf", token(&address)));
    assert!(page.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html"));
    assert!(
        page.contains("src=\"/report.pdf\"") && page.contains("/news/${news.version}")
    );
}

#[test]
fn a_build_shows_its_page_while_typst_is_at_work_and_takes_it_back_if_typst_fails() {
    let project = Project::starter();
    let slow = format!(
        "[ \"$1\" = watch ] && exit 2\n[ \"$1\" = compile ] && while [ -e ../../hold ]; do sleep 0.02; done\n[ \"$1\" = compile ] && [ -e ../../fail ] && exit 1\nexec '{}' \"$@\"",
        crate::harness::typst().display()
    );
    let typst = project.program("slow", &slow);
    let mut child = crate::harness::program(project.path())
        .args(["serve", "--address", "127.0.0.1:0", "--typst", &typst])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    let address = said.find_map(|line| {
        let line = line.unwrap();
        let rest = line.strip_prefix("serving http://")?;
        Some(rest.split('/').next()?.to_owned())
    });
    let address = address.unwrap();
    std::thread::spawn(move || said.for_each(drop));
    let shows = |words: &str| get(&address, "/").contains(words);
    let until = |what: &str, holds: &dyn Fn() -> bool| {
        let begun = std::time::Instant::now();
        while !holds() {
            assert!(begun.elapsed().as_secs() < 30, "{what}");
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    };
    until("the first build", &|| project.path().join("out/report.pdf").exists());
    until("the first page", &|| shows("What to try next") && !told(&address).1);
    let before = project.outputs();
    let pdf = |answer: String| answer.split("\r\n\r\n").nth(1).unwrap().to_owned();
    let old = pdf(get(&address, "/report.pdf"));

    project.file("hold", "");
    project.replace(CHAPTER, "What to try next", "What to try first");
    until("the page", &|| shows("What to try first"));
    assert!(told(&address).1 && project.outputs() == before, "nothing is published");
    std::thread::scope(|scope| {
        let next = scope.spawn(|| pdf(get(&address, "/report.pdf")));
        std::thread::sleep(std::time::Duration::from_millis(100));
        assert!(!next.is_finished());
        project.remove("hold");
        assert!(next.join().unwrap() != old);
    });
    assert!(shows("What to try first") && !told(&address).1);
    project.whole();
    let good = project.outputs();

    project.file("hold", "");
    project.file("fail", "");
    project.replace(CHAPTER, "What to try first", "What to try last");
    until("the page", &|| shows("What to try last"));
    project.remove("hold");
    until("the fault", &|| told(&address).2.is_some());
    let back = get(&address, "/");
    assert!(
        back.contains("What to try first") && back.contains("error[R0606]"),
        "{back}"
    );
    assert!(project.outputs() == good);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn only_the_page_itself_may_ask_for_news_and_no_other_site_for_anything() {
    let (_project, _server, address) = served();
    for path in
        ["/__reissue/news/0", "/__reissue/0/news/0", "/__reissue/", "/__reissue//news/0"]
    {
        assert!(get(&address, path).starts_with("HTTP/1.1 403"), "{path}");
    }
    let with = |path: &str, headers: &str| {
        ask(
            &address,
            &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n"),
        )
    };
    let other = "HTTP/1.1 403";
    assert!(with("/", "Origin: http://localhost").starts_with("HTTP/1.1 200"));
    assert!(with("/", "Origin: https://elsewhere.example").starts_with(other));
    assert!(with("/", "Origin: null").starts_with(other));
    assert!(
        with("/report.pdf", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors")
            .starts_with(other)
    );
    assert!(
        with("/index.html", "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors")
            .starts_with(other)
    );
    // Of two hosts or origins nobody knows which one is meant.
    for headers in [
        "Host: localhost",
        "host: evil.example",
        "Origin: http://localhost\r\nOrigin: null",
    ] {
        assert!(with("/", headers).starts_with("HTTP/1.1 400"), "{headers}");
    }
    // A link to the page may stand anywhere.
    assert!(
        with("/", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate")
            .starts_with("HTTP/1.1 200")
    );
}

#[test]
fn connections_are_few_and_end() {
    let (_project, _server, address) = served();
    let open: Vec<TcpStream> =
        (0..80).map(|_| TcpStream::connect(&address).unwrap()).collect();
    std::thread::sleep(std::time::Duration::from_millis(300));
    // One too many is refused, or closed before it could ask.
    let asked = || {
        let mut stream = TcpStream::connect(&address).unwrap();
        let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    };
    assert!(!asked().starts_with("HTTP/1.1 200"));
    drop(open);
    let again = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        asked().starts_with("HTTP/1.1 200")
    });
    assert!(again, "those that were closed make room");
    // One letter a second is too slow for a request.
    let started = std::time::Instant::now();
    let mut slow = TcpStream::connect(&address).unwrap();
    while slow.write_all(b"G").is_ok() && started.elapsed().as_secs() < 30 {
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn every_page_names_its_own_scripts_and_styles_and_allows_no_other() {
    let (project, _server, address) = served();
    let ran = project.run(&["press", "--no-pdf"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project.run(&["diff", "out", ".", "--format", "html"]);
    let pages: Vec<(String, Vec<u8>)> = project
        .outputs()
        .into_iter()
        .chain(project.files("press"))
        .filter(|(name, _)| name.rsplit('.').next() == Some("html"))
        .collect();
    assert!(pages.len() > 3);
    let mut all: Vec<(String, String)> = pages
        .into_iter()
        .map(|(name, page)| (name, String::from_utf8(page).unwrap()))
        .collect();
    all.push(("served".to_owned(), get(&address, "/")));
    for (name, page) in all {
        assert_eq!(page.matches("Content-Security-Policy").count(), 1, "{name}");
        let (_, policy) =
            page.split_once("Content-Security-Policy\" content=\"").unwrap();
        let (policy, _) = policy.split_once('"').unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src '"),
            "{name}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{name}: {policy}");
        assert!(!page.contains(" style=\"") && !page.contains(" onclick="), "{name}");
    }
}
