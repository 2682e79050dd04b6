//! Panics of the libraries that read a project's data, caught: they are refusals like any other.

use std::cell::Cell;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::panic::set_hook;
use std::panic::take_hook;
use std::sync::Once;

thread_local! {
    /// How many calls of libraries are under way on this thread.
    static UNDER_WAY: Cell<usize> = const { Cell::new(0) };
}

/// Calls a library; a panic, of this thread or of one of the engine's, is an error with its words.
pub(in crate::frame) fn guarded<T>(call: impl FnOnce() -> T) -> Result<T, String> {
    static QUIET: Once = Once::new();
    // What is caught here is not to be printed: all else is, as before.
    QUIET.call_once(|| {
        // Its own advice, that a cast will be written otherwise in a later version, helps no author.
        polars::error::set_warning_function(|_, _| {});
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            let thread = std::thread::current();
            let engine = thread.name().is_some_and(|name| name.starts_with("polars-"));
            if !engine && UNDER_WAY.get() == 0 {
                before(panic);
            }
        }));
    });
    UNDER_WAY.set(UNDER_WAY.get() + 1);
    let outcome = catch_unwind(AssertUnwindSafe(call));
    UNDER_WAY.set(UNDER_WAY.get() - 1);
    outcome.map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        let text = text.and_then(|text| text.lines().next()).unwrap_or("no reason given");
        text.to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_is_an_error() {
        let refused = guarded(|| panic!("no {}", "room")).unwrap_err();
        assert_eq!(refused, "no room");
        assert_eq!(guarded(|| 3).unwrap(), 3);
    }
}
