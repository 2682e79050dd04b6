//! Faults of the declarations: `report/*.yaml` and the data contract.

use crate::brand::brand;
use crate::harness::Project;
use crate::messages::cases;
use crate::messages::same;
use crate::messages::says;
use reissue::model::diagnostic::Sources;
use reissue::model::diagnostic::Style;
use reissue::model::diagnostic::render;
use reissue::project::Memory;

const REPORT: &str = "report/report.yaml";
const STATISTICS: &str = "report/statistics.yaml";
const FIGURES: &str = "report/figures.yaml";
const CONTRACT: &str = "data/datapackage.yaml";

fn statistic(project: &Project, from: &str, to: &str) {
    project.replace(STATISTICS, from, to);
}

fn contract(project: &Project, from: &str, to: &str) {
    project.replace(CONTRACT, from, to);
}

/// Nine levels of nine aliases each: a thousand million values from half a kilobyte.
fn exploding() -> String {
    let mut text = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, of) in "bcdefghi".chars().zip("abcdefgh".chars()) {
        let list = vec![format!("*{of}"); 9].join(",");
        text.push_str(&format!("{name}: &{name} [{list}]\n"));
    }
    text
}

/// Twelve columns of one statistic, each under a long name.
fn named_columns() -> String {
    let mut figures = "figures:\n  trees_index:\n    kind: column\n    headline: One finding\n    subtitle: Growth of street trees, %\n    source: Made-up survey\n    items:\n".to_owned();
    for name in ["Llanfairpwllgwyngyll", "Penrhyndeudraeth", "Aberystwyth", "Merthyr"] {
        for end in ["A", "B", "C"] {
            figures.push_str(&format!(
                "      - {{stat: growth.planting, label: {name} {end}, series: s}}\n"
            ));
        }
    }
    figures
}

/// The figure of the starter with a panel for each series.
fn in_panels(project: &Project) {
    project.replace(FIGURES, "    series: scheme\n", "    panel: scheme\n");
    project.replace(FIGURES, "    treated: planting\n    control: none\n", "");
}

/// The figure of the starter as a combined one of some panels.
fn combined(project: &Project, panels: &str) {
    project.file(
        FIGURES,
        format!("figures:\n  trees_index:\n    kind: combined\n    headline: Trees grew\n    subtitle: Street trees, 2018 to 2024\n    source: Made-up survey\n    panels:\n{panels}"),
    );
}

/// The figure of the starter with one annotation.
fn annotated(project: &Project, annotation: &str) {
    let lines = format!("    control: none\n    annotations:\n      - {annotation}\n");
    project.replace(FIGURES, "    control: none\n", &lines);
}

