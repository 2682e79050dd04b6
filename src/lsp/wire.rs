//! Messages over stdio. What is no message, or too large a one, ends the conversation with words.

use lsp_server::Connection;
use lsp_server::Message;
use std::io::BufRead;
use std::io::Read as _;
use std::sync::Arc;
use std::sync::OnceLock;
use std::thread::JoinHandle;

/// The most bytes of a message: an editor sends the whole text of a file.
const LARGEST: u64 = 64 << 20;
/// The most bytes of a line above a message.
const LINE: u64 = 4096;

/// A conversation over stdio.
pub(super) struct Wire {
    pub connection: Connection,
    /// Why reading ended, where the editor did not end it.
    refused: Arc<OnceLock<String>>,
    writer: JoinHandle<std::io::Result<()>>,
}

impl Wire {
    /// Reads and writes in the background.
    pub(super) fn new() -> Self {
        let (connection, other) = Connection::memory();
        let Connection { sender, receiver } = other;
        let refused = Arc::new(OnceLock::new());
        let told = Arc::clone(&refused);
        std::thread::spawn(move || {
            let mut from = std::io::stdin().lock();
            loop {
                match read(&mut from) {
                    Ok(Some(message)) => {
                        let last = matches!(&message, Message::Notification(note) if note.method == "exit");
                        if sender.send(message).is_err() || last {
                            return;
                        }
                    }
                    Ok(None) => return,
                    Err(why) => {
                        let _ = told.set(why);
                        return;
                    }
                }
            }
        });
        let writer = std::thread::spawn(move || {
            let mut to = std::io::stdout().lock();
            receiver.into_iter().try_for_each(|message| message.write(&mut to))
        });
        Self { connection, refused, writer }
    }

    /// Ends the conversation: what is left is written. Returns why no more could be read.
    pub(super) fn end(self) -> std::io::Result<Option<String>> {
        drop(self.connection);
        if let Ok(written) = self.writer.join() {
            written?;
        }
        Ok(self.refused.get().cloned())
    }
}

/// Reads a message; none where there are no more.
fn read(from: &mut impl BufRead) -> Result<Option<Message>, String> {
    let fault = |error: std::io::Error| error.to_string();
    let mut size = None;
    let mut begun = false;
    loop {
        let mut line = Vec::new();
        from.by_ref().take(LINE).read_until(b'\n', &mut line).map_err(fault)?;
        if line.is_empty() && !begun {
            return Ok(None);
        }
        begun = true;
        let text = String::from_utf8_lossy(&line);
        let Some(text) = text.strip_suffix('\n').map(str::trim_end) else {
            return Err(format!("a line above a message has no end within {LINE} bytes"));
        };
        if text.is_empty() {
            break;
        }
        let Some((name, value)) = text.split_once(':') else {
            return Err(format!(
                "{text:?} stands above a message, where `Content-Length: …` is expected"
            ));
        };
        if name.eq_ignore_ascii_case("content-length") {
            let number = value.trim().parse::<u64>();
            let number = number
                .map_err(|_| format!("{:?} is no length of a message", value.trim()))?;
            size = Some(number);
        }
    }
    let size = size.ok_or("a message has no `Content-Length`")?;
    if size > LARGEST {
        return Err(format!(
            "a message has {size} bytes, more than the {LARGEST} allowed"
        ));
    }
    // The memory grows with what comes, not with what is announced.
    let mut bytes = Vec::new();
    from.by_ref().take(size).read_to_end(&mut bytes).map_err(fault)?;
    if (bytes.len() as u64) < size {
        return Err(format!("a message of {size} bytes ends after {}", bytes.len()));
    }
    let message = serde_json::from_slice(&bytes);
    message
        .map(Some)
        .map_err(|error| format!("a message is not as the protocol has it: {error}"))
}

#[cfg(test)]
mod tests {
    use super::read;

    /// Returns what is said of bytes: the method of the message, or why there is none.
    fn said(bytes: &str) -> String {
        match read(&mut bytes.as_bytes()) {
            Ok(Some(lsp_server::Message::Notification(note))) => note.method,
            Ok(other) => format!("{other:?}"),
            Err(why) => why,
        }
    }

    #[test]
    fn what_is_no_message_or_too_large_a_one_is_refused_with_words() {
        let body = r#"{"jsonrpc":"2.0","method":"exit"}"#;
        let head = format!("Content-Length: {}\r\n", body.len());
        for (bytes, wanted) in [
            (format!("{head}\r\n{body}"), "exit"),
            (format!("content-length:{}\nX: y\n\n{body}", body.len()), "exit"),
            (String::new(), "None"),
            (
                "Content-Length: 99999999999999999\r\n\r\n{}".to_owned(),
                "a message has 99999999999999999 bytes, more than the 67108864 allowed",
            ),
            (
                "Content-Length: 99999999999999999999999\r\n\r\n".to_owned(),
                "\"99999999999999999999999\" is no length of a message",
            ),
            ("Content-Length: -1\r\n\r\n".to_owned(), "\"-1\" is no length of a message"),
            ("X: y\r\n\r\n{}".to_owned(), "a message has no `Content-Length`"),
            (
                "Content-Length: 60000000\r\n\r\n{}".to_owned(),
                "a message of 60000000 bytes ends after 2",
            ),
            (
                "GET \u{1b}/\r\n".to_owned(),
                "\"GET \\u{1b}/\" stands above a message, where `Content-Length: …` is expected",
            ),
            ("x".repeat(9000), "a line above a message has no end within 4096 bytes"),
            (
                "Content-Length: 2\r\n\r\n[]".to_owned(),
                "a message is not as the protocol has it: data did not match any variant of untagged enum Message",
            ),
        ] {
            assert_eq!(said(&bytes), wanted);
        }
        let deep = "[".repeat(1 << 20);
        let deep = said(&format!("Content-Length: {}\r\n\r\n{deep}", deep.len()));
        assert!(deep.contains("recursion limit exceeded"), "{deep}");
    }
}
