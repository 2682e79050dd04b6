//! Small files that stand for very much: what reads them ends soon, within little memory.

use crate::harness::Project;
use crate::hostile::Measured;
use crate::hostile::measured;
use std::io::Write as _;
use std::time::Duration;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Holds a run to its limits. The tests run side by side and unoptimised, so the time is four
/// times what is promised.
fn bounded(what: &str, measured: &Measured) {
    let Measured { ran, memory, took } = measured;
    assert!(*memory < 256, "{what}: {memory} MB");
    assert!(*took < Duration::from_secs(20), "{what}: {took:?}");
    assert!((0..=2).contains(&ran.code), "{what}: {} {}", ran.code, ran.err);
}

fn chunk(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    let mut out = (content.len() as u32).to_be_bytes().to_vec();
    let body = [&name[..], content].concat();
    let mut crc = flate2::Crc::new();
    crc.update(&body);
    out.extend(body);
    out.extend(crc.sum().to_be_bytes());
    out
}

/// Returns so many mebibytes of zeros as a zlib stream.
fn zeros(mebibytes: usize) -> Vec<u8> {
    let level = flate2::Compression::best();
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), level);
    let piece = vec![0; 1 << 20];
    (0..mebibytes).for_each(|_| out.write_all(&piece).unwrap());
    out.finish().unwrap()
}

fn png(width: u32, height: u32, between: &[Vec<u8>], data: &[u8]) -> Vec<u8> {
    let head =
        [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(*b"IHDR", &head),
        between.concat(),
        chunk(*b"IDAT", data),
        chunk(*b"IEND", b""),
    ]
    .concat()
}

#[test]
fn pictures_that_stand_for_very_much_are_judged_within_their_limits() {
    let project = Project::starter();
    project.build_page();
    let ran = project.run(&["press", "--no-pdf"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let social = "press/trees_index/trees_index-social";
    let svg = project.read(&format!("{social}.svg"));
    let added = |add: &str| svg.replace("</svg>", &format!("{add}</svg>")).into_bytes();
    let small = zeros(1);
    // Twice what a run may take.
    let much = zeros(512);
    let text = [&b"reissue\0\0"[..], &much].concat();
    let profile = [&b"p\0\0"[..], &zeros(256)].concat();
    let long = "<g>".repeat(300_000) + &"</g>".repeat(300_000);
    let many: Vec<Vec<u8>> = (0..100_000).map(|_| chunk(*b"tEXt", b"a\0b")).collect();
    let cases: &[(&str, Vec<u8>, &str)] = &[
        (
            "big.png",
            png(50_000, 50_000, &[], &much),
            "altered: the PNG is damaged: 50000 × 50000 pixels are more than are looked at",
        ),
        ("wide.png", png(1 << 30, 1, &[], &small), "more than are looked at"),
        ("ztxt.png", png(1, 1, &[chunk(*b"zTXt", &text)], &[]), "the PNG is damaged"),
        ("iccp.png", png(1, 1, &[chunk(*b"iCCP", &profile)], &small), "altered"),
        ("texts.png", png(1000, 1000, &many, &small), "unknown"),
        ("longer.png", png(9, 9, &[], &much), ""),
        (
            "stamps.pdf",
            [&b"%PDF-1.7 "[..], &b"{reissue-picture/1".repeat(500_000)].concat(),
            "unknown: the PDF carries no record",
        ),
        (
            "filter.svg",
            added(
                "<defs><filter id=\"f\"><feGaussianBlur stdDeviation=\"100000\"/><feTurbulence \
                 numOctaves=\"100000\" baseFrequency=\"0.5\"/></filter></defs><rect \
                 width=\"100000\" height=\"100000\" filter=\"url(#f)\"/>",
            ),
            "altered: its drawing is not the one that was recorded: <defs> was added",
        ),
        (
            "zero.svg",
            added("<image href=\"/dev/zero\" width=\"9\" height=\"9\"/>"),
            "altered",
        ),
        (
            "dashes.svg",
            added(
                "<path d=\"M0 0H1e9\" stroke=\"#000\" stroke-dasharray=\"0.0001\" fill=\"none\"/>",
            ),
            "altered",
        ),
        ("deep.svg", added(&long), "altered"),
        (
            "laughs.svg",
            format!(
                "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\">{}]>{}",
                (0..20)
                    .map(|n| format!("<!ENTITY b{n} \"&a;&a;&a;&a;&a;&a;&a;&a;\">"))
                    .collect::<String>(),
                svg
            )
            .into_bytes(),
            "",
        ),
        ("lines.csv", "1\n".repeat(8_000_000).into_bytes(), ""),
        ("same.csv", "Source\n".repeat(2_000_000).into_bytes(), ""),
        ("huge.bin", vec![0; 40 << 20], "more than the 33554432"),
        ("bytes.bin", vec![0xff; 15 << 20], "unknown: it is no kind of file"),
    ];
    for (name, bytes, said) in cases {
        project.file(name, bytes);
        let run = measured(project.path(), &["press", "--verify", name]);
        bounded(name, &run);
        let all = format!("{}{}", run.ran.out, run.ran.err);
        assert!(all.contains(said), "{name}: {all}");
        assert!(!all.contains(": current"), "{name}: {all}");
    }
}

#[test]
fn archives_that_unpack_to_very_much_are_refused_at_once() {
    let project = Project::starter();
    let ran = project.run(&["release", "first", "--html-only"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let released = std::fs::read(project.path().join("releases/first.zip")).unwrap();
    // As many zeros as are told at once, and as many as are unpacked to be told.
    for (name, mebibytes, listed) in
        [("bomb.zip", 600, false), ("small.zip", 200, false), ("record.zip", 90, true)]
    {
        let mut held = zip::ZipArchive::new(std::io::Cursor::new(&released)).unwrap();
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let plain = SimpleFileOptions::default().large_file(true);
        for index in 0..held.len() {
            let file = held.by_index_raw(index).unwrap();
            if !(listed && file.name().unwrap() == "out/edition.json") {
                writer.raw_copy_file(file).unwrap();
            }
        }
        let place = if listed { "out/edition.json" } else { "project/bomb.bin" };
        writer.start_file(place, plain).unwrap();
        let piece = vec![b' '; 1 << 20];
        (0..mebibytes).for_each(|_| writer.write_all(&piece).unwrap());
        project.file(name, writer.finish().unwrap().into_inner());
        let run = measured(project.path(), &["diff", name, "."]);
        bounded(name, &run);
        let packed = std::fs::metadata(project.path().join(name)).unwrap().len();
        if name == "bomb.zip" {
            let said = format!(
                "error[R0590]: the archive cannot be read: its {packed} bytes unpack to"
            );
            assert!(run.ran.err.contains(&said), "{}", run.ran.err);
        }
        let run = measured(project.path(), &["verify", name]);
        bounded(name, &run);
        assert_eq!(run.ran.code, 2, "{name}: {}", run.ran.err);
    }
    // A file full of holes takes no room on the disk, and is not read whole either.
    let holes = std::fs::File::create(project.path().join("holes.zip")).unwrap();
    holes.set_len(300 << 20).unwrap();
    for (args, said) in [
        (["verify", "holes.zip"].as_slice(), "`holes.zip` is no press pack"),
        (
            &["diff", "holes.zip", "."],
            "the archive cannot be read: it is not a ZIP archive",
        ),
    ] {
        let run = measured(project.path(), args);
        bounded("holes.zip", &run);
        assert!(run.ran.err.contains(said), "{}", run.ran.err);
    }
}
