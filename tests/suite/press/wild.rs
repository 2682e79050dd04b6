//! Pictures and words that come back.

use crate::press::built;
use crate::press::bytes;
use crate::press::press;

#[test]
fn a_picture_in_the_wild_is_current_superseded_or_altered() {
    let project = built();
    press(&project, &[]);
    let png = "press/trees_index/trees_index-social.png";
    let svg = "press/trees_index/trees_index-social-dark.svg";
    let caption = "press/trees_index/caption.txt";
    let ran = project.run(&["press", "--verify", png, svg, caption]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(
        ran.out,
        format!(
            "{png}: current: figure 1.1 of First edition, 15 January 2025\n{svg}: current: figure 1.1 of First edition, 15 January 2025\n{caption}: current: the caption of figure 1.1\n"
        )
    );
    let json = ["press", "--verify", caption, "--message-format", "json"];
    assert_eq!(
        project.run(&json).out,
        format!(
            "{{\"file\":\"{caption}\",\"state\":\"current\",\"because\":\"the caption of figure 1.1\"}}\n"
        )
    );
    // One pixel of the picture, one word of the caption.
    let (mut pixels, labels) = reissue::figure::decode(&bytes(&project, png)).unwrap();
    pixels.rgb[3000] ^= 1;
    let labels: Vec<(&str, String)> =
        labels.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    project.file("pixel.png", reissue::figure::encode(&pixels, &labels).unwrap());
    pixels.rgb[3000] ^= 1;
    let other: Vec<(&str, String)> = labels
        .iter()
        .map(|(name, text)| (*name, text.replace("made up", "real")))
        .collect();
    project.file("caption.png", reissue::figure::encode(&pixels, &other).unwrap());
    project.file("bare.png", reissue::figure::encode(&pixels, &[]).unwrap());
    project.file(
        "drawing.svg",
        project
            .read(svg)
            .replace("Source: Made-up<", "Source: Real<")
            .replace(">Source: Made-up", ">Source: Real"),
    );
    project.file("caption.txt", project.read(caption).replace("made up", "real"));
    let said = |file: &str| {
        let ran = project.run(&["press", "--verify", file]);
        let code = ran.code;
        (code, ran.out.trim_end().to_owned())
    };
    let altered = |file: &str, why: &str| (1, format!("{file}: altered: {why}"));
    assert_eq!(
        said("pixel.png"),
        altered("pixel.png", "its pixels are not those that were recorded")
    );
    assert_eq!(
        said("caption.png"),
        altered(
            "caption.png",
            "its title, alternative text or caption is not the one that was recorded"
        )
    );
    assert_eq!(
        said("bare.png"),
        (
            0,
            "bare.png: current: its pixels are those of trees_index-social, figure 1.1; the record was taken out"
                .to_owned()
        )
    );
    assert_eq!(
        said("drawing.svg"),
        altered(
            "drawing.svg",
            "its drawing is not the one that was recorded: its words are “Source: Real survey of street trees”"
        )
    );
    assert_eq!(
        said("caption.txt"),
        altered(
            "caption.txt",
            "it says “real” where the caption of figure 1.1 says “made up”: “the data in this report are real”"
        )
    );
    // The next edition supersedes.
    project.replace("report/report.yaml", "First edition", "Second edition");
    project.build_page();
    let (code, out) = said(png);
    assert_eq!(code, 1);
    assert_eq!(
        out,
        format!(
            "{png}: superseded: it is of First edition, 15 January 2025, which Second edition, 15 January 2025, has followed: the values are the same; figure 1.1 now says “Trees grew faster where they were planted”"
        )
    );
}

#[test]
fn a_picture_survives_other_programs_as_far_as_they_keep_it() {
    let project = built();
    press(&project, &[]);
    let name = "press/trees_index/trees_index-social";
    let said = |file: &str, content: Vec<u8>| {
        project.file(file, content);
        let ran = project.run(&["press", "--verify", file]);
        let line = ran.out.strip_prefix(&format!("{file}: ")).unwrap();
        line.trim_end().to_owned()
    };
    let figure = "figure 1.1 of First edition, 15 January 2025";
    // An editor of drawings writes the file anew: other line ends, attributes of its own.
    let svg = project.read(&format!("{name}.svg"));
    let anew =
        svg.replace('\n', "\r\n").replace("<svg ", "<svg id=\"svg1\" version=\"1.1\" ");
    let seen =
        format!("current: {figure}; the file was written anew, and draws the same");
    assert_eq!(said("anew.svg", anew.clone().into_bytes()), seen);
    let moved = anew.replace("y=\"36\"", "y=\"37\"");
    assert_eq!(
        said("moved.svg", moved.into_bytes()),
        "altered: its drawing is not the one that was recorded: <text> has y=\"37\""
    );
    let title =
        anew.replace("<title>Line chart: Trees grew", "<title>Line chart: Trees fell");
    assert_eq!(
        said("title.svg", title.into_bytes()),
        "altered: its drawing is not the one that was recorded: its words are “Line chart: Trees fell faster where they were planted. With …”"
    );
    let caption = svg.replacen("planted Street trees", "felled Street trees", 1);
    assert_ne!(caption, svg);
    assert_eq!(
        said("caption.svg", caption.into_bytes()),
        "altered: its title, alternative text or caption is not the one that was recorded"
    );
    // A picture made smaller, and one of another kind with the record copied over.
    let (mut pixels, labels) =
        reissue::figure::decode(&bytes(&project, &format!("{name}.png"))).unwrap();
    pixels.rgb.truncate(pixels.rgb.len() / 2);
    pixels.height /= 2;
    let labels: Vec<(&str, String)> =
        labels.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let half = reissue::figure::encode(&pixels, &labels).unwrap();
    assert_eq!(said("half.png", half), "altered: it was scaled or cut");
    // What is no picture says so; a record copied into it proves nothing.
    let jpeg = b"\xff\xd8\xff\xe1 no words".to_vec();
    assert!(
        said("bare.jpg", jpeg.clone()).starts_with("unknown: this JPEG cannot be read: ")
    );
    let record = labels.iter().find(|(name, _)| *name == "reissue").unwrap();
    let told = [jpeg, record.1.clone().into_bytes()].concat();
    assert!(said("told.jpg", told).starts_with("unknown: this JPEG cannot be read: "));
    let pdf = [b"%PDF-1.7 ".to_vec(), record.1.clone().into_bytes()].concat();
    assert!(
        said("told.pdf", pdf)
            .starts_with(&format!("unknown: it says that it is {figure}; "))
    );
}

/// A picture as other programs hand it on.
fn jpeg(pixels: &reissue::figure::Pixels, across: u32, cut: u32, quality: u8) -> Vec<u8> {
    let whole =
        image::RgbImage::from_raw(pixels.width, pixels.height, pixels.rgb.clone())
            .unwrap();
    let (width, height) = (pixels.width - 2 * cut, pixels.height - 2 * cut);
    let inner = image::imageops::crop_imm(&whole, cut, cut, width, height).to_image();
    let filter = image::imageops::FilterType::Triangle;
    let scaled = image::imageops::resize(&inner, across, across * height / width, filter);
    let mut out = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, quality);
    scaled.write_with_encoder(encoder).unwrap();
    out
}

