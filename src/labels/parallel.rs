//! Work on several threads, in the language of the one that hands it out.

use crate::labels::current;
use crate::labels::enter;

/// Does two things side by side, both in the language of this thread.
pub fn join<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    let labels = &current();
    rayon::join(
        || {
            let _within = enter(labels);
            one()
        },
        || {
            let _within = enter(labels);
            other()
        },
    )
}
