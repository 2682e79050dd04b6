//! The page over HTTP on this machine, reloaded in place after each build.
//!
//! **In:** the output folder and news of each build.
//! **Out:** responses; the page with a script that asks for news.
//! **Guarantees:** only files of the output folder are served, only for reading, and only to
//! this machine's own names, so that no other site can have a browser read them; what is in
//! the folder is never changed; an error is shown over the last good page.

mod http;

use crate::project::Disk;
use crate::project::Files as _;
use crate::project::ProjectPath;
use crate::serve::http::Request;
use crate::serve::http::Response;
use serde::Serialize;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::time::Duration;

/// How long a page waits for news before it asks again.
const PATIENCE: Duration = Duration::from_secs(20);

/// What pages are told.
#[derive(Debug, Clone, Serialize)]
struct News {
    version: u64,
    error: Option<String>,
}

/// A server that runs until the program ends.
#[derive(Debug, Clone)]
pub struct Server {
    out: PathBuf,
    news: Arc<(Mutex<News>, Condvar)>,
}

impl Server {
    /// Listens at an address and answers in the background; returns the address it has.
    pub fn start(out: PathBuf, address: &str) -> std::io::Result<(Self, String)> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?.to_string();
        // A page of an earlier server holds another version than any of this one.
        let version = u64::from(std::process::id()) << 20;
        let news = News { version, error: None };
        let server = Self { out, news: Arc::new((Mutex::new(news), Condvar::new())) };
        let answering = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                let server = answering.clone();
                std::thread::spawn(move || server.answer(stream));
            }
        });
        Ok((server, address))
    }

    /// Tells every open page of a build: a new edition, or what went wrong.
    pub fn tell(&self, error: Option<String>) {
        let (news, changed) = &*self.news;
        if let Ok(mut news) = news.lock() {
            news.version += 1;
            news.error = error;
            changed.notify_all();
        }
    }

    fn answer(&self, mut stream: TcpStream) {
        let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
        let Some(request) = http::read(&mut stream) else {
            let _ = http::write(&mut stream, &Response::plain(400, "this is no request"));
            return;
        };
        let mut response = if request.own {
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
        let _ = http::write(&mut stream, &response);
    }

    fn respond(&self, request: &Request) -> Response {
        if let Some(since) = request.path.strip_prefix("/__reissue/news/") {
            return self.news(since.parse().unwrap_or(0));
        }
        let path = match request.path.as_str() {
            "/" => "index.html",
            path => path.trim_start_matches('/'),
        };
        let Ok(path) = ProjectPath::new(path) else {
            return Response::plain(404, "there is no such file");
        };
        // Before the file: a page may be newer than its version, but never older.
        let news = self.news.0.lock().map(|news| json(&news)).unwrap_or_default();
        let bytes = match Disk::new(&self.out).read(&path) {
            Ok(bytes) => bytes,
            Err(_) if path.as_str() == "index.html" => Arc::from(WAITING.as_bytes()),
            Err(_) => return Response::plain(404, "there is no such file"),
        };
        let kind = http::kind(path.as_str());
        let page = kind.starts_with("text/html").then(|| String::from_utf8_lossy(&bytes));
        match page.as_ref().and_then(|page| page.rsplit_once("</body>")) {
            Some((page, rest)) => {
                // No text of the news can end the script.
                let news = news.replace('<', "\\u003c");
                let live =
                    format!("{page}<script>({LIVE})({news});</script></body>{rest}");
                Response::new(200, kind, live.into_bytes())
            }
            None => Response::new(200, kind, bytes.to_vec()),
        }
    }

    /// Answers when there is something newer than `since`, or after a while.
    fn news(&self, since: u64) -> Response {
        let (news, changed) = &*self.news;
        let Ok(held) = news.lock() else {
            return Response::plain(500, "the server stopped");
        };
        let waited =
            changed.wait_timeout_while(held, PATIENCE, |news| news.version == since);
        let Ok((held, _)) = waited else {
            return Response::plain(500, "the server stopped");
        };
        Response::new(200, "application/json", json(&held).into_bytes())
    }
}

fn json(news: &News) -> String {
    serde_json::to_string(news).unwrap_or_default()
}

/// Stands in for the page until there is one.
const WAITING: &str = "<!doctype html>\n<html lang=\"en\"><title>reissue</title>\n<body>\n<p>The first build is not done yet.</p>\n</body></html>\n";

/// What keeps an open page up to date: a function of the news it was served with.
const LIVE: &str = include_str!("live.js");