#[test]
fn a_picture_is_known_by_what_it_shows_and_an_overlay_is_seen() {
    let project = built();
    press(&project, &[]);
    let mut expected = Vec::new();
    for (size, tone) in [("social", ""), ("card", "-dark")] {
        let name = format!("trees_index-{size}{tone}");
        let png = bytes(&project, &format!("press/trees_index/{name}.png"));
        let (mut pixels, _) = reissue::figure::decode(&png).unwrap();
        let mut lay = |how: &str, content: Vec<u8>, verdict: &str| {
            project.file(&format!("{name}-{how}.jpg"), content);
            expected.push((format!("{name}-{how}.jpg"), verdict.to_owned()));
        };
        let across = pixels.width;
        lay("again", jpeg(&pixels, across, 0, 75), "similar");
        lay("cut", jpeg(&pixels, across, 4, 60), "similar");
        lay("small", jpeg(&pixels, across * 7 / 10, 0, 80), "similar");
        // A block of another colour, of the height of a letter, amid the picture.
        let (side, middle) =
            (across / 50, (pixels.height / 2 * across + across / 2) as usize);
        for row in 0..side {
            let start = (middle + (row * across) as usize) * 3;
            pixels.rgb[start..start + side as usize * 3].fill(128);
        }
        lay("over", jpeg(&pixels, across, 0, 75), "altered");
    }
    // All at once, as the pictures of the edition are drawn once for all that is looked up.
    let mut arguments = vec!["press", "--verify"];
    arguments.extend(expected.iter().map(|(file, _)| file.as_str()));
    let ran = project.run(&arguments);
    assert_eq!(ran.out.lines().count(), expected.len(), "{}", ran.out);
    for (line, (file, verdict)) in ran.out.lines().zip(&expected) {
        // Of two sizes with one layout either will do.
        let start = format!(
            "{file}: {verdict}: looks like figure 1.1 of First edition (trees_index-"
        );
        assert!(line.starts_with(&start), "{line}");
        if verdict == "similar" {
            let unsure = ", recompressed; edition not sure: no earlier edition is at hand: compare its numbers, such as ";
            assert!(line.contains(unsure), "{line}");
        }
    }
}