cases! {
    rows_kept_by_a_value_that_no_row_has: |p: &Project| statistic(p, "    distinct: district\n", "    distinct: district\n    where: {year: [2018, 2180], scheme: [planting, planing]}\n");
    an_annotation_of_an_unknown_series: |p: &Project| annotated(p, "{text: Planting, series: plantin, x: \"2020\"}");
    an_annotation_of_one_of_several_series: |p: &Project| annotated(p, "{text: Planting, x: \"2020\"}");
    an_annotation_at_a_time_without_a_value: |p: &Project| annotated(p, "{text: Planting, series: planting, x: \"2031\"}");
    an_annotation_over_times_beyond_the_axis: |p: &Project| annotated(p, "{text: Drought, from: \"2010\", to: \"2020\"}");
    an_annotation_over_times_that_run_backwards: |p: &Project| annotated(p, "{text: Drought, from: \"2021\", to: \"2019\"}");
    an_annotation_about_nothing: |p: &Project| annotated(p, "{text: Drought, from: \"2021\"}");
    an_annotation_between_one_series: |p: &Project| annotated(p, "{text: Far apart, between: [none, none], x: latest}");
    an_annotation_that_a_kind_has_no_place_for: |p: &Project| {
        annotated(p, "{text: Slow growth, series: none, from: \"2021\", to: latest}");
        p.replace(FIGURES, "kind: line", "kind: column");
    };
    an_annotation_in_a_panel_of_none: |p: &Project| annotated(p, "{text: Planting, panel: none, series: none, x: latest}");
    an_annotation_in_an_unknown_panel: |p: &Project| {
        annotated(p, "{text: Planting, panel: plantin, x: latest}");
        in_panels(p);
    };
    an_annotation_in_one_of_several_panels: |p: &Project| {
        annotated(p, "{text: Planting, x: latest}");
        in_panels(p);
    };
    a_line_at_a_value_over_a_histogram_in_panels: |p: &Project| {
        p.replace(FIGURES, "kind: line", "kind: histogram\n    reference: {value: 100, label: As in 2018}");
        in_panels(p);
    };
    a_curve_over_too_few_values: |p: &Project| {
        p.replace(FIGURES, "kind: line", "kind: histogram\n    curve: density");
        in_panels(p);
    };
    a_combined_figure_of_one_chart: |p: &Project| {
        combined(p, "      - {kind: line, title: \"Trees, 2018 = 100\", data: trees_index, x: year, series: scheme}\n");
    };
    a_panel_of_a_kind_that_has_panels: |p: &Project| {
        combined(p, "      - {kind: line, title: \"Trees, 2018 = 100\", data: trees_index, x: year, series: scheme}\n      - {kind: multiples, title: \"Trees, 2018 = 100\", data: trees_index, x: year}\n");
    };
    keys_and_families_of_a_panel_that_are_none: |p: &Project| {
        combined(p, "      - {kind: line, title: \"Trees, 2018 = 100\", data: trees_index, x: year, bins: 3}\n      - {kind: bar, title: Growth, data: trees_index, x: yeer}\n");
    };
    a_panel_of_an_unknown_dimension: |p: &Project| {
        combined(p, "      - {kind: line, title: \"Trees, 2018 = 100\", data: trees_index, x: year, series: scheme}\n      - {kind: bar, title: Growth, data: trees_index, x: yeer}\n");
    };
    letters_without_panels: |p: &Project| {
        p.replace(FIGURES, "    control: none\n", "    control: none\n    letters: true\n");
        p.replace(FIGURES, "kind: line", "kind: column");
    };
    a_mark_beyond_the_axis: |p: &Project| {
        p.replace(FIGURES, "    control: none\n", "    control: none\n    marks: [{x: \"2031\", text: Storm}]\n");
    };
    a_scatter_of_families_with_other_dimensions: |p: &Project| {
        p.replace(FIGURES, "kind: line", "kind: scatter\n    y: growth");
        p.replace(FIGURES, "x: year\n    series: scheme", "x: scheme");
    };
    a_log_axis_of_bars: |p: &Project| {
        p.replace(FIGURES, "kind: line", "kind: column");
        p.replace(FIGURES, "    control: none\n", "    control: none\n    scale: log\n");
    };
    a_log_axis_that_starts_at_zero: |p: &Project| {
        p.replace(FIGURES, "    control: none\n", "    control: none\n    scale: log\n    zero: true\n");
    };
    a_log_axis_with_a_line_at_zero: |p: &Project| {
        p.replace(FIGURES, "    control: none\n", "    control: none\n    scale: log\n    reference: {value: 0, label: Nothing}\n");
    };
    items_that_would_be_drawn_in_the_place_of_another: |p: &Project| {
        p.file(FIGURES, named_columns().replace(" B, series: s", ", series: s").replace(" A, series: s", ", series: s"));
    };
    one_statistic_as_several_items: |p: &Project| { p.file(FIGURES, named_columns().replace(", series: s", "")); };
    a_brand_whose_text_cannot_be_read: |p: &Project| { brand(p, "light: {accent: \"#f2a900\"}\n"); };
    a_brand_whose_cover_cannot_be_read: |p: &Project| { brand(p, "light: {band: \"#eeeeee\", on_band: \"#ffffff\"}\n"); };
    a_brand_whose_groups_look_alike: |p: &Project| { brand(p, "light: {treated: \"#c0392b\", control: \"#7a7a1e\"}\n"); };
    a_brand_whose_series_look_alike: |p: &Project| { brand(p, "light: {series: [\"#123456\", \"#123457\"]}\n"); };
    a_brand_whose_font_is_none: |p: &Project| { brand(p, "fonts: {regular: report/logo.svg, bold: report/b.ttf}\n"); };
    a_brand_whose_logo_is_no_picture: |p: &Project| { brand(p, ""); p.file("report/logo.svg", "no picture"); };
    files_of_a_brand_that_cannot_be_read: |p: &Project| {
        brand(p, "fonts: {regular: report/none.ttf, bold: report/bold.ttf}\n");
        p.remove("report/logo.svg");
        p.file("report/bold.ttf/folder.txt", "no font");
    };
    a_key_of_a_brand_that_is_none: |p: &Project| { brand(p, "lite: {accent: \"#5b1a6b\"}\n"); };
    a_date_of_publication_that_is_none: |p: &Project| { p.replace(REPORT, "2025-01-15", "15/01/2025"); };
    a_date_of_publication_that_does_not_exist: |p: &Project| { p.replace(REPORT, "2025-01-15", "2025-02-30"); };
    a_language_by_its_name: |p: &Project| { p.replace(REPORT, "edition: First", "language: English\nedition: First"); };
    addresses_that_run_a_program: |p: &Project| {
        p.replace(REPORT, "role: publisher}", "role: publisher, url: \"javascript:alert(1)\"}");
    };
    an_address_of_a_licence_that_runs_a_program: |p: &Project| {
        p.replace(REPORT, "https://creativecommons.org/publicdomain/zero/1.0/", "JavaScript:alert(2)");
    };
    an_address_of_a_contact_that_runs_a_program: |p: &Project| {
        p.replace(REPORT, "notice:", "contacts: [{role: Press, name: Office, address: \"data:text/html,x\"}]\nnotice:");
    };
    a_misspelt_key_of_the_report: |p: &Project| { p.replace(REPORT, "role: publisher", "rolle: publisher"); };
    a_missing_key_of_the_report: |p: &Project| { p.replace(REPORT, "edition: First edition\n", ""); };
    a_misspelt_key_of_a_statistic: |p: &Project| statistic(p, "distinct: district", "distinkt: district");
    a_missing_key_of_a_statistic: |p: &Project| statistic(p, "    from: 2018\n", "");
    a_misspelt_key_beside_faults_of_other_files: |p: &Project| {
        statistic(p, "  districts:\n", "  spread:\n    kind: welch\n    of: growth\n    levl: 90\n    unit: pointz\n  effects:\n    kind: welch\n    frame: pannel\n    measure: trees\n    base: 2018\n  panelled:\n    kind: twfe\n    frame: panel\n    measure: trees\n    area: district\n    time: year\n    group: {column: scheme, treated: planting, control: none}\n    first_treated: 2019\n    base: 2018\n  mean:\n    kind: welch\n    of: grwth\n  twice:\n    kind: difference\n    of: districts\n    minus: distrcts\n  districts:\n");
        p.replace("data/trees.csv", "2018", "20x8");
        p.replace("report/claims.yaml", "than:", "then:");
    };
    a_missing_kind: |p: &Project| statistic(p, "    kind: change\n", "");
    an_unknown_kind: |p: &Project| statistic(p, "kind: change", "kind: chang");
    a_misspelt_section: |p: &Project| statistic(p, "\nlabels:", "\nlabel:");
    a_misspelt_key_of_a_figure: |p: &Project| { p.replace("report/figures.yaml", "subtitle:", "subtitles:"); };
    misspelt_keys_and_kinds_of_charts_at_once: |p: &Project| {
        let text = p.read("report/figures.yaml");
        p.file("report/figures.yaml", text + "  both:\n    kind: combined\n    headlin: Two charts\n    subtitle: Street trees\n    panels:\n      - {kind: dott, titel: One, data: trees_index, x: year}\n      - {kind: line, title: Two, data: trees_index, x: year, bin: 3}\n  third: {kind: barr, headlin: A chart, subtitle: Street trees, data: growth}\n");
    };
    a_misspelt_key_of_a_table: |p: &Project| { p.replace("report/tables.yaml", "head:", "heads:"); };
    a_misspelt_key_of_a_claim: |p: &Project| { p.replace("report/claims.yaml", "than:", "then:"); };
    a_misspelt_key_of_the_contract: |p: &Project| contract(p, "primaryKey:", "primarykey:");
    keys_that_belong_elsewhere: |p: &Project| {
        contract(p, "resources:", "engines: {lake: {profile: lake}}\nchapters: []\nresources:");
        contract(p, "    path: trees.csv\n", "    path: trees.csv\n    delimiter: \";\"\n    missingValues: [x]\n");
        contract(p, "type: integer,", "type: integer, required: true, sheet: 2,");
        statistic(p, "\nlabels:", "\nresources: []\nfigures: {}\nlabels:");
        p.replace("report/tables.yaml", "tables:", "claims: {}\ntables:");
        p.replace(REPORT, "notice:", "frames: {}\nnotice:");
    };
    typing_errors_that_hid_one_another: |p: &Project| {
        p.replace(REPORT, "{name: Your organisation, role: publisher}", "{nme: Your organisation, role: publisher}");
        p.replace(REPORT, "licence:", "licens:");
        p.replace(REPORT, "label: with a scheme}", "labl: with a scheme}");
        statistic(p, "{column: year, at: 2018, unit: district}", "{colum: year, att: 2018, unit: district}");
        statistic(p, "title: Districts", "titel: Districts");
        contract(p, "{value: \"*\", label: suppressed}", "{value: \"*\", lable: suppressed}");
        contract(p, "      missingValues:", "      foreignKeys:\n        - {feilds: district, reference: {resorce: trees, fields: district}}\n      missingValues:");
        statistic(p, "title: Change in street trees", "title: [Change, in]");
    };
    a_dimension_to_keep_by_that_is_not_there: |p: &Project| {
        p.replace("report/figures.yaml", "    x: year\n", "    x: year\n    keep: {schema: [planting]}\n");
    };
    a_misspelt_constraint: |p: &Project| contract(p, "minimum: 2000", "minimun: 2000");
    a_missing_key_of_the_contract: |p: &Project| contract(p, "    path: trees.csv\n", "");
    a_list_where_a_text_is_wanted: |p: &Project| { p.replace(REPORT, "title: Street trees", "title: [Street, trees]"); };
    a_text_where_a_list_is_wanted: |p: &Project| statistic(p, "by: [scheme]\n    compare", "by: scheme\n    compare");
    a_text_where_a_number_is_wanted: |p: &Project| statistic(p, "    as: percent\n", "    as: percent\n    level: high\n");
    a_text_where_keys_are_wanted: |p: &Project| statistic(p, "{treated: planting, control: none}", "planting");
    an_unknown_word: |p: &Project| statistic(p, "as: percent", "as: percents");
    decimals_out_of_range: |p: &Project| statistic(p, "    as: percent\n", "    as: percent\n    decimals: 12\n");
    an_unknown_unit: |p: &Project| statistic(p, "    as: percent\n", "    as: percent\n    unit: percents\n");
    a_unit_that_is_what_is_counted: |p: &Project| statistic(p, "    as: percent\n", "    as: percent\n    unit: weeks\n");
    an_unknown_field_type: |p: &Project| contract(p, "type: integer", "type: int");
    a_delimiter_of_two_characters: |p: &Project| contract(p, "    schema:\n", "    dialect: {delimiter: \"::\"}\n    schema:\n");
    a_misspelt_key_of_a_dialect: |p: &Project| contract(p, "    schema:\n", "    dialect: {headerRow: [3]}\n    schema:\n");
    a_pattern_that_cannot_be_read: |p: &Project| contract(p, "{required: true}}", "{required: true, pattern: \"[a-\"}}");
    a_key_of_a_column_that_is_not_declared: |p: &Project| contract(p, "[district, year]", "[distrct, year]");
    a_foreign_key_to_nowhere: |p: &Project| contract(p, "      missingValues:", "      foreignKeys:\n        - {fields: district, reference: {resource: districts, fields: code}}\n      missingValues:");
    two_fields_of_one_name: |p: &Project| contract(p, "name: scheme", "name: district");
    two_resources_of_one_name: |p: &Project| {
        let text = p.read(CONTRACT);
        let (_, resource) = text.split_once("resources:\n").unwrap();
        p.file(CONTRACT, format!("{text}{resource}"));
    };
    a_duplicate_key: |p: &Project| { p.replace("report/claims.yaml", "    is: greater\n", "    is: greater\n    is: less\n"); };
    a_duplicate_id: |p: &Project| statistic(p, "  trees_index:\n", "  growth:\n");
    a_frame_named_as_a_resource: |p: &Project| statistic(p, "  panel:\n", "  trees:\n");
    an_id_that_cannot_be_one: |p: &Project| statistic(p, "  districts:\n", "  Districts 2:\n");
    yaml_that_cannot_be_read: |p: &Project| { p.replace("report/claims.yaml", "of: growth.planting", "of: [growth.planting"); };
    a_file_that_holds_a_list: |p: &Project| { p.file("report/claims.yaml", "- one\n- two\n"); };
    anchors_that_explode: |p: &Project| { p.file("report/claims.yaml", exploding()); };
    an_alias_without_an_anchor: |p: &Project| { p.file("report/claims.yaml", "claims: *nowhere\n"); };
    collections_nested_beyond_reason: |p: &Project| { p.file("report/claims.yaml", format!("claims: {}\n", "[".repeat(100_000))); };
    frames_in_a_circle: |p: &Project| statistic(
        p,
        "    sql: SELECT district, scheme, year, trees FROM trees\n    key: [district, year]\n",
        "    sql: SELECT * FROM other\n    key: [district, year]\n  other:\n    sql: SELECT * FROM panel\n    key: [district, year]\n",
    );
    a_frame_of_itself: |p: &Project| statistic(p, "FROM trees", "FROM panel");
    an_unknown_table_in_sql: |p: &Project| statistic(p, "FROM trees", "FROM tress");
    an_unknown_column_in_sql: |p: &Project| statistic(p, "SELECT district, scheme, year, trees", "SELECT district, scheme, year, tres");
    sql_that_cannot_be_read: |p: &Project| statistic(p, "SELECT district,", "SELEC district,");
    sql_of_two_statements: |p: &Project| statistic(p, "FROM trees", "FROM trees; DROP TABLE trees");
    an_unknown_key_column_of_a_frame: |p: &Project| statistic(p, "key: [district, year]", "key: [district, yaer]");
    a_frame_whose_key_is_not_unique: |p: &Project| statistic(p, "key: [district, year]", "key: [district]");
    an_unknown_engine: |p: &Project| statistic(p, "    key: [district, year]\n", "    key: [district, year]\n    engine: duckdb\n");
    an_unknown_frame: |p: &Project| statistic(p, "frame: panel\n    measure: trees\n    area", "frame: pannel\n    measure: trees\n    area");
    an_unknown_column: |p: &Project| statistic(p, "measure: trees\n    area", "measure: tree\n    area");
    a_column_of_texts_that_is_measured: |p: &Project| statistic(p, "measure: trees\n    area", "measure: scheme\n    area");
    a_group_that_is_not_there: |p: &Project| statistic(p, "control: none", "control: nobody");
    a_year_that_is_not_there: |p: &Project| statistic(p, "from: 2018", "from: 2008");
    an_unknown_family_of_a_figure: |p: &Project| { p.replace("report/figures.yaml", "data: trees_index", "data: tree_index"); };
    an_unknown_dimension_of_a_figure: |p: &Project| { p.replace("report/figures.yaml", "series: scheme", "series: schema"); };
    an_unknown_statistic_of_a_table: |p: &Project| { p.replace("report/tables.yaml", "districts.{row}", "district.{row}"); };
    a_call_in_the_label_of_a_column: |p: &Project| { p.replace("report/tables.yaml", "label: Change", "label: 'Change in {{ stat(\"districts.none\") }} districts'"); };
    calls_in_texts_that_are_no_templates: |p: &Project| {
        p.replace("report/report.yaml", "subtitle: A first report, to change into your own", "subtitle: 'In {{ stat(\"districts.none\") }} districts'");
        p.replace("report/statistics.yaml", "none: districts without one", "none: '{% if true %}districts{% endif %}'");
        p.replace("report/statistics.yaml", "title: Change in street trees", "title: 'Change in {{ x }}'");
    };
    a_table_without_rows: |p: &Project| {
        let text = p.read("report/tables.yaml");
        let (head, _) = text.split_once("    rows:").unwrap();
        p.file("report/tables.yaml", head);
    };
    an_unknown_frame_of_a_table: |p: &Project| {
        p.file("report/tables.yaml", "tables:\n  growth:\n    title: T\n    frame: pannel\n    columns: [{label: District, column: district}]\n");
    };
    an_unknown_statistic_of_a_finding: |p: &Project| { p.replace(REPORT, "stat: growth.none", "stat: growth.nun"); };
    a_claim_about_nothing: |p: &Project| { p.replace("report/claims.yaml", "    of: growth.planting\n", ""); };
    a_claim_with_an_unknown_word: |p: &Project| { p.replace("report/claims.yaml", "is: greater", "is: grater"); };
    a_claim_about_an_unknown_statistic: |p: &Project| { p.replace("report/claims.yaml", "than: growth.none", "than: growth.nun"); };
    a_claim_that_could_never_fail: |p: &Project| { p.file("report/claims.yaml", "claims:\n  grew_faster:\n    holds: 'value(\"growth.planting\")'\n"); };
    a_claim_that_reads_no_statistic: |p: &Project| { p.file("report/claims.yaml", "claims:\n  grew_faster:\n    holds: '2 > 1'\n"); };
    a_claim_of_two_units: |p: &Project| { p.replace("report/claims.yaml", "than: growth.none", "than: districts.none"); };
    a_figure_in_print_that_is_not_reproduced: |p: &Project| {
        p.file("report/works.yaml", "survey:\n  type: report\n  title: Survey\n  date: 2024\n");
        p.replace(REPORT, "generated: [provenance]", "bibliography: report/works.yaml\ngenerated: [published, provenance]");
        p.file("report/published.yaml", "published:\n  headline:\n    says: growth with a scheme\n    value: 31.5\n    statistic: growth.planting\n    tolerance: 0.05\n    source: survey\n");
    };
    a_bibliography_that_cannot_be_read: |p: &Project| {
        p.file("report/works.yaml", "survey:\n  type: rapport\n  title: Survey\n");
        p.replace(REPORT, "generated:", "bibliography: report/works.yaml\ngenerated:");
    };
    a_bibtex_that_cannot_be_read: |p: &Project| {
        p.file("report/works.bib", "@book{one,\n  title = {Open\n");
        p.replace(REPORT, "generated:", "bibliography: report/works.bib\ngenerated:");
    };
    a_missing_chapter: |p: &Project| { p.remove("report/chapters/2-claims.md"); };
    a_missing_contract: |p: &Project| { p.remove(CONTRACT); };
    a_missing_bibliography: |p: &Project| { p.replace(REPORT, "generated:", "bibliography: report/works.yaml\ngenerated:"); };
    a_chapter_outside_the_project: |p: &Project| { p.replace(REPORT, "report/chapters/2-claims.md", "../../etc/passwd"); };
    a_chapter_by_an_absolute_path: |p: &Project| { p.replace(REPORT, "report/chapters/2-claims.md", "/etc/passwd"); };
    a_folder_for_a_chapter: |p: &Project| { p.replace(REPORT, "report/chapters/2-claims.md", "report/chapters"); };
    a_template_that_leads_to_no_other_page: |p: &Project| {
        p.replace("report/report.yaml", "edition:", "html: {form: pages}\nedition:");
        p.file("templates/html/page.html", "<!doctype html>\n<title>{{ title }}</title>\n<p>{{ embargo }} {{ notice | safe }} {% for contact in contacts %}{{ contact.role }} {{ contact.name }}{% endfor %}</p>\n");
    };
    a_title_by_language_in_a_report_of_one: |p: &Project| {
        p.replace("report/report.yaml", "title: Street trees", "title: {en: Trees, fr: Arbres}");
    };
    a_template_that_cannot_be_read: |p: &Project| { p.file("templates/html/page.html", "<html>{{ document.meta.title }</html>\n"); };
}

