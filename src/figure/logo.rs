//! A publisher's logo.
//!
//! **In:** a picture as bytes. **Out:** it at one size, with nothing in it but what is seen.

use crate::figure::picture;
use crate::model::brand::Bytes;
use crate::model::brand::Sign;

/// Reads a logo: a picture at one size, with nothing in it but what is seen.
pub fn logo(bytes: &[u8]) -> Result<Sign, (String, &'static str)> {
    let picture = picture(bytes).map_err(|why| (why.message, why.help))?;
    let Some(form) = picture.at_least(600) else {
        return Err(("it is empty".to_owned(), "save it again"));
    };
    Ok(Sign {
        ending: form.ending.to_owned(),
        width: form.width,
        height: form.height,
        bytes: Bytes(form.bytes.as_slice().into()),
    })
}
