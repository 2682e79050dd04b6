//! Ctrl-C, or a request to end, at any moment: what runs beside the program is stopped, the
//! terminal is left clear, and the program ends by the signal, so that a shell sees it.
//!
//! Nothing has to be undone: an edition is published in one step, and the lock is the kernel's.

use crate::cli::progress;
use crate::output;

/// Heeds the signals from now on.
pub(super) fn heed() {
    #[cfg(unix)]
    {
        use signal_hook::consts::SIGINT;
        use signal_hook::consts::SIGTERM;
        let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])
        else {
            return;
        };
        std::thread::spawn(move || {
            if let Some(signal) = signals.forever().next() {
                progress::apart(|| {
                    output::stop_all();
                    let _ = signal_hook::low_level::emulate_default_handler(signal);
                });
            }
        });
    }
}
