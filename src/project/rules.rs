//! What the data contract must hold beyond its shape: names that exist, and patterns that can be
//! read.

use crate::model::calendar::Written;
use crate::model::diagnostic::Code;
use crate::model::diagnostic::Diagnostic;
use crate::model::diagnostic::Findings;
use crate::model::diagnostic::Span;
use crate::model::diagnostic::Thing;
use crate::model::diagnostic::did_you_mean;
use crate::project::contract::FieldDecl;
use crate::project::contract::FieldType;
use crate::project::contract::PackageDecl;
use crate::project::contract::ResourceDecl;
use crate::project::extracts::Extract;
use crate::project::path::ProjectPath;
use crate::project::reading::Names;
use crate::project::strays;
use crate::project::yaml::Yaml;

/// Reports what a contract gets wrong.
pub(super) fn check(package: &PackageDecl, yaml: &Yaml, found: &mut Findings) {
    strays::strays(package, yaml, found);
    for (index, resource) in package.resources.iter().enumerate() {
        let at = index.to_string();
        if package.resources.iter().take(index).any(|other| other.name == resource.name) {
            let message = format!("two resources are called `{}`", resource.name);
            let place = yaml.place(&["resources", &at, "name"]);
            found.push(Diagnostic::error(Code::R0105, message).at(place, ""));
        }
        fields(resource, &["resources", &at, "schema"], yaml, found);
        foreign(
            package,
            resource,
            &["resources", &at, "schema", "foreignKeys"],
            yaml,
            found,
        );
    }
}

/// Reports what the frames that are made elsewhere get wrong.
pub(super) fn extracts(all: &[Extract], contract: &ProjectPath, found: &mut Findings) {
    for extract in all {
        let Extract { yaml, decl, resource, .. } = extract;
        let mut without_key = resource.clone();
        without_key.schema.primary_key = Names::default();
        fields(&without_key, &[], yaml, found);
        for (index, name) in decl.key.iter().enumerate() {
            let at = yaml.place(&["key", &index.to_string()]);
            unknown(name, &names(resource), &extract.name, at, found);
        }
        let mut refuse = |inner: &[&str], message: String, help: &str| {
            let refused = Diagnostic::error(Code::R0103, message);
            found.push(refused.at(yaml.place(inner), "").help(help));
        };
        if decl.key.is_empty() {
            let help = "name the columns that identify a row";
            refuse(&["key"], "`key` names no column".to_owned(), help);
        }
        let program = decl.program.as_ref();
        if program.is_some_and(|it| it.run.first().is_none_or(String::is_empty)) {
            let help =
                "name the program and its arguments: `[Rscript, analysis/model.R]`";
            refuse(&["program", "run"], "`run` names no program".to_owned(), help);
        }
        let own = resource.path.single().and_then(|path| contract.beside(path).ok());
        for (index, path) in extract.reads().iter().enumerate() {
            if own.as_ref() == Some(path) {
                let message = format!("`{}` would be made from itself", extract.name);
                let help = "name the files that it is made from";
                refuse(&["program", "reads", &index.to_string()], message, help);
            }
        }
    }
    for extract in all {
        strays::of_extract(extract, found);
    }
}

fn names(resource: &ResourceDecl) -> Vec<&str> {
    resource.schema.fields.iter().map(|field| field.name.as_str()).collect()
}

