//! WAC documents: parsing, resolving, composing.

use crate::failure::{Failure, Position};
use crate::nesting::check_nesting;
use crate::resolution;
use crate::{Document as Input, NamedPackage, PackageContent};
use indexmap::IndexMap;
use miette::Diagnostic;
use serde_json::{Value, json};
use wac_graph::EncodeOptions;
use wac_parser::Document;
use wac_parser::resolution::Resolution;
use wac_types::BorrowedPackageKey;

pub fn parse(input: &Input) -> Result<String, Failure> {
    let document = parsed(&input.source)?;
    serde_json::to_string(&document).map_err(|error| Failure::new("internal", error.to_string()))
}

pub fn list_packages(_input: &Input) -> Result<String, Failure> {
    Err(Failure::new("internal", "list-packages is not there yet"))
}

pub fn resolve(input: &Input, packages: Vec<NamedPackage>) -> Result<String, Failure> {
    let document = parsed(&input.source)?;
    let resolution = resolved(&input.source, &document, packages)?;
    Ok(resolution::to_json(&resolution).to_string())
}

pub fn print_graph(input: &Input, packages: Vec<NamedPackage>) -> Result<String, Failure> {
    let document = parsed(&input.source)?;
    let resolution = resolved(&input.source, &document, packages)?;
    Ok(format!("{:?}", resolution.into_graph()))
}

pub fn compose(
    input: &Input,
    packages: Vec<NamedPackage>,
    define_components: bool,
    validate: bool,
) -> Result<Vec<u8>, Failure> {
    let source = input.source.as_str();
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
    packages: Vec<NamedPackage>,
) -> Result<Resolution<'a>, Failure> {
    let mut given: IndexMap<String, Vec<u8>> = packages
        .into_iter()
        .filter_map(|package| match package.content {
            PackageContent::Bytes(bytes) => Some((package.name, bytes)),
            PackageContent::Missing | PackageContent::Failed(_) => None,
        })
        .collect();
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