#[test]
fn a_headline_of_too_many_words() {
    says("a_headline_of_too_many_words", &["check"], &[], &|p| {
        let long = "Trees grew faster where they were planted and cared for by many people in the districts that had one";
        p.replace(
            "report/figures.yaml",
            "Trees grew faster where they were planted",
            long,
        );
    });
}

#[test]
fn a_sign_off_that_cannot_be_read() {
    sign_off("a_sign_off_that_cannot_be_read", "decisions: [");
}

#[test]
fn a_sign_off_of_another_shape() {
    let text = "number-growth:\n  state: agreed\n  who: the data office\n";
    sign_off("a_sign_off_of_another_shape", text);
}

fn sign_off(name: &str, text: &str) {
    let files = Memory::new().with("report/review.yaml", text);
    let failure = reissue::project::review(&files).unwrap_err();
    let mut sources = Sources::new();
    sources.insert("report/review.yaml", text);
    let style = Style::Full { colour: false };
    let said = render(failure.diagnostics(), &sources, style);
    same(name, &said);
}

#[test]
fn names_that_have_no_room_under_a_plot_are_a_warning() {
    let name = "names_that_have_no_room_under_a_plot";
    says(name, &["check"], &[], &|p| {
        p.file(FIGURES, named_columns());
    });
}