#[test]
fn a_strip_beside_a_whole_picture_is_seen() {
    let project = built();
    press(&project, &[]);
    let png = bytes(&project, "press/trees_index/trees_index-card.png");
    let (pixels, _) = reissue::figure::decode(&png).unwrap();
    let (width, height) = (pixels.width, pixels.height);
    let own = image::RgbImage::from_raw(width, height, pixels.rgb).unwrap();
    let cases = [
        ("below", (0, 60), (0, 0), 255),
        ("above", (0, 90), (0, 90), 0),
        ("to the right of", (120, 0), (0, 0), 128),
        ("to the left of", (120, 0), (120, 0), 0),
    ];
    for (at, (side, (across, down), (x, y), shade)) in cases.into_iter().enumerate() {
        let ground = image::Rgb([shade; 3]);
        let mut with = image::RgbImage::from_pixel(width + across, height + down, ground);
        // Bars for letters.
        for (left, top, pixel) in with.enumerate_pixels_mut() {
            if left / 6 % 2 == 0 && top % 30 > 14 {
                *pixel = image::Rgb([shade ^ 128; 3]);
            }
        }
        image::imageops::replace(&mut with, &own, i64::from(x), i64::from(y));
        let (width, height) = with.dimensions();
        let pixels = reissue::figure::Pixels { width, height, rgb: with.into_raw() };
        let content = if at % 2 == 0 {
            reissue::figure::encode(&pixels, &[]).unwrap()
        } else {
            jpeg(&pixels, width, 0, 75)
        };
        project.file("with.img", content);
        assert_eq!(
            project.run(&["press", "--verify", "with.img"]).out,
            format!(
                "with.img: altered: it shows figure 1.1 of First edition (trees_index-card) whole, and something was added {side} it\n"
            )
        );
    }
}