/// Checks the fields of a schema and the keys made of them.
fn fields(resource: &ResourceDecl, path: &[&str], yaml: &Yaml, found: &mut Findings) {
    let known = names(resource);
    let place = |inner: &[&str]| yaml.place(&[path, inner].concat());
    for (index, field) in resource.schema.fields.iter().enumerate() {
        let at = index.to_string();
        if known.iter().take(index).any(|other| *other == field.name) {
            let message = format!("two fields are called `{}`", field.name);
            let place = place(&["fields", &at, "name"]);
            found.push(Diagnostic::error(Code::R0105, message).at(place, ""));
        }
        format(field, place(&["fields", &at, "format"]), found);
        let pattern = field.constraints.pattern.as_deref().unwrap_or_default();
        if regex::Regex::new(pattern).is_err() {
            let message = format!("`{pattern}` is not a regular expression");
            let place = place(&["fields", &at, "constraints", "pattern"]);
            found.push(Diagnostic::error(Code::R0103, message).at(place, ""));
        }
    }
    let primary = ("primaryKey".to_owned(), None, resource.schema.primary_key.list());
    let unique = resource.schema.unique_keys.iter().enumerate().map(|(index, key)| {
        ("uniqueKeys".to_owned(), Some(index.to_string()), key.list())
    });
    for (key, index, columns) in std::iter::once(primary).chain(unique) {
        for (at, name) in columns.iter().enumerate() {
            let at = at.to_string();
            let inner = [Some(key.as_str()), index.as_deref(), Some(at.as_str())];
            let inner: Vec<&str> = inner.into_iter().flatten().collect();
            unknown(name, &known, &resource.name, place(&inner), found);
        }
    }
}

/// Checks the format of a field: one that is not known would be passed over in silence.
fn format(field: &FieldDecl, at: Span, found: &mut Findings) {
    let Some(format) = field.format.as_deref() else { return };
    let why = match field.kind {
        _ if format == "default" => return,
        FieldType::Date => Written::new(format, true).err(),
        FieldType::Yearmonth => Written::new(format, false).err(),
        FieldType::Number => (!["percent", "fraction", "accounting", "scaled"]
            .contains(&format))
        .then(|| {
            "a number has `percent`, `fraction`, `accounting` or `scaled`".to_owned()
        }),
        FieldType::Integer if format == "accounting" => None,
        // What a text holds is for other tools: `email`, `uri`.
        FieldType::String | FieldType::Any => None,
        FieldType::Integer | FieldType::Year | FieldType::Boolean => {
            Some("this type has no format".to_owned())
        }
    };
    if let Some(why) = why {
        let message = format!("`{format}` is not a format of `{}`: {why}", field.name);
        found.push(
            Diagnostic::error(Code::R0611, message)
                .at(at, "")
                .help("write a date's parts as `%d/%m/%Y`, a month's as `%B %Y`"),
        );
    }
}

/// Checks that foreign keys name columns and a resource that exist.
fn foreign(
    package: &PackageDecl,
    resource: &ResourceDecl,
    path: &[&str],
    yaml: &Yaml,
    found: &mut Findings,
) {
    for (index, key) in resource.schema.foreign_keys.iter().enumerate() {
        let index = index.to_string();
        let place =
            |inner: &[&str]| yaml.place(&[path, &[index.as_str()], inner].concat());
        for name in key.fields.list() {
            unknown(name, &names(resource), &resource.name, place(&["fields"]), found);
        }
        let there = match key.reference.resource.as_str() {
            "" => Some(resource),
            name => package.resources.iter().find(|other| other.name == name),
        };
        let Some(there) = there else {
            let name = key.reference.resource.as_str();
            let known = package.resources.iter().map(|other| other.name.as_str());
            found.push(
                Diagnostic::unknown(Thing::Resource, name, known)
                    .at(place(&["reference", "resource"]), ""),
            );
            continue;
        };
        for name in key.reference.fields.list() {
            let at = place(&["reference", "fields"]);
            unknown(name, &names(there), &there.name, at, found);
        }
    }
}

fn unknown(name: &str, known: &[&str], resource: &str, at: Span, found: &mut Findings) {
    if !known.contains(&name) {
        let message =
            format!("the key names a column `{name}` that `{resource}` does not have");
        found.push(
            Diagnostic::error(Code::R0203, message).at(at, "").help(did_you_mean(
                name,
                known.iter().copied(),
                "fields",
            )),
        );
    }
}