#[test]
fn an_annotation_that_has_no_room_is_a_warning() {
    says("an_annotation_that_has_no_room", &["check"], &[], &|p| {
        let words =
            "Districts where residents had asked for planting schemes ".repeat(12);
        annotated(p, &format!("{{text: \"{words}\", series: planting, x: latest}}"));
    });
}

#[test]
fn a_number_typed_into_an_annotation_is_a_warning() {
    says("a_number_typed_into_an_annotation", &["check"], &[], &|p| {
        annotated(p, "{text: 12 points apart, between: [planting, none], x: latest}");
    });
}

#[test]
fn numbers_in_keywords_frames_groups_and_heads_of_columns_are_read() {
    says(
        "numbers_in_keywords_frames_groups_and_heads_of_columns",
        &["check"],
        &[],
        &|p| {
            p.replace(
                "report/report.yaml",
                "authors:",
                "keywords: [street trees, trees rose by 12%]\nauthors:",
            );
            p.replace(
                STATISTICS,
                "    key: [district, year]\n",
                "    key: [district, year]\n    description: Districts, whose trees went up by a fifth\n",
            );
            p.replace(
                STATISTICS,
                "districts with a planting scheme\n",
                "districts that rose by 12%\n",
            );
            p.replace(
                "report/tables.yaml",
                "label: Change,",
                "label: Rose by twelve per cent,",
            );
            // Names hold numbers, and a band begins at one.
            p.replace(
                "report/tables.yaml",
                "label: Districts,",
                "label: Under 5 or up by 5% or more,",
            );
        },
    );
}