#[test]
fn what_an_earlier_edition_gave_is_superseded_although_it_looks_the_same() {
    let project = built();
    press(&project, &[]);
    let name = "trees_index-social";
    let picture = || {
        let png = bytes(&project, &format!("press/trees_index/{name}.png"));
        reissue::figure::decode(&png).unwrap().0
    };
    let across = picture().width;
    project.file("old.jpg", jpeg(&picture(), across * 6 / 10, 0, 70));
    project.file("caption.txt", project.read("press/trees_index/caption.txt"));
    let ran = project.run(&["release", "first", "--html-only", "--date", "2025-01-15"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // One tree in a hundred of one district: less than a pixel of the line.
    project.replace("data/trees.csv", "D1,planting,2024,1109", "D1,planting,2024,1120");
    project.replace("report/report.yaml", "First edition", "Second edition");
    project.build_page();
    press(&project, &[]);
    project.file("new.jpg", jpeg(&picture(), across, 0, 70));
    let out =
        project.run(&["press", "--verify", "old.jpg", "new.jpg", "caption.txt"]).out;
    let lines: Vec<&str> = out.lines().collect();
    let [old, new, caption] = lines[..] else { panic!("{out}") };
    let followed = "superseded: it is of release `first` (First edition, 15 January 2025), which Second edition, 15 January 2025, has followed: ";
    let like = format!("old.jpg: {followed}looks like figure 1.1 of First edition (");
    assert!(old.starts_with(&like), "{out}");
    assert!(new.starts_with("new.jpg: similar: looks like figure 1.1 "), "{out}");
    assert!(new.ends_with(", recompressed"), "{out}");
    assert_eq!(
        caption,
        format!("caption.txt: {followed}the caption of figure 1.1"),
        "{out}"
    );
}

#[test]
fn what_is_added_to_a_picture_is_never_current() {
    let project = built();
    press(&project, &[]);
    let name = "press/trees_index/trees_index-social";
    let (png, svg) =
        (bytes(&project, &format!("{name}.png")), project.read(&format!("{name}.svg")));
    let verdict = |file: &str, content: Vec<u8>| {
        project.file(file, content);
        project.run(&["press", "--verify", file]).out
    };
    let chunk = |name: &[u8], content: &[u8]| {
        let sum = crc(&[name, content].concat());
        let length = (content.len() as u32).to_be_bytes();
        [&length[..], name, content, &sum.to_be_bytes()].concat()
    };
    // After the header of a PNG, and before the end of an SVG, and within its metadata.
    let within = |part: Vec<u8>| [&png[..33], &part, &png[33..]].concat();
    for part in [
        chunk(b"gAMA", &1000_u32.to_be_bytes()),
        chunk(b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]),
    ] {
        let out = verdict("forged.png", within(part));
        assert!(out.starts_with("forged.png: altered: it carries "), "{out}");
    }
    for part in [
        "<script>alert(1)</script>",
        "<style>@media screen{text{opacity:0}}</style>",
        "<foreignObject width=\"9\" height=\"9\"/>",
        "<rect width=\"9\" height=\"9\" opacity=\"0\"><set attributeName=\"opacity\" to=\"1\"/></rect>",
    ] {
        for end in ["</svg>", "</metadata>"] {
            let out = verdict(
                "forged.svg",
                svg.replacen(end, &format!("{part}{end}"), 1).into_bytes(),
            );
            assert!(out.starts_with("forged.svg: altered: its drawing "), "{out}");
        }
    }
}

/// The checksum of a part of a PNG.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 }
        })
    })
}

const EMBARGO: &str = "embargo: 2099-07-01T00:01+01:00";
const HELD: &str = "; under embargo until 00:01 on Wednesday 1 July 2099 (UTC+01:00); copy for South desk";

#[test]
fn the_copy_of_a_recipient_is_known_however_it_was_compressed_and_rescaled() {
    let project = built();
    crate::press::declare(&project, EMBARGO);
    press(&project, &["--for", "North desk", "--for", "South desk"]);
    let folder = "press-embargoed-until-2099-07-01-0001-for-south-desk";
    let png = format!("{folder}/trees_index/trees_index-social.png");
    let (pixels, _) = reissue::figure::decode(&bytes(&project, &png)).unwrap();
    let across = pixels.width;
    project.file("jpeg.jpg", jpeg(&pixels, across, 0, 70));
    project.file("half.jpg", jpeg(&pixels, across / 2, 0, 80));
    let mut webp = Vec::new();
    image::codecs::webp::WebPEncoder::new_lossless(&mut webp)
        .encode(&pixels.rgb, across, pixels.height, image::ExtendedColorType::Rgb8)
        .unwrap();
    project.file("same.webp", webp);
    let ran = project.run(&["press", "--verify", "jpeg.jpg", "half.jpg", "same.webp"]);
    for (line, start) in ran.out.lines().zip([
        "jpeg.jpg: similar: looks like figure 1.1 of First edition (trees_index-social), recompressed",
        "half.jpg: similar: looks like figure 1.1 of First edition (trees_index-",
        "same.webp: current: its pixels are those of trees_index-social, figure 1.1; the record was taken out",
    ]) {
        assert!(line.starts_with(start) && line.contains(HELD), "{line}");
    }
    assert_eq!(ran.out.lines().count(), 3, "{}{}", ran.out, ran.err);
}

