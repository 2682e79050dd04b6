//! The page over HTTP on this machine, reloaded in place after each build.
//!
//! **In:** the output folder and news of each build.
//! **Out:** responses; the page with a script that asks for news.
//! **Guarantees:** only files of the output folder are served, only for reading; what is in
//! the folder is never changed; an error is shown over the last good page.

mod http;

use crate::project::Disk;
use crate::project::Files as _;
use crate::project::ProjectPath;
use crate::serve::http::Request;
use crate::serve::http::Response;
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
#[derive(Debug, Clone, Default)]
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
        let server = Self { out, news: Arc::default() };
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
        let response = match http::read(&mut stream) {
            Some(request) => self.respond(&request),
            None => Response::plain(400, "this is not a request"),
        };
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
        let page = path.as_str() == "index.html";
        let bytes = match Disk::new(&self.out).read(&path) {
            Ok(bytes) => bytes,
            Err(_) if page => Arc::from(WAITING.as_bytes()),
            Err(_) => return Response::plain(404, "there is no such file"),
        };
        let kind = http::kind(path.as_str());
        if page {
            let page = String::from_utf8_lossy(&bytes);
            let version = self.news.0.lock().map(|news| news.version).unwrap_or_default();
            let script = SCRIPT.replace("VERSION", &version.to_string());
            let page = page.replacen("</body>", &format!("{script}</body>"), 1);
            return Response::new(200, kind, page.into_bytes());
        }
        Response::new(200, kind, bytes.to_vec())
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
        let body = serde_json::json!({ "version": held.version, "error": held.error });
        Response::new(200, "application/json", body.to_string().into_bytes())
    }
}

/// Stands in for the page until there is one.
const WAITING: &str = "<!doctype html>\n<html lang=\"en\"><title>reissue</title>\n<body>\n<p>The first build is not done yet.</p>\n</body></html>\n";

/// Asks for news, reloads in place, and lays an error over the page. What was at the top of the
/// window is there again after a reload, also when the text above it has changed.
const SCRIPT: &str = r#"<script>
(async () => {
  let version = VERSION;
  const place = "reissue-place";
  const kept = JSON.parse(sessionStorage.getItem(place) ?? "null");
  sessionStorage.removeItem(place);
  history.scrollRestoration = kept ? "manual" : "auto";
  if (kept) {
    const back = () => {
      const mark = kept.id && document.getElementById(kept.id);
      scrollTo(0, mark ? scrollY + mark.getBoundingClientRect().top - kept.from : kept.y);
    };
    if (document.readyState === "complete") back(); else addEventListener("load", back);
  }
  const reload = () => {
    const above = [...document.querySelectorAll("main [id]")]
      .filter((mark) => mark.getClientRects().length && mark.getBoundingClientRect().top <= 1);
    const mark = above.at(-1);
    sessionStorage.setItem(place, JSON.stringify(
      { id: mark?.id, from: mark?.getBoundingClientRect().top, y: scrollY }));
    location.reload();
  };
  const overlay = document.createElement("pre");
  overlay.style.cssText = "display:none;position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;margin:0;padding:1rem 1.4rem;background:#2b1212;color:#ffe9e6;font:13px/1.5 ui-monospace,monospace;z-index:99;white-space:pre-wrap;border-top:4px solid #f46a25";
  overlay.setAttribute("role", "alert");
  document.body.append(overlay);
  for (;;) {
    try {
      const news = await (await fetch("/__reissue/news/" + version)).json();
      if (news.version === version) continue;
      version = news.version;
      overlay.textContent = news.error ?? "";
      overlay.style.display = news.error ? "block" : "none";
      if (!news.error) { reload(); return; }
    } catch { await new Promise((done) => setTimeout(done, 1000)); }
  }
})();
</script>
"#;
