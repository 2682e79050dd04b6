//! As much of HTTP/1.1 as a local preview needs: one request a connection, `GET` and `HEAD`.

use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::IpAddr;
use std::net::TcpStream;
use std::time::Duration;
use std::time::Instant;

/// The most bytes of a request that are read.
const MOST: u64 = 16 * 1024;

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    /// The decoded path, without the query.
    pub path: String,
    /// Whether the head of the answer is all that is wanted.
    pub head: bool,
    /// Whether the host it was sent to is a name of this machine's own.
    pub own: bool,
    /// Whether no page of another site made it; a link to the page may.
    pub welcome: bool,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Response {
    status: u16,
    kind: &'static str,
    body: Vec<u8>,
    /// Whether the body is sent.
    sent: bool,
}

impl Response {
    pub(super) fn new(status: u16, kind: &'static str, body: Vec<u8>) -> Self {
        Self { status, kind, body, sent: true }
    }

    /// Returns the answer to who asked for its head: it tells the length of what is left out.
    pub(super) fn without_body(self) -> Self {
        Self { sent: false, ..self }
    }

    pub(super) fn plain(status: u16, text: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", format!("{text}\n").into_bytes())
    }
}

/// A connection that ends at a moment, however slowly it is fed or read.
#[derive(Debug)]
pub(super) struct Timed {
    stream: TcpStream,
    end: Instant,
}

impl Timed {
    #[expect(
        clippy::disallowed_methods,
        reason = "no time of a connection reaches an output"
    )]
    pub(super) fn new(stream: TcpStream, time: Duration) -> Self {
        Self { stream, end: Instant::now() + time }
    }

    /// Returns the same connection with more time.
    pub(super) fn again(self, time: Duration) -> Self {
        Self::new(self.stream, time)
    }

    /// Returns how much time is left.
    #[expect(
        clippy::disallowed_methods,
        reason = "no time of a connection reaches an output"
    )]
    fn left(&self) -> std::io::Result<Duration> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(std::io::ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

impl Read for Timed {
    fn read(&mut self, space: &mut [u8]) -> std::io::Result<usize> {
        self.stream.set_read_timeout(Some(self.left()?))?;
        self.stream.read(space)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.stream.set_write_timeout(Some(self.left()?))?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.stream.flush()
    }
}

/// Reads a request; none when it is something else.
pub(super) fn read(stream: &mut Timed) -> Option<Request> {
    let mut reader = BufReader::new(stream.take(MOST));
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let mut heads = [
        ("host", None),
        ("origin", None),
        ("sec-fetch-site", None),
        ("sec-fetch-mode", None),
    ];
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let head = heads.iter_mut().find(|(known, _)| name.eq_ignore_ascii_case(known));
        // Of two lines that say different things, a reader before us may believe the other.
        if let Some((_, said)) = head
            && said.replace(value.trim().to_owned()).is_some()
        {
            return None;
        }
    }
    let [host, origin, site, mode] = heads.map(|(_, said)| said);
    let (host, site) = (host.unwrap_or_default(), site.unwrap_or_default());
    let request = parse(&first, &host)?;
    let same = origin.is_none_or(|origin| origin == format!("http://{host}"));
    let near = matches!(site.as_str(), "" | "same-origin" | "none");
    Some(Request {
        welcome: same && (near || mode.as_deref() == Some("navigate")),
        ..request
    })
}

fn parse(line: &str, host: &str) -> Option<Request> {
    let mut words = line.split_whitespace();
    let method = words.next()?;
    let target = words.next()?;
    if !matches!(method, "GET" | "HEAD") || !words.next()?.starts_with("HTTP/1.") {
        return None;
    }
    let path = target.split(['?', '#']).next().unwrap_or_default();
    Some(Request {
        path: decoded(path)?,
        head: method == "HEAD",
        own: own(host),
        welcome: true,
    })
}

/// Returns whether a host is `localhost` or a number. Any other name can be made to lead here by
/// whoever owns it, whose pages could then read ours.
fn own(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok()
}

/// Takes the percent signs out of a path.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let pair = [rest.next()?, rest.next()?];
            let pair = std::str::from_utf8(&pair).ok()?;
            bytes.push(u8::from_str_radix(pair, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Writes an answer; the connection closes after it.
pub(super) fn write(stream: &mut Timed, response: &Response) -> std::io::Result<()> {
    let reason = match response.status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        503 => "Service Unavailable",
        _ => "Error",
    };
    let head = format!(
        "HTTP/1.1 {} {reason}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n\r\n",
        response.status,
        response.kind,
        response.body.len()
    );
    stream.write_all(head.as_bytes())?;
    if response.sent {
        stream.write_all(&response.body)?;
    }
    stream.flush()
}

/// Returns the type of a file by its ending.
pub(super) fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::own;
    use super::parse;

    #[test]
    fn a_path_is_decoded_and_its_query_left_off() {
        let path = |line: &str| parse(line, "localhost").map(|request| request.path);
        assert_eq!(path("GET /a%20b.svg?v=1 HTTP/1.1").as_deref(), Some("/a b.svg"));
        assert_eq!(path("GET /%2e%2e/etc HTTP/1.1").as_deref(), Some("/../etc"));
        assert_eq!(path("POST / HTTP/1.1"), None);
        assert_eq!(path("GET /%zz HTTP/1.1"), None);
    }

    #[test]
    fn only_names_that_nobody_else_can_own_are_ours() {
        for host in
            ["localhost:4040", "LOCALHOST", "127.0.0.1:4040", "[::1]:4040", "10.0.0.7"]
        {
            assert!(own(host), "{host}");
        }
        for host in
            ["", "rebound.example:4040", "localhost.example", "127.0.0.1.example", "[x]"]
        {
            assert!(!own(host), "{host}");
        }
    }
}
