//! Pictures of every kind of chart, to look at one by one.

use crate::random_charts::Dice;
use crate::random_charts::in_panels;
use crate::random_charts::notes;
use crate::random_charts::tame;
use reissue::figure::Look;
use reissue::figure::Placement;
use reissue::figure::Variant;
use reissue::figure::draw;
use reissue::figure::kinds;
use reissue::model::chart::Chart;
use reissue::model::chart::Curve;
use reissue::model::theme::Theme;
use reissue::press::SIZES;
use std::sync::Arc;

#[test]
#[ignore = "writes pictures to look at into `sheet/` of the target's `tmp/`"]
fn a_contact_sheet_of_every_kind_in_every_look_and_width() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("sheet");
    std::fs::create_dir_all(&folder).unwrap();
    let theme = Arc::new(Theme::default());
    for (seed, kind) in kinds().enumerate() {
        let (chart, texts) = tame(155 + seed as u64, kind);
        let write = |name: String, svg: &str| {
            let png = reissue::figure::png(svg, 1.0).unwrap();
            std::fs::write(folder.join(format!("{kind}-{name}.png")), png).unwrap();
        };
        for (variant, name) in Variant::ALL {
            let look = Look::new(&theme, variant);
            let svg = draw(
                &chart,
                &texts,
                Placement::Sized { width: 850, height: None },
                &look,
            );
            write(format!("850-{name}"), &svg);
        }
        let look = Look::new(&theme, Variant::Light);
        let (mut noted, mut words) = (chart.clone(), texts.clone());
        for (curve, name) in [(Curve::Density, "density"), (Curve::Normal, "normal")] {
            if kind == "histogram" {
                let outlined = Chart { curve: Some(curve), ..chart.clone() };
                let place = Placement::Sized { width: 850, height: None };
                write(name.to_owned(), &draw(&outlined, &texts, place, &look));
            }
        }
        let dice = &mut Dice::tame(155 + seed as u64);
        notes::add(dice, kind, &mut noted, &mut words);
        for width in [360, 850] {
            let place = Placement::Sized { width, height: None };
            write(format!("{width}-notes"), &draw(&noted, &words, place, &look));
        }
        for width in [360, 1200] {
            let svg =
                draw(&chart, &texts, Placement::Sized { width, height: None }, &look);
            write(format!("{width}-light"), &svg);
        }
        for (count, width) in [1, 4, 9]
            .into_iter()
            .flat_map(|count| [360, 850, 1200].map(|width| (count, width)))
        {
            let Some(set) = in_panels(seed as u64, &chart, count) else { continue };
            let place = Placement::Sized { width, height: None };
            write(format!("{width}-panels-{count}"), &draw(&set, &texts, place, &look));
        }
        for size in SIZES {
            write(size.name.to_owned(), &draw(&chart, &texts, size.placement(), &look));
        }
    }
}
