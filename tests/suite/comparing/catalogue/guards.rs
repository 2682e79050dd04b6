//! Edits that let more pass, or that hide what they say.

use super::Plant;
use super::STATISTICS;

const CHAPTER: &str = "report/chapters/1-numbers.md";
const CONTRACT: &str = "data/datapackage.yaml";

pub(super) const PLANTS: &[Plant] = &[
    Plant {
        name: "a key of rows that is gone",
        edit: |e| e.replace(CONTRACT, "      primaryKey: [district, year]\n", ""),
        told: "guards|guard:resource.trees|a guard was loosened|data/datapackage.yaml:13\n",
    },
    Plant {
        name: "a key of rows of one more column",
        edit: |e| e.replace(CONTRACT, "[district, year]", "[district, year, scheme]"),
        told: "guards|guard:resource.trees|a guard was loosened|data/datapackage.yaml:13\n",
    },
    Plant {
        name: "a sign that is read as missing now",
        edit: |e| {
            e.replace(
                CONTRACT,
                "        - {value: \"*\", label: suppressed}\n",
                "        - {value: \"*\", label: suppressed}\n        - {value: \"-9\", label: not counted}\n",
            );
        },
        told: "guards|guard:resource.trees|a guard was loosened|data/datapackage.yaml:17\n",
    },
    Plant {
        name: "a sign that is read as missing in one field now",
        edit: |e| {
            e.replace(
                CONTRACT,
                "{name: trees, type: integer, ",
                "{name: trees, type: integer, missingValues: [\"-9\"], ",
            );
        },
        told: "guards|guard:resource.trees|a guard was loosened|data/datapackage.yaml:21\n",
    },
    Plant {
        name: "another meaning of a missing value",
        edit: |e| e.replace(CONTRACT, "label: suppressed", "label: zero"),
        told: "guards|guard:resource.trees|a guard was changed|data/datapackage.yaml:16\n",
    },
    Plant {
        name: "a part that the program makes is dropped",
        edit: |e| {
            e.replace("report/report.yaml", "[provenance, references]", "[references]");
        },
        told: "statements|generated:report|a part of the report is no longer made|report/report.yaml:24\n",
    },
    Plant {
        name: "one value of a statistic is better no longer",
        edit: |e| {
            e.replace(STATISTICS, "    better: higher\n", "");
        },
        told: "guards|guard:statistic.whole_rate|a guard was loosened|report/statistics.yaml:94\n",
    },
    Plant {
        name: "a word with a sign that nobody sees",
        edit: |e| {
            e.replace(CHAPTER, "Trees grow slowly", "Trees gr\u{ad}ow slow\u{200b}ly");
        },
        told: "words|words:7008da2733|changed|report/chapters/1-numbers.md:24\n",
    },
    Plant {
        name: "each and none are exchanged",
        edit: |e| {
            e.replace(
                CHAPTER,
                "They are counted in every spring",
                "They are counted in no spring",
            );
        },
        told: "statements|words:7008da2733|a denial was added|report/chapters/1-numbers.md:24\n",
    },
    Plant {
        name: "another name of the publisher",
        edit: |e| e.file("report/brand.yaml", "name: City Office\n"),
        told: "statements|words:brand|words of a declaration|report/brand.yaml:1\n",
    },
    Plant {
        name: "the data are said to be something else",
        edit: |e| e.replace(CONTRACT, "Invented counts of", "Counts of"),
        told: "statements|words:package|words of a declaration|data/datapackage.yaml:5\n",
    },
    Plant {
        name: "a column is said to hold something else",
        edit: |e| {
            e.replace(
                CONTRACT,
                "{name: trees, type: integer, ",
                "{name: trees, type: integer, description: Hedges, ",
            );
        },
        told: "statements|contract:trees|contract changed|data/datapackage.yaml:21\n",
    },
    Plant {
        name: "another work is cited for what was found",
        edit: |e| {
            e.file(
                "report/references.yaml",
                e.text("report/references.yaml")
                    + &e.text("report/references.yaml")
                        .replace("oak:", "elm:")
                        .replace("oaks", "elms"),
            );
            e.replace(CHAPTER, "cite(\"oak\")", "cite(\"elm\")");
        },
        told: "statements|words:ee9e1451df|another work is cited|report/chapters/1-numbers.md:20\nwords|words:reference.elm|added|report/references.yaml\nwords|words:reference.oak|removed|report/references.yaml\n",
    },
    Plant {
        name: "a word in the place of another",
        edit: |e| e.replace(CHAPTER, "tree by tree", "house by house"),
        told: "statements|words:7008da2733|changed|report/chapters/1-numbers.md:24\n",
    },
    Plant {
        name: "other words in the place of a claim",
        edit: |e| {
            e.replace(
                "report/chapters/2-claims.md",
                "{{ claim(\"grew_faster\", \"grew faster\") }}",
                "spread more quickly",
            );
        },
        told: "guards|guard:claim.grew_faster.words|a guard was loosened|report/chapters/2-claims.md:3\nstatements|words:fc29ee5213|changed|report/chapters/2-claims.md:3\n",
    },
    Plant {
        name: "some in the place of the",
        edit: |e| e.replace(CHAPTER, "asks for a statistic", "asks for some statistic"),
        told: "statements|words:83bd40cc51|changed|report/chapters/1-numbers.md:3\n",
    },
    Plant {
        name: "another anchor of a heading",
        edit: |e| e.replace(CHAPTER, "## Near and far\n", "## Near and far { #near }\n"),
        told: "words|words:anchor.near-and-far|another anchor, which breaks links to it|report/chapters/1-numbers.md:18\n",
    },
    Plant {
        name: "a change until a later year",
        edit: |e| {
            e.replace(
                STATISTICS,
                "    to: 2019\n    as: absolute",
                "    to: 2020\n    as: absolute",
            );
        },
        told: "numbers|number:near.difference|new period, to: 2019 → 2020|report/statistics.yaml:52\nmethod|method:statistic.near|changed|report/statistics.yaml:52\n",
    },
];
