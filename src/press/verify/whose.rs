//! Whose copy of a picture it is, of those that differ in nothing but a name.
//!
//! **In:** a picture, and ours one after another. **Out:** the nearest of them, and the terms on which it was handed
//! out. **Guarantees:** where two copies are as near, both are named.

use crate::press::Terms;
use crate::press::picture::Shot;
use crate::press::verify::likeness::Nearness;
use crate::press::verify::likeness::Print;
use crate::press::verify::rival::SURE;
use crate::press::verify::verdict::held;

/// One of ours, compared.
#[derive(Debug)]
pub(super) struct Compared<'a> {
    pub nearness: Nearness,
    pub shot: Shot<'a>,
    terms: &'a Terms,
    print: Print,
}

/// The two of ours that are nearest to a picture.
#[derive(Debug)]
pub(super) struct Whose<'a, 'f> {
    found: &'f Print,
    pub best: Option<Compared<'a>>,
    /// The next of the same figure and size.
    next: Option<Compared<'a>>,
}

impl<'a, 'f> Whose<'a, 'f> {
    pub(super) fn new(found: &'f Print) -> Self {
        Self { found, best: None, next: None }
    }

    /// Compares one of ours, and returns whether it is the nearest so far.
    pub(super) fn try_on(
        &mut self,
        (shot, terms): (Shot<'a>, &'a Terms),
        print: Print,
    ) -> bool {
        let nearness = self.found.close(&print);
        let one = Compared { nearness, shot, terms, print };
        let Some(best) = &self.best else {
            self.best = Some(one);
            return true;
        };
        let same_picture = best.shot.name() == shot.name();
        if nearness.nearer(best.nearness) {
            let former = self.best.replace(one);
            if same_picture {
                self.next = former;
            } else {
                self.next = None;
            }
            return true;
        }
        let next = self.next.as_ref();
        if same_picture && next.is_none_or(|next| nearness.nearer(next.nearness)) {
            self.next = Some(one);
        }
        false
    }

    /// Returns the terms on which the nearest was handed out, and those of another that is as near.
    pub(super) fn held(&self) -> String {
        let Some(best) = &self.best else { return String::new() };
        let own = held(best.shot.subject.voice);
        let other = self.next.as_ref().filter(|next| {
            next.terms.recipient != best.terms.recipient
                && self.found.balance(&best.print, &next.print) > -SURE
        });
        let Some(other) = other else { return own };
        match &other.terms.recipient {
            Some(name) => format!("{own}; or the copy for {name}, which looks the same"),
            None => format!("{own}; or the copy for anybody, which looks the same"),
        }
    }
}