#[test]
fn a_page_that_is_framed_is_known_in_a_screenshot_of_it() {
    let project = built();
    crate::press::declare(&project, EMBARGO);
    press(&project, &["--for", "South desk"]);
    let folder = "press-embargoed-until-2099-07-01-0001-for-south-desk";
    let page = project.read(&format!("{folder}/trees_index/embed.html"));
    let svg = page.split("<div class=\"at w660\">").nth(1).unwrap();
    let svg = svg.split("</div>").next().unwrap().trim();
    let (width, height) = reissue::figure::extent(svg).unwrap();
    let (width, height) = (width.round() as u32, height.round() as u32);
    let pixels = reissue::figure::pixels(svg, (width, height)).unwrap();
    let own = image::RgbImage::from_raw(width, height, pixels.rgb).unwrap();
    // In a frame that is a little wider, with a line under it that a browser sets, and a little of the article
    // above it.
    let white = image::Rgb([255; 3]);
    let mut shot = image::RgbImage::from_pixel(width + 60, height + 48, white);
    image::imageops::replace(&mut shot, &own, 30, 14);
    for (x, y) in (18..300).flat_map(|x| (height + 23..height + 35).map(move |y| (x, y)))
    {
        if x / 4 % 2 == 0 {
            shot.put_pixel(x, y, image::Rgb([90; 3]));
        }
    }
    let taken = |shot: image::RgbImage| {
        let (width, height) = shot.dimensions();
        reissue::figure::Pixels { width, height, rgb: shot.into_raw() }
    };
    let looks = "looks like figure 1.1 of First edition, framed in a page";
    let whole = taken(shot.clone());
    project.file("shot.png", reissue::figure::encode(&whole, &[]).unwrap());
    // The margin cut, and saved as JPEG.
    project.file("cut.jpg", jpeg(&whole, width + 40, 10, 80));
    for at in 0..20 * 20 {
        shot.put_pixel(width / 2 + at % 20, height / 2 + at / 20, image::Rgb([120; 3]));
    }
    project.file("over.png", reissue::figure::encode(&taken(shot), &[]).unwrap());
    let ran = project.run(&["press", "--verify", "shot.png", "cut.jpg", "over.png"]);
    let lines: Vec<&str> = ran.out.lines().collect();
    let similar = format!(
        "similar: {looks}; the line under it was not compared, and letters of a browser hide small changes: compare its numbers{HELD}"
    );
    assert_eq!(lines[0], format!("shot.png: {similar}"), "{}", ran.out);
    assert_eq!(lines[1], format!("cut.jpg: {similar}"), "{}", ran.out);
    let altered = format!("over.png: altered: {looks}, but part of it is another: ");
    assert!(lines[2].starts_with(&altered), "{}", ran.out);
}

#[test]
fn a_thin_strip_added_to_a_picture_is_never_current() {
    let project = built();
    press(&project, &[]);
    let png = bytes(&project, "press/trees_index/trees_index-social.png");
    let (pixels, labels) = reissue::figure::decode(&png).unwrap();
    let width = pixels.width;
    let mut with = pixels;
    with.height += 8;
    with.rgb
        .extend((0..width * 8).flat_map(|at| [if at / 6 % 2 == 0 { 0 } else { 255 }; 3]));
    let labels: Vec<(&str, String)> =
        labels.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    project.file("strip.png", reissue::figure::encode(&with, &[]).unwrap());
    project.file("told.png", reissue::figure::encode(&with, &labels).unwrap());
    project.file("small.jpg", jpeg(&with, width / 2, 0, 80));
    let all = ["strip.png", "told.png", "small.jpg"];
    let ran = project.run(&[&["press", "--verify"], &all[..]].concat());
    assert_eq!(ran.out.lines().count(), all.len(), "{}", ran.out);
    // What is thinner than letters that can be read may count as a margin.
    for line in ran.out.lines() {
        let fits =
            line.contains(": altered: ") || line.contains(": similar: looks like ");
        assert!(fits, "{}", ran.out);
    }
}
