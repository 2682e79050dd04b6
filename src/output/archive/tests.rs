//! What is written comes back; what others wrote is held to the same form.

use crate::output::archive::Archive;
use crate::output::archive::Files;
use crate::output::archive::zip;
use std::io::Cursor;
use std::io::Write as _;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn opened(bytes: &[u8]) -> Result<Archive<'_>, String> {
    Archive::open(Box::new(Cursor::new(bytes)))
        .map_err(|failure| failure.into_diagnostics().remove(0).message)
}

/// Returns an archive as another program may write it.
fn foreign(fill: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    fill(&mut writer);
    writer.finish().unwrap().into_inner()
}

#[test]
fn the_same_files_give_the_same_bytes_and_come_back() {
    let files: Files =
        [("a.txt".to_owned(), b"a".to_vec()), ("b.png".to_owned(), b"b".to_vec())].into();
    let archive = zip(&files).unwrap();
    assert_eq!(archive, zip(&files).unwrap());
    assert!(archive.starts_with(b"PK"));
    let mut opened = opened(&archive).unwrap();
    assert_eq!(opened.names(), ["a.txt", "b.png"]);
    assert_eq!(opened.read("a.txt", 9).unwrap(), b"a");
    assert_eq!(opened.read("b.png", 1).unwrap(), b"b");
    assert!(opened.read("b.png", 0).is_err());
    assert!(opened.read("c", 9).is_err());
}

#[test]
fn what_is_no_archive_is_refused() {
    for bytes in [&b""[..], b"PK", b"PK no", &vec![b'P'; 70_000]] {
        assert_eq!(
            opened(bytes).unwrap_err(),
            "the archive cannot be read: it is not a ZIP archive"
        );
    }
}

#[test]
fn names_that_lead_out_or_are_no_plain_files_are_refused() {
    let plain = SimpleFileOptions::default();
    for name in [
        "../a",
        "/a",
        "a/../../b",
        "a//b",
        "./a",
        "a/.",
        "C:/a",
        "a\\b",
        "a\u{1b}[2J",
        "",
    ] {
        let bytes = foreign(|zip| zip.start_file(name, plain).unwrap());
        let said = opened(&bytes).unwrap_err();
        let shown = name.escape_debug();
        assert_eq!(
            said,
            format!("the archive cannot be read: `{shown}` is not a plain relative path")
        );
    }
    let long = "x".repeat(1025);
    let bytes = foreign(|zip| zip.start_file(&*long, plain).unwrap());
    assert!(opened(&bytes).unwrap_err().ends_with("is not a plain relative path"));
    let bytes = foreign(|zip| zip.add_symlink("a", "/etc/passwd", plain).unwrap());
    assert_eq!(
        opened(&bytes).unwrap_err(),
        "the archive cannot be read: `a` is not a plain file"
    );
    let bytes = foreign(|zip| {
        zip.start_file("a", plain).unwrap();
        zip.start_file("a/b", plain).unwrap();
    });
    assert_eq!(
        opened(&bytes).unwrap_err(),
        "the archive cannot be read: `a` is a file and a folder"
    );
}

#[test]
fn names_that_are_one_where_capitals_or_accents_do_not_count_are_refused() {
    let plain = SimpleFileOptions::default();
    let why = |names: [&str; 2]| {
        let bytes = foreign(|zip| {
            names.iter().for_each(|name| zip.start_file(*name, plain).unwrap());
        });
        opened(&bytes).err()
    };
    assert_eq!(
        why(["a/One", "a/one"]).unwrap(),
        "the archive cannot be read: `a/One` and `a/one` are one file where capitals and accents do not count"
    );
    assert_eq!(
        why(["caf\u{e9}", "Cafe\u{301}"]).unwrap(),
        "the archive cannot be read: `Cafe\\u{301}` and `caf\\u{e9}` are one file where capitals and accents do not count"
    );
    assert!(why(["X", "x/y"]).unwrap().ends_with("`X` is a file and a folder"));
    assert_eq!(why(["a/one", "A/two"]), None);
    // What would be refused is not written.
    let files: Files = [("A".to_owned(), vec![]), ("a".to_owned(), vec![])].into();
    assert!(zip(&files).is_err());
}

#[test]
fn a_name_that_is_there_twice_is_refused() {
    let plain = SimpleFileOptions::default();
    let mut bytes = foreign(|zip| {
        for name in ["one", "two"] {
            zip.start_file(name, plain).unwrap();
            zip.write_all(name.as_bytes()).unwrap();
        }
    });
    // The writer refuses a name twice, so the second is renamed in the finished bytes.
    while let Some(at) = bytes.windows(3).rposition(|part| part == b"two") {
        bytes[at..at + 3].copy_from_slice(b"one");
    }
    assert!(opened(&bytes).is_err());
}

#[test]
fn what_unpacks_to_too_much_is_refused_before_it_is_unpacked() {
    let zeros = vec![0; 1 << 20];
    let bytes = foreign(|zip| {
        zip.start_file("zeros", SimpleFileOptions::default()).unwrap();
        (0..300).for_each(|_| zip.write_all(&zeros).unwrap());
    });
    let packed = bytes.len();
    assert_eq!(
        opened(&bytes).unwrap_err(),
        format!("the archive cannot be read: its {packed} bytes unpack to 314572800")
    );
}

#[test]
fn what_the_list_says_of_a_size_is_held_to() {
    let bytes = foreign(|zip| {
        zip.start_file("zeros", SimpleFileOptions::default()).unwrap();
        zip.write_all(&[7; 4096]).unwrap();
    });
    let size = 4096_u32.to_le_bytes();
    for lie in [4095_u32, 4097, 1] {
        let mut bytes = bytes.clone();
        while let Some(at) = bytes.windows(4).position(|part| part == size) {
            bytes[at..at + 4].copy_from_slice(&lie.to_le_bytes());
        }
        let read = opened(&bytes).and_then(|mut archive| {
            let read = archive.pass("zeros", &mut |_| {});
            read.map_err(|failure| failure.into_diagnostics().remove(0).message)
        });
        assert!(read.is_err(), "{lie}");
    }
}

#[test]
fn too_many_files_are_refused_before_their_list_is_read() {
    let mut end = b"PK\x05\x06".to_vec();
    end.extend([0; 4]);
    end.extend([0xff; 4]);
    end.extend([0; 10]);
    assert_eq!(
        opened(&end).unwrap_err(),
        "the archive cannot be read: it has more than 60000 files"
    );
}
