//! What the stages know of the kinds that a project declares.

use crate::figure;
use crate::project::Kinds;
use crate::stat;

/// The kinds of statistics and charts there are, for [`crate::project::load`].
pub const KINDS: Kinds =
    Kinds { statistics: stat::DECODERS, figure: figure::check, logo: figure::logo };
