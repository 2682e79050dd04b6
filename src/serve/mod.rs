//! The page over HTTP on this machine, reloaded in place after each build.
//!
//! **In:** the output folder and news of each build.
//! **Out:** responses; the page with a script that asks for news.
//! **Guarantees:** only files of an edition are served, only for reading, and only to this
//! machine's own names, so that no other site can have a browser read them; the output folder
//! is never changed. While an edition is made, its page and what stands beside it are served as
//! soon as they are there; its PDF and whatever else is to come is waited for, so that nobody
//! gets that of the edition before. If it fails after all, the edition in the folder comes back
//! with the error over it.

mod http;

use crate::make::OutFiles;
use crate::output::policy::sealed;
use crate::output::policy::served;
use crate::project::Disk;
use crate::project::Files as _;
use crate::project::ProjectPath;
use crate::serve::http::Request;
use crate::serve::http::Response;
use crate::serve::http::Timed;
use serde::Serialize;
use std::hash::BuildHasher as _;
use std::hash::Hasher as _;
use std::hash::RandomState;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::time::Duration;

/// How long a page waits for news before it asks again.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long is waited for a file that is still to come.
const COMING: Duration = Duration::from_mins(1);

/// The most connections that are open at once.
const CONNECTIONS: usize = 64;
/// How long a request may take to arrive, an answer to be taken, a refusal.
const ASKING: Duration = Duration::from_secs(10);
const ANSWERING: Duration = Duration::from_mins(1);
const REFUSING: Duration = Duration::from_secs(1);

/// What pages are told.
#[derive(Debug, Clone, Serialize)]
struct News {
    /// Counts what was told.
    version: u64,
    /// Counts the pages that were shown.
    page: u64,
    /// Counts the PDFs that followed a page: one may be there before a browser has loaded its page.
    pdf: u64,
    /// Asks for more news; no other page knows it.
    token: Arc<str>,
    /// Whether the PDF of this page is being set.
    setting: bool,
    error: Option<String>,
}

/// What is shown: the files of an edition that is still made, else those of the output folder.
#[derive(Debug)]
struct Served {
    news: News,
    front: Option<Arc<OutFiles>>,
}

/// A server that runs until the program ends.
#[derive(Debug, Clone)]
pub struct Server {
    out: PathBuf,
    shown: Arc<(Mutex<Served>, Condvar)>,
}

