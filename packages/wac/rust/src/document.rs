//! WAC documents: parsing, resolving, composing.

use crate::NamedComponent;
use crate::failure::{Failure, Position};
use crate::nesting::check_nesting;
use crate::resolution;
use indexmap::IndexMap;
use miette::Diagnostic;
use serde_json::{Value, json};
use wac_graph::EncodeOptions;
use wac_parser::Document;
use wac_parser::resolution::Resolution;
use wac_types::BorrowedPackageKey;

pub fn parse(source: &str) -> Result<String, Failure> {
    let document = parsed(source)?;
    serde_json::to_string(&document).map_err(|error| Failure::new("internal", error.to_string()))
}

pub fn resolve(source: &str, packages: Vec<NamedComponent>) -> Result<String, Failure> {
    let document = parsed(source)?;
    let resolution = resolved(source, &document, packages)?;
    Ok(resolution::to_json(&resolution).to_string())
}

pub fn compose(
    source: &str,
    packages: Vec<NamedComponent>,
    define_components: bool,
    validate: bool,
) -> Result<Vec<u8>, Failure> {
    let document = parsed(source)?;
    let resolution = resolved(source, &document, packages)?;
    let options = EncodeOptions { define_components, validate, ..Default::default() };
    resolution.encode(options).map_err(|error| diagnose(source, &error))
}

fn parsed(source: &str) -> Result<Document<'_>, Failure> {
    Document::parse(source).map_err(|error| diagnose(source, &error))
}

fn resolved<'a>(
    source: &str,
    document: &'a Document<'a>,
    packages: Vec<NamedComponent>,
) -> Result<Resolution<'a>, Failure> {
    let mut given: IndexMap<String, Vec<u8>> =
        packages.into_iter().map(|package| (package.name, package.component)).collect();
    let keys = wac_resolver::packages(document).map_err(|error| diagnose(source, &error))?;
    let mut found: IndexMap<BorrowedPackageKey, Vec<u8>> = IndexMap::new();
    for (key, span) in keys {
        let name = key.to_string();
        let Some(bytes) = given.swap_remove(&name) else {
            let missing = wac_resolver::Error::UnknownPackage { name: name.clone(), span };
            return Err(diagnose(source, &missing).item(name));
        };
        check_nesting(&name, &bytes)?;
        found.insert(key, bytes);
    }
    document.resolve(found).map_err(|error| diagnose(source, &error))
}

/// An error of the WAC crates with the place that it labels, its causes and its help.
fn diagnose<E: Diagnostic>(source: &str, error: &E) -> Failure {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        message.push_str(&format!(": {inner}"));
        cause = inner.source();
    }
    let mut failure = Failure::new("document-invalid", message);
    if let Some(help) = error.help() {
        failure = failure.hint(help.to_string());
    }
    let mut labels = error.labels().into_iter().flatten();
    let place =
        |label: &miette::LabeledSpan| Position::of(source, label.offset(), label.offset() + label.len());
    if let Some(first) = labels.next() {
        failure = failure.at(place(&first), first.label().map(String::from));
    }
    let related: Vec<Value> =
        labels.map(|label| json!({ "position": place(&label).to_json(), "label": label.label() })).collect();
    if related.is_empty() { failure } else { failure.detail("related", related) }
}