#[test]
fn keys_of_the_contract_that_nothing_reads() {
    says("keys_of_the_contract_that_nothing_reads", &["check"], &[], &|p| {
        contract(
            p,
            "name: tree-survey\n",
            "name: tree-survey\nowner: Parks\n_rows: 56\n\"dcat:theme\": trees\n",
        );
        contract(p, "type: integer,", "type: integer, unit: trees, owner: Parks,");
    });
}

#[test]
fn files_of_declarations_that_nothing_reads() {
    says("files_of_declarations_that_nothing_reads", &["check"], &[], &|p| {
        for name in ["figure.yaml", "claims.yml", "glossary.yaml", "_own.yaml"] {
            p.file(&format!("report/{name}"), "figures: {}\n");
        }
        p.file("report/areas/more.yaml", "figures: {}\n");
    });
}

#[test]
fn words_for_values_that_are_a_slip_away() {
    says("words_for_values_that_are_a_slip_away", &["check"], &[], &|p| {
        statistic(
            p,
            "    planting: districts with a",
            "    order: [plantng, none]\n    plantig: districts with a",
        );
        statistic(p, "labels:\n", "labels:\n  schem: {none: no}\n");
        p.replace(
            "report/figures.yaml",
            "{planting: With a scheme,",
            "{planing: With a scheme,",
        );
        p.replace("report/tables.yaml", "    rows:\n      - {key: planting, label: With a planting scheme}\n      - {key: none, label: Without}\n", "    rows: {from: growth, by: scheme, labels: {plantings: With}}\n");
    });
}