impl Server {
    /// Listens at an address and answers in the background; returns the address it has.
    pub fn start(out: PathBuf, address: &str) -> std::io::Result<(Self, String)> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?.to_string();
        // A page of an earlier server holds another version than any of this one.
        let version = u64::from(std::process::id()) << 20;
        let token = token().into();
        let (page, pdf) = (version, version);
        let news = News { version, page, pdf, token, setting: false, error: None };
        let shown = Served { news, front: None };
        let server = Self { out, shown: Arc::new((Mutex::new(shown), Condvar::new())) };
        let answering = server.clone();
        std::thread::spawn(move || {
            let open = Arc::new(());
            for stream in listener.incoming().filter_map(Result::ok) {
                let (server, held) = (answering.clone(), Arc::clone(&open));
                if Arc::strong_count(&open) > CONNECTIONS {
                    let busy = Response::plain(503, "too many connections are open");
                    let _ = http::write(&mut Timed::new(stream, REFUSING), &busy);
                    continue;
                }
                std::thread::spawn(move || {
                    server.answer(stream);
                    drop(held);
                });
            }
        });
        Ok((server, address))
    }

    /// Shows what stands in the output folder: a build begins, and one that was shown and came
    /// to no end is forgotten.
    pub fn begin(&self) {
        let shows = self.shown.0.lock().is_ok_and(|shown| shown.front.is_some());
        if shows {
            self.end(false, None);
        }
    }

    /// Shows an edition of which all is made but what follows the page.
    pub fn show(&self, files: Arc<OutFiles>) {
        self.tell(|shown| {
            shown.news.page += 1;
            shown.news.setting = true;
            shown.news.error = None;
            shown.front = Some(files);
        });
    }

    /// Shows what stands in the output folder once a build ended: a new edition, or the last
    /// good one with what went wrong.
    pub fn end(&self, published: bool, error: Option<String>) {
        self.tell(|shown| {
            // Where the page was shown before, nothing but the rest of the edition is new; and
            // where nothing was shown, a failure changed nothing.
            let shown_before = shown.front.take().is_some();
            shown.news.page += u64::from(shown_before != published);
            shown.news.pdf += u64::from(shown_before && published);
            shown.news.setting = false;
            shown.news.error = error;
        });
    }

    fn tell(&self, change: impl FnOnce(&mut Served)) {
        let (shown, changed) = &*self.shown;
        if let Ok(mut shown) = shown.lock() {
            change(&mut shown);
            shown.news.version += 1;
            changed.notify_all();
        }
    }

    fn answer(&self, stream: TcpStream) {
        let mut stream = Timed::new(stream, ASKING);
        let Some(request) = http::read(&mut stream) else {
            let _ = http::write(&mut stream, &Response::plain(400, "this is no request"));
            return;
        };
        let mut response = if !request.welcome {
            Response::plain(403, "another site asked for this")
        } else if request.own {
            self.respond(&request)
        } else {
            Response::plain(
                403,
                "served to `localhost` and to numbers of addresses alone",
            )
        };
        if request.head {
            response = response.without_body();
        }
        let _ = http::write(&mut stream.again(ANSWERING), &response);
    }

    fn respond(&self, request: &Request) -> Response {
        if let Some(asked) = request.path.strip_prefix("/__reissue/") {
            let token = self.shown.0.lock().map(|shown| Arc::clone(&shown.news.token));
            let token = token.unwrap_or_default();
            return match asked.split_once('/').filter(|(own, _)| **own == *token) {
                Some((_, "pdf")) => {
                    let news = self.shown.0.lock().map(|shown| json(&shown.news));
                    live(&sealed(PDF.to_owned()), &news.unwrap_or_default())
                }
                Some((_, asked)) if asked.starts_with("news/") => {
                    let since = asked.trim_start_matches("news/");
                    self.news(since.parse().unwrap_or(0))
                }
                _ => Response::plain(403, "only the page itself may ask for this"),
            };
        }
        let path = match request.path.as_str() {
            "/" => "index.html",
            path => path.trim_start_matches('/'),
        };
        let Ok(path) = ProjectPath::new(path) else {
            return Response::plain(404, "there is no such file");
        };
        // Before the file: a page may be newer than its news, but never older.
        let Some((news, front)) = self.front(path.as_str()) else {
            return Response::plain(503, "this is still being made: ask again");
        };
        let bytes = match front {
            Some(front) => front.get(path.as_str()).map(|bytes| Arc::from(&**bytes)),
            None => Disk::new(&self.out).read(&path).ok(),
        };
        let bytes = match bytes {
            Some(bytes) => bytes,
            None if path.as_str() == "index.html" => {
                Arc::from(sealed(WAITING.to_owned()).as_bytes())
            }
            None => return Response::plain(404, "there is no such file"),
        };
        let kind = http::kind(path.as_str());
        if kind.starts_with("text/html") {
            return live(&String::from_utf8_lossy(&bytes), &news);
        }
        Response::new(200, kind, bytes.to_vec())
    }

    /// Returns the news, and the files of an edition that is still made, once they hold what is
    /// asked for: what is to come is waited for, until the output folder has it. None when that
    /// takes too long.
    fn front(&self, path: &str) -> Option<(String, Option<Arc<OutFiles>>)> {
        let coming = matches!(path, "report.pdf" | "edition.json")
            || path.starts_with("editions/");
        let (shown, changed) = &*self.shown;
        let shown = changed
            .wait_timeout_while(shown.lock().ok()?, COMING, |shown| {
                coming && shown.front.is_some()
            })
            .ok()
            .filter(|(_, waited)| !waited.timed_out())?
            .0;
        Some((json(&shown.news), shown.front.clone()))
    }

    /// Answers when there is something newer than `since`, or after a while.
    fn news(&self, since: u64) -> Response {
        let (shown, changed) = &*self.shown;
        let Ok(held) = shown.lock() else {
            return Response::plain(500, "the server stopped");
        };
        let waited = changed
            .wait_timeout_while(held, PATIENCE, |shown| shown.news.version == since);
        let Ok((held, _)) = waited else {
            return Response::plain(500, "the server stopped");
        };
        Response::new(200, "application/json", json(&held.news).into_bytes())
    }
}

/// Returns a page with the script that keeps it up to date.
fn live(page: &str, news: &str) -> Response {
    let kind = http::kind("index.html");
    let Some((page, rest)) = page.rsplit_once("</body>") else {
        return Response::new(200, kind, page.as_bytes().to_vec());
    };
    // No text of the news can end the script.
    let news = news.replace('<', "\\u003c");
    let live = format!("{page}<script>({LIVE})({news});</script></body>{rest}");
    Response::new(200, kind, served(&live).into_bytes())
}

/// Returns what nobody can guess.
fn token() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}

fn json(news: &News) -> String {
    serde_json::to_string(news).unwrap_or_default()
}

/// Stands in for the page until there is one.
const WAITING: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>reissue</title>\n<body>\n<p>The first build is not done yet.</p>\n</body></html>\n";

/// Shows the PDF, and the next one when it is there.
const PDF: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>report.pdf</title>\n<style>body { margin: 0; } iframe { position: fixed; inset: 0; width: 100%; height: 100%; border: 0; }</style>\n<body>\n<iframe id=\"pdf\" title=\"The PDF\" src=\"/report.pdf\"></iframe>\n</body></html>\n";

/// What keeps an open page up to date: a function of the news it was served with.
const LIVE: &str = include_str!("live.js");
