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
            "bare.png: current: its pixels are those of trees_index-social; the record was taken out"
                .to_owned()
        )
    );
    assert_eq!(
        said("drawing.svg"),
        altered("drawing.svg", "its drawing is not the one that was recorded")
    );
    assert_eq!(
        said("caption.txt"),
        altered(
            "caption.txt",
            "the caption of figure 1.1 has no line “The data in this report are real.”"
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
            "{png}: superseded: by Second edition, 15 January 2025: the values are the same; it was of First edition, 15 January 2025; figure 1.1 now says “Trees grew faster where they were planted”"
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
        format!("current: {figure}; the file was written anew, and looks the same");
    assert_eq!(said("anew.svg", anew.clone().into_bytes()), seen);
    let moved = anew.replace("y=\"36\"", "y=\"37\"");
    assert_eq!(
        said("moved.svg", moved.into_bytes()),
        "altered: its drawing is not the one that was recorded"
    );
    let title =
        anew.replace("<title>Line chart: Trees grew", "<title>Line chart: Trees fell");
    assert_eq!(
        said("title.svg", title.into_bytes()),
        "altered: its drawing is not the one that was recorded"
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
    let jpeg = b"\xff\xd8\xff\xe1 no words".to_vec();
    assert_eq!(said("bare.jpg", jpeg.clone()), "unknown: this JPEG carries no record");
    let record = labels.iter().find(|(name, _)| *name == "reissue").unwrap();
    let told = [jpeg, record.1.clone().into_bytes()].concat();
    assert_eq!(
        said("told.jpg", told),
        format!("current: {figure}; its pixels are not checked")
    );
}
