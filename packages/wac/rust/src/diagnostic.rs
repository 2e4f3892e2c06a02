//! Errors of the WAC crates about a document: as data, and as the `wac` command prints them.

use crate::Document as Input;
use crate::failure::Failure;
use crate::in_source::InSource;
use crate::places::Places;
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource};
use serde_json::{Value, json};

/// An error with the places that it labels, its causes and its help; the report is the excerpt of the source.
pub fn diagnose<E: Diagnostic + Send + Sync + 'static>(input: &Input, error: E) -> Failure {
    let failure = locate(input, &error);
    if !fits_excerpt(input, &error) {
        return failure.report_of(&anyhow::Error::from(error));
    }
    failure.report(excerpt(input, &error))
}

/// As [`diagnose`], for an error of encoding, which `wac` prints without the source.
pub fn diagnose_encoding<E: Diagnostic + Send + Sync + 'static>(input: &Input, error: E) -> Failure {
    let failure = locate(input, &error);
    failure.report_of(&anyhow::Error::from(error))
}

fn locate<E: Diagnostic>(input: &Input, error: &E) -> Failure {
    let source = input.source.as_str();
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        message.push_str(&format!(": {inner}"));
        cause = inner.source();
    }
    let mut failure = Failure::new("document-invalid", message).detail("path", input.path.as_str());
    if let Some(help) = error.help() {
        failure = failure.hint(help.to_string());
    }
    let mut labels = error.labels().into_iter().flatten();
    let places = Places::new(source);
    let place = |label: &LabeledSpan| places.position(label.offset(), label.offset() + label.len());
    if let Some(first) = labels.next() {
        failure = failure.at(place(&first), first.label().map(String::from));
        let end = first.offset() + first.len();
        if let Some(name) = source.get(first.offset()..end).and_then(name_in) {
            failure = failure.item(name);
        }
    }
    let related: Vec<Value> =
        labels.map(|label| json!({ "position": place(&label).to_json(), "label": label.label() })).collect();
    failure.detail("related", related)
}

/// A labelled piece of a document where it can be the name of something; of a string or an access, what is
/// in it.
fn name_in(text: &str) -> Option<&str> {
    let name = text.trim_matches(['"', '[', ']', '.']);
    let fits = |letter: char| letter.is_ascii_graphic() || letter.is_alphanumeric();
    (!name.is_empty() && name.len() <= 200 && name.chars().all(fits)).then_some(name)
}

/// Whether no line is so long that miette cannot lay it out: it pads with formatting widths of 16 bits, and
/// panics beyond them. A tab is four columns wide.
fn fits_excerpt(input: &Input, error: &impl Diagnostic) -> bool {
    let bytes = input.source.as_bytes();
    let width = |end: usize| -> usize {
        let before = &bytes[..end.min(bytes.len())];
        let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or(before);
        line.iter().map(|byte| if *byte == b'\t' { 4 } else { 1 }).sum()
    };
    let fits = |label: LabeledSpan| {
        [label.offset(), label.offset() + label.len()]
            .iter()
            .all(|place| width(*place) < usize::from(u16::MAX))
    };
    error.labels().into_iter().flatten().all(fits)
}

/// What `fmt_err` of wac-cli makes of an error.
fn excerpt(input: &Input, error: &dyn Diagnostic) -> String {
    let theme = if input.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let source = NamedSource::new(&input.path, input.source.clone());
    let mut text = String::new();
    // Writing to a string fails only where a source cannot be read, and this one is in memory.
    let _ = GraphicalReportHandler::new()
        .with_cause_chain()
        .with_theme(theme)
        .render_report(&mut text, &InSource { error, source: &source });
    text
}
