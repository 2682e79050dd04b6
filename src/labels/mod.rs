//! Every word that an output prints by itself: "Figure", "Source", months, alternative texts.
//!
//! They are messages of Fluent in `templates/labels/LANGUAGE.ftl`, one file a language. A project adds
//! a language, or replaces single messages of one, by a file of the same name.
//!
//! **In:** the id of a message and its arguments, by [`say!`](crate::say).
//! **Out:** the message in the language that this thread writes in.
//! **Guarantees:** a thread writes in the language it [`enter`]ed, and work that it hands to others
//! in the same ([`join`], or [`current`] and [`enter`]); without one it writes English.

mod capital;
mod fill;
mod limits;
mod parallel;
mod phrase;
mod read;
mod tag;

pub use capital::capital;
pub use fill::filled;
pub use fill::in_script;
pub use fill::in_typst;
pub use fluent_bundle::FluentValue as Value;
pub use parallel::join;
pub use phrase::phrase;
pub use read::Fault;
pub use read::Labels;
pub use tag::base;
pub use tag::fault as tag_fault;

use std::cell::RefCell;
use std::cmp::Ordering;
use std::sync::Arc;
use std::sync::LazyLock;

/// The messages of English, which every language is held to.
static ENGLISH: LazyLock<Arc<Labels>> = LazyLock::new(|| {
    Arc::new(Labels::built_in("en").unwrap_or_else(|| Labels::empty("en")))
});

thread_local! {
    static CURRENT: RefCell<Option<Arc<Labels>>> = const { RefCell::new(None) };
}

/// Returns the messages of English.
pub fn english() -> &'static Arc<Labels> {
    &ENGLISH
}

/// Returns the messages of the language that this thread writes in.
pub fn current() -> Arc<Labels> {
    CURRENT.with_borrow(Option::clone).unwrap_or_else(|| Arc::clone(english()))
}

/// Returns the hash of what this thread's messages are made of; none for English as it comes.
pub fn stamp() -> Option<String> {
    CURRENT.with_borrow(|labels| labels.as_ref().and_then(|labels| labels.stamp()))
}

/// Until this is dropped, the thread writes in a language.
#[derive(Debug)]
#[must_use = "the language holds as long as this lives"]
pub struct Entered {
    before: Option<Arc<Labels>>,
}

impl Drop for Entered {
    fn drop(&mut self) {
        let before = self.before.take();
        CURRENT.with_borrow_mut(|labels| *labels = before);
    }
}

/// Makes this thread write in a language.
pub fn enter(labels: &Arc<Labels>) -> Entered {
    let labels = Some(Arc::clone(labels));
    let before = CURRENT.with_borrow_mut(|now| std::mem::replace(now, labels));
    Entered { before }
}

/// Returns a message in the language of this thread.
pub fn say(id: &str, arguments: &[(&str, Value<'_>)]) -> String {
    CURRENT.with_borrow(|labels| {
        let labels = labels.as_ref().unwrap_or(&ENGLISH);
        labels.say(id, arguments)
    })
}

/// Returns the sign between whole and part of a number, and that between its thousands.
pub(crate) fn signs<T>(use_them: impl FnOnce(&str, &str) -> T) -> T {
    CURRENT.with_borrow(|labels| {
        let labels = labels.as_ref().unwrap_or(&ENGLISH);
        use_them(&labels.decimal, &labels.group)
    })
}

/// Compares two names as a reader of this thread's language orders them: letters before their accents, and
/// `ll` after `lw` in Welsh.
pub fn compare(a: &str, b: &str) -> Ordering {
    CURRENT.with_borrow(|labels| labels.as_ref().unwrap_or(&ENGLISH).compare(a, b))
}

/// A message: `say!("figure-number", number = "3.1")`.
#[macro_export]
macro_rules! say {
    ($id:expr) => {
        $crate::labels::say($id, &[])
    };
    ($id:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::labels::say(
            $id,
            &[$((stringify!($name), $crate::labels::Value::from($value))),+],
        )
    };
}

/// Returns a text as an argument.
pub fn text(text: &str) -> Value<'_> {
    Value::from(text)
}

/// Returns the name of a month, from 1.
pub fn month(number: u8) -> String {
    say("month", &[("month", Value::from(number))])
}
