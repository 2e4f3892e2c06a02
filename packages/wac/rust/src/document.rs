//! WAC documents: parsing, resolving, composing.

use crate::comments::blank_comments;
use crate::defects::{check_imports, check_statements};
use crate::diagnostic::{diagnose, diagnose_encoding};
use crate::explanation::{Packages, explain};
use crate::failure::Failure;
use crate::nesting::check_nesting;
use crate::places::Places;
use crate::resolution;
use crate::{Document as Input, NamedPackage, PackageContent};
use anyhow::anyhow;
use indexmap::IndexMap;
use miette::SourceSpan;
use serde_json::{Value, json};
use wac_graph::EncodeOptions;
use wac_parser::Document;
use wac_parser::lexer::Lexer;
use wac_parser::resolution::{Error, Resolution};
use wac_types::BorrowedPackageKey;

/// Packages of more than this, all together, are not kept for the explanation of an error.
const EXPLAINED_BYTES: usize = 8 << 20;

type Keys<'a> = IndexMap<BorrowedPackageKey<'a>, SourceSpan>;

pub fn parse(input: &Input) -> Result<String, Failure> {
    let text = readable(input, true)?;
    let document = parsed(input, &text)?;
    serde_json::to_string(&document).map_err(|error| Failure::new("internal", error.to_string()))
}

/// The packages that a document names, in the order in which `wac` looks for them.
pub fn list_packages(input: &Input) -> Result<String, Failure> {
    let text = readable(input, false)?;
    let document = parsed(input, &text)?;
    let packages: Vec<Value> = keys(input, &document)?
        .iter()
        .map(|(key, _)| {
            json!({
                "key": key.to_string(),
                "name": key.name,
                "version": key.version.map(ToString::to_string),
            })
        })
        .collect();
    Ok(Value::from(packages).to_string())
}

pub fn resolve(input: &Input, packages: Vec<NamedPackage>) -> Result<String, Failure> {
    let text = readable(input, false)?;
    let document = parsed(input, &text)?;
    let resolution = resolved(input, &document, packages)?;
    let places = Places::new(&input.source);
    let place = |span: SourceSpan| places.position(span.offset(), span.offset() + span.len()).to_json();
    Ok(resolution::to_json(&document, &resolution, &keys(input, &document)?, &place).to_string())
}

/// The graph as `wac resolve` prints it.
pub fn print_graph(input: &Input, packages: Vec<NamedPackage>) -> Result<String, Failure> {
    let text = readable(input, false)?;
    let document = parsed(input, &text)?;
    let resolution = resolved(input, &document, packages)?;
    Ok(format!("{:?}", resolution.into_graph()))
}

pub fn compose(
    input: &Input,
    packages: Vec<NamedPackage>,
    define_components: bool,
    validate: bool,
) -> Result<Vec<u8>, Failure> {
    let text = readable(input, false)?;
    let document = parsed(input, &text)?;
    let resolution = resolved(input, &document, packages)?;
    check_imports(&resolution, &document).map_err(|error| diagnose_encoding(input, error))?;
    let options = EncodeOptions { define_components, validate, ..Default::default() };
    resolution.encode(options).map_err(|error| diagnose_encoding(input, error))
}

/// The text without the comments that nothing is made of; refused for characters that no comment may have.
fn readable(input: &Input, keep_documentation: bool) -> Result<String, Failure> {
    Lexer::new(&input.source)
        .map_err(|refused| diagnose(input, wac_parser::Error::from(refused)))
        .map(|_| blank_comments(&input.source, keep_documentation))
}

fn parsed<'a>(input: &Input, text: &'a str) -> Result<Document<'a>, Failure> {
    Document::parse(text).map_err(|error| diagnose(input, error))
}

fn keys<'a>(input: &Input, document: &'a Document<'a>) -> Result<Keys<'a>, Failure> {
    wac_resolver::packages(document).map_err(|error| diagnose(input, error))
}

fn resolved<'a>(
    input: &Input,
    document: &'a Document<'a>,
    packages: Vec<NamedPackage>,
) -> Result<Resolution<'a>, Failure> {
    let mut given: IndexMap<String, PackageContent> =
        packages.into_iter().map(|package| (package.name, package.content)).collect();
    let mut found: IndexMap<BorrowedPackageKey, Vec<u8>> = IndexMap::new();
    let mut missing = None;
    for (key, span) in keys(input, document)? {
        let name = key.to_string();
        match given.swap_remove(&name) {
            Some(PackageContent::Bytes(bytes)) => {
                check_nesting(&name, &bytes)?;
                found.insert(key, bytes);
            }
            Some(PackageContent::Failed(causes)) => return Err(unavailable(input, key, span, causes)),
            // `wac` says so only after it has looked for the others.
            Some(PackageContent::Missing) | None => missing = missing.or(Some((key, span))),
        }
    }
    if let Some((key, span)) = missing {
        let unknown = wac_resolver::Error::UnknownPackage { name: key.name.into(), span };
        return Err(diagnose(input, unknown).item(key.to_string()));
    }
    check_statements(document, &found).map_err(|error| diagnose(input, error))?;
    // What would have to be copied is worth an explanation as long as it is small.
    let copies = found.values().map(Vec::len).sum::<usize>() <= EXPLAINED_BYTES;
    let copies = if copies { Some(found.clone()) } else { None };
    document.resolve(found).map_err(|error| match copies {
        Some(packages) => explained(input, error, document, &packages),
        None => diagnose(input, error),
    })
}

fn explained(input: &Input, error: Error, document: &Document, packages: &Packages) -> Failure {
    let explanation = explain(&error, document, packages);
    explanation.add_to(diagnose(input, error))
}

fn unavailable(input: &Input, key: BorrowedPackageKey, span: SourceSpan, causes: Vec<String>) -> Failure {
    let source = causes
        .into_iter()
        .rev()
        .fold(None, |inner: Option<anyhow::Error>, cause| {
            Some(match inner {
                Some(inner) => inner.context(cause),
                None => anyhow!(cause),
            })
        })
        .unwrap_or_else(|| anyhow!("no reason is known"));
    let name = key.name.to_string();
    let failure = wac_resolver::Error::PackageResolutionFailure { name, span, source };
    diagnose(input, failure).item(key.to_string())
}