#[test]
fn values_to_draw_that_are_not_there() {
    says("values_to_draw_that_are_not_there", &["check"], &[], &|p| {
        p.replace("report/figures.yaml", "    x: year\n", "    x: year\n    only: [\"2018\", latest, \"2042\"]\n    keep: {scheme: [planting, none, planing]}\n");
    });
}

#[test]
fn a_total_that_is_not_zero_and_prints_as_zero_is_a_warning() {
    says("a_total_that_is_not_zero_and_prints_as_zero", &["check"], &[], &|p| {
        statistic(
            p,
            "frames:\n",
            "frames:\n  hundredths:\n    sql: SELECT district, trees / 100000.0 AS few FROM trees WHERE year = 2018 AND district = 'D1'\n    key: [district]\n",
        );
        statistic(
            p,
            "  districts:\n",
            "  few:\n    kind: level\n    title: Trees, millions\n    frame: hundredths\n    measure: few\n    summary: total\n    unit: count\n  districts:\n",
        );
    });
}

#[test]
fn a_total_that_leaves_out_rows_without_a_value_is_a_warning() {
    says("a_total_that_leaves_out_rows", &["check"], &[], &|p| {
        statistic(
            p,
            "  districts:\n",
            "  all_trees:\n    kind: level\n    title: Street trees\n    frame: panel\n    measure: trees\n    summary: total\n    by: [year]\n  districts:\n",
        );
        p.replace("data/trees.csv", "D1,planting,2018,818", "D1,planting,2018,*");
    });
}

