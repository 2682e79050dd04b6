//! A file read piece by piece.

use std::io::Read;

/// Bytes that are taken at once when only the hash is wanted.
const PIECE: usize = 1024 * 1024;

/// What is to be done with the hash.
type Then = Box<dyn FnOnce(blake3::Hash) + Send>;

/// A file open for reading, hashed on the way.
pub struct Pieces {
    from: Box<dyn Read + Send>,
    hasher: blake3::Hasher,
    then: Vec<Then>,
}

impl Pieces {
    /// Returns what is read of `from`.
    pub fn new(from: impl Read + Send + 'static) -> Self {
        Self { from: Box::new(from), hasher: blake3::Hasher::new(), then: Vec::new() }
    }

    /// Does this with the hash once all is read; an earlier wish comes first.
    #[must_use]
    pub fn then(mut self, wish: impl FnOnce(blake3::Hash) + Send + 'static) -> Self {
        self.then.push(Box::new(wish));
        self
    }

    /// Reads to the end and returns the hash of all that was read. A file of nothing but holes may
    /// have any size: one that is read line by line ends at a line that is too long.
    pub fn hash(mut self, longest: usize) -> std::io::Result<blake3::Hash> {
        let mut space = vec![0; PIECE];
        let mut line = 0;
        loop {
            let count = self.read(&mut space)?;
            let piece = space.get(..count).unwrap_or_default();
            if piece.is_empty() {
                return Ok(self.hasher.finalize());
            }
            let end = piece.iter().rposition(|byte| *byte == b'\n');
            line = end.map_or(line + count, |end| count - end - 1);
            if line > longest {
                let why = format!("a line is longer than the {longest} bytes allowed");
                return Err(std::io::Error::other(why));
            }
        }
    }
}

impl Read for Pieces {
    fn read(&mut self, space: &mut [u8]) -> std::io::Result<usize> {
        let count = self.from.read(space)?;
        self.hasher.update(space.get(..count).unwrap_or_default());
        if count == 0 && !space.is_empty() {
            let hash = self.hasher.finalize();
            self.then.drain(..).for_each(|wish| wish(hash));
        }
        Ok(count)
    }
}

impl std::fmt::Debug for Pieces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pieces").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Pieces;
    use std::io::Read as _;
    use std::sync::mpsc::channel;

    #[test]
    fn the_hash_is_told_once_and_only_when_all_is_read() {
        let (tell, told) = channel();
        let mut pieces = Pieces::new(&b"one two"[..]).then(move |hash| {
            let _ = tell.send(hash);
        });
        let mut space = [0; 4];
        assert_eq!(pieces.read(&mut space).unwrap(), 4);
        assert!(told.try_recv().is_err());
        let mut rest = String::new();
        pieces.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "two");
        assert_eq!(pieces.read(&mut space).unwrap(), 0);
        assert_eq!(told.iter().collect::<Vec<_>>(), [blake3::hash(b"one two")]);
    }
}
