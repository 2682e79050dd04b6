//! Keys of the data contract that nothing reads.
//!
//! The standard lets a contract hold any other key. One that is a slip away from a known one, or that
//! means something elsewhere, in another part of the contract or in another file, would leave unheld
//! what its author asks for, and is a fault. Others are counted in one warning; those that say that
//! they are somebody's own, by `_`, `x-` or a prefix such as `dcat:`, are passed over.

use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::nearest;
use crate::project::contract::FieldDecl;
use crate::project::contract::PackageDecl;
use crate::project::contract::Term;
use crate::project::extracts::Extract;
use crate::project::homes::belongs;
use crate::project::yaml::Yaml;
use serde_yaml::Value;
use std::collections::BTreeMap;

/// The keys of a package in Data Package v2.
const PACKAGE: &[&str] = &[
    "$schema",
    "contributors",
    "created",
    "description",
    "homepage",
    "id",
    "image",
    "keywords",
    "licenses",
    "name",
    "profile",
    "resources",
    "sources",
    "title",
    "version",
];
/// The keys of a resource.
const RESOURCE: &[&str] = &[
    "$schema",
    "bytes",
    "complete",
    "crs",
    "description",
    "dialect",
    "emptyColumns",
    "encoding",
    "expect",
    "fileColumn",
    "format",
    "hash",
    "hidden",
    "licenses",
    "mediatype",
    "name",
    "path",
    "pivot",
    "profile",
    "range",
    "rename",
    "schema",
    "sheet",
    "sources",
    "split",
    "stream",
    "title",
    "type",
    "unpivot",
];
/// The keys of a schema.
const SCHEMA: &[&str] = &[
    "$schema",
    "description",
    "fields",
    "fieldsMatch",
    "foreignKeys",
    "missingValues",
    "name",
    "primaryKey",
    "title",
    "uniqueKeys",
];
/// The keys of a field.
const FIELD: &[&str] = &[
    "bareNumber",
    "categories",
    "categoriesOrdered",
    "constraints",
    "decimalChar",
    "decimals",
    "description",
    "example",
    "falseValues",
    "footnotes",
    "format",
    "groupChar",
    "missingValues",
    "name",
    "rdfType",
    "title",
    "trueValues",
    "type",
];
/// The rules of a field.
const CONSTRAINTS: &[&str] = &[
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "pattern",
    "required",
    "unique",
];
/// How a text file is written.
const DIALECT: &[&str] = &[
    "commentChar",
    "commentRows",
    "delimiter",
    "doubleQuote",
    "escapeChar",
    "footerRows",
    "header",
    "headerJoin",
    "headerRows",
    "lineTerminator",
    "nullSequence",
    "quoteChar",
    "skipInitialSpace",
];
/// A source or a licence.
const TERM: &[&str] = &["email", "name", "path", "title", "version"];

/// The parts of a contract, with what each is called.
const PARTS: &[(&str, &[&str])] = &[
    ("`constraints:` of a field", CONSTRAINTS),
    ("`dialect:` of a resource", DIALECT),
    ("`schema:` of a resource", SCHEMA),
    ("a field, under `fields:`", FIELD),
    ("a resource, under `resources:`", RESOURCE),
    ("the top of the contract", PACKAGE),
];

/// Keys that nothing reads.
struct Strays<'a> {
    yaml: &'a Yaml,
    found: &'a mut Findings,
    /// Keys that may be somebody's own, and the place of the first.
    own: Vec<String>,
    first: Option<Span>,
}

/// Reports the keys of a contract that nothing reads.
pub(super) fn strays(package: &PackageDecl, yaml: &Yaml, found: &mut Findings) {
    let mut all = Strays { yaml, found, own: Vec::new(), first: None };
    all.look(&package.other, &[], PACKAGE);
    all.terms(&package.licenses, &["licenses"]);
    all.terms(&package.sources, &["sources"]);
    for (index, resource) in package.resources.iter().enumerate() {
        let index = index.to_string();
        let path = ["resources", &index];
        all.look(&resource.other, &path, RESOURCE);
        all.terms(&resource.licenses, &["resources", &index, "licenses"]);
        all.terms(&resource.sources, &["resources", &index, "sources"]);
        all.look(&resource.schema.other, &["resources", &index, "schema"], SCHEMA);
        all.fields(&resource.schema.fields, &["resources", &index, "schema", "fields"]);
    }
    all.tell();
}

/// Reports the keys of the fields of a frame that is made elsewhere.
pub(super) fn of_extract(extract: &Extract, found: &mut Findings) {
    let mut all = Strays { yaml: &extract.yaml, found, own: Vec::new(), first: None };
    all.fields(&extract.decl.fields, &["fields"]);
    all.tell();
}

impl Strays<'_> {
    fn fields(&mut self, fields: &[FieldDecl], path: &[&str]) {
        for (index, field) in fields.iter().enumerate() {
            self.look(
                &field.other,
                &[path, &[index.to_string().as_str()]].concat(),
                FIELD,
            );
        }
    }

    fn terms(&mut self, terms: &[Term], path: &[&str]) {
        for (index, term) in terms.iter().enumerate() {
            self.look(&term.other, &[path, &[index.to_string().as_str()]].concat(), TERM);
        }
    }

    fn look(&mut self, other: &BTreeMap<String, Value>, path: &[&str], known: &[&str]) {
        for name in other.keys().filter(|name| !known.contains(&name.as_str())) {
            let owned: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
            let part = PARTS.iter().find(|(_, keys)| keys.contains(&name.as_str()));
            let at = [path, &[name]].concat();
            let elsewhere = match part {
                Some((part, _)) => Some(format!("`{name}:` belongs in {part}")),
                None => belongs(name),
            };
            if let Some(help) = elsewhere {
                let message = format!("unknown key `{name}`");
                let place = self.yaml.key(&at);
                self.found.push(
                    Diagnostic::error(Code::R0103, message).at(place, "").help(help),
                );
            } else if nearest(name, known.iter().copied()).is_some() {
                self.found.push(self.yaml.unknown(&owned, name, known));
            } else if !(name.starts_with(['_', '$'])
                || name.starts_with("x-")
                || name.contains(':'))
            {
                let place = || self.yaml.key(&at);
                self.first.get_or_insert_with(place);
                if !self.own.contains(name) {
                    self.own.push(name.clone());
                }
            }
        }
    }

    /// Warns once of keys that may be somebody's own.
    fn tell(self) {
        let Some(first) = self.first else { return };
        let names: Vec<String> =
            self.own.iter().take(8).map(|name| format!("`{name}`")).collect();
        let more = match self.own.len().saturating_sub(names.len()) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!("nothing reads {}{more}", names.join(", "));
        self.found.push(Diagnostic::warning(Code::R0103, message).at(first, "").help(
            "a key of your own says so by `_` or `x-` before it; `reissue explain datapackage.yaml` has those that are read",
        ));
    }
}