#[test]
fn sums_of_a_query_that_leave_out_rows_are_warnings() {
    says("sums_of_a_query_that_leave_out_rows", &["check"], &[], &|p| {
        p.replace("data/trees.csv", "D1,planting,2018,818", "D1,planting,2018,*");
        statistic(
            p,
            "frames:\n",
            "frames:\n  years:\n    sql: SELECT year, SUM(trees) AS trees FROM trees GROUP BY year\n    key: [year]\n  known:\n    sql: SELECT year, SUM(trees) AS trees, COUNT(trees) AS counted FROM trees GROUP BY year\n    key: [year]\n  later:\n    sql: SELECT year, SUM(trees) AS trees FROM trees WHERE year > 2018 GROUP BY year\n    key: [year]\n",
        );
        statistic(
            p,
            "  districts:\n",
            "  all_trees:\n    kind: sql\n    title: Street trees in 2018\n    sql: SELECT SUM(trees) AS n FROM trees WHERE year = 2018\n  districts:\n",
        );
    });
}

#[test]
fn joins_by_keys_that_nobody_tells_apart_are_refused() {
    says("joins_by_keys_that_nobody_tells_apart", &["check"], &[], &|p| {
        p.file("data/names.csv", "district,ward\nD1 ,Elm\nd2,Oak\nD3,Ash\nD4,Fir\n");
        let contract = p.read("data/datapackage.yaml");
        p.file(
            "data/datapackage.yaml",
            contract + "  - name: names\n    path: names.csv\n    schema:\n      fields:\n        - {name: district, type: string}\n        - {name: ward, type: string}\n",
        );
        statistic(
            p,
            "frames:\n",
            "frames:\n  on:\n    sql: SELECT t.district, t.year, n.ward FROM trees t JOIN names n ON t.district = n.district\n    key: [district, year]\n  using:\n    sql: SELECT district, year, ward FROM trees LEFT JOIN names USING (district)\n    key: [district, year]\n  folded:\n    sql: SELECT t.district, t.year, n.ward FROM trees t JOIN names n ON UPPER(TRIM(t.district)) = UPPER(TRIM(n.district))\n    key: [district, year]\n  known:\n    sql: SELECT t.district, t.year, n.ward FROM trees t JOIN names n ON t.district = n.district\n    key: [district, year]\n    lookups:\n      - {from: trees, on: district, to: names, by: district, unmatched: 42}\n",
        );
    });
}
