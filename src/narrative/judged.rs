//! The verdict on a claim, for whoever writes or offers it.

/// How a claim came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Whether the data bear it out.
    pub holds: bool,
    /// The condition with its values: "41.0% > 22.0%".
    pub because: String,
    /// What would be true instead, where it does not hold.
    pub proposal: Option<String>,
}
