//! The seal on what is kept in `.reissue/`: a keyed hash, whose key never leaves this user's
//! machine. What another user or machine kept there, or anybody altered, does not match it.

use crate::make::folder::File;
use crate::make::folder::Folder;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::OnceLock;

/// The file that holds the key.
const NAME: &str = "workspace.key";

type Secret = [u8; blake3::KEY_LEN];

/// The key of this user on this machine.
#[derive(Clone)]
pub struct Seal {
    secret: Arc<Secret>,
    /// Whether the key outlives this process.
    lasting: bool,
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}

impl Default for Seal {
    /// Returns the key of this process: what it keeps is found again until it ends.
    fn default() -> Self {
        static OWN: OnceLock<Seal> = OnceLock::new();
        let secret = || Arc::new(random().unwrap_or_else(unlikely));
        OWN.get_or_init(|| Self { secret: secret(), lasting: false }).clone()
    }
}

impl Seal {
    /// Returns the key that is kept in the user's folder of states, made on first use. Without
    /// such a folder it lasts as long as the process, and nothing is used again.
    pub fn kept(state: Option<&Path>) -> Self {
        let kept = || {
            let folder = Folder::make(state?).ok()?;
            if read(&folder).is_none() {
                folder.replace_private(NAME, &random()?).ok()?;
            }
            // Of two processes that made one, the last is right for both from now on.
            let secret = read(&folder)?;
            Some(Self { secret: Arc::new(secret), lasting: true })
        };
        kept().unwrap_or_default()
    }

    /// Returns whether earlier processes sealed with the same key.
    pub(super) fn lasts(&self) -> bool {
        self.lasting
    }

    /// Returns the seal of content under a name.
    pub(super) fn of(&self, name: &str, body: &[u8]) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.secret);
        hasher.update(&(name.len() as u64).to_le_bytes());
        hasher.update(name.as_bytes());
        hasher.update(body);
        hasher.finalize()
    }

    /// Returns content with its seal before it.
    pub(super) fn sealed(&self, name: &str, body: &[u8]) -> Vec<u8> {
        let mut bytes = self.of(name, body).as_bytes().to_vec();
        bytes.extend_from_slice(body);
        bytes
    }

    /// Returns the content under a seal; none where the seal is another.
    pub(super) fn opened<'a>(&self, name: &str, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let (seal, body) = bytes.split_at_checked(blake3::OUT_LEN)?;
        let seal = blake3::Hash::from_slice(seal).ok()?;
        // Compared in constant time.
        (self.of(name, body) == seal).then_some(body)
    }
}

/// Reads the key, unless others can.
fn read(folder: &Folder) -> Option<Secret> {
    let mut file = folder.file(NAME)?;
    if file.metadata().ok()?.permissions().mode() & 0o077 != 0 {
        return None;
    }
    let mut secret = Secret::default();
    file.read_exact(&mut secret).ok()?;
    Some(secret)
}

/// Returns bytes that nobody can guess.
fn random() -> Option<Secret> {
    let mut secret = Secret::default();
    let mut source = File::open("/dev/urandom").ok()?;
    source.read_exact(&mut secret).ok()?;
    Some(secret)
}

/// Stands in where the system has no source of random bytes: an address of this run and its
/// process number, which other users do not see.
fn unlikely() -> Secret {
    let here = Box::new(0_u8);
    let text = format!("{} {:p}", std::process::id(), here);
    *blake3::hash(text.as_bytes()).as_bytes()
}

#[cfg(test)]
mod tests {
    use super::NAME;
    use super::Seal;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_seal_holds_for_one_name_one_content_and_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let seal = Seal::kept(Some(folder.path()));
        let sealed = seal.sealed("a", b"content");
        assert_eq!(seal.opened("a", &sealed), Some(&b"content"[..]));
        assert_eq!(
            Seal::kept(Some(folder.path())).opened("a", &sealed),
            Some(&b"content"[..])
        );
        assert_eq!(seal.opened("b", &sealed), None);
        assert_eq!(Seal::default().opened("a", &sealed), None);
        let mut altered = sealed;
        *altered.last_mut().unwrap() ^= 1;
        assert_eq!(seal.opened("a", &altered), None);
        assert_eq!(seal.opened("a", b"short"), None);
    }

    #[test]
    fn a_key_that_others_can_read_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let sealed = Seal::kept(Some(folder.path())).sealed("a", b"content");
        let path = folder.path().join(NAME);
        let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(), 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(Seal::kept(Some(folder.path())).opened("a", &sealed), None);
        assert_eq!(mode(), 0o600);
    }
}
