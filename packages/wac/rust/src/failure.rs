//! The one error type that crosses the boundary.

use serde_json::{Map, Value, json};

/// An expected failure: a code of the closed set in `shared/src/errors.ts`, one sentence, and data.
pub struct Failure {
    code: &'static str,
    message: String,
    item: Option<String>,
    hint: Option<String>,
    details: Map<String, Value>,
}

impl Failure {
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Failure { code, message: message.into(), item: None, hint: None, details: Map::new() }
    }

    pub fn item(mut self, item: impl Into<String>) -> Self {
        self.item = Some(item.into());
        self
    }

    pub fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    pub fn detail(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.details.insert(key.into(), value.into());
        self
    }

    pub fn with_message(mut self, message: String) -> Self {
        self.message = message;
        self
    }

    pub fn message(&self) -> &str {
        &self.message
    }

    /// From an error of the wrapped crates: the sentence has its causes in one line, the report is what
    /// `wac` prints.
    pub fn from_error(code: &'static str, error: impl Into<anyhow::Error>) -> Self {
        let error = error.into();
        Failure::new(code, format!("{error:#}")).report_of(&error)
    }

    /// What the `wac` command prints behind `error: ` for this failure.
    pub fn report(self, report: impl Into<String>) -> Self {
        self.detail("report", report.into())
    }

    /// The report as `wac` makes it from an error: the error, then its causes as a list.
    pub fn report_of(self, error: &anyhow::Error) -> Self {
        self.report(format!("{error:?}"))
    }

    /// Where in a text it happened; see [`Position`].
    pub fn at(mut self, position: Position, label: Option<String>) -> Self {
        if let Value::Object(place) = position.to_json() {
            self.details.extend(place);
        }
        self.detail("label", label)
    }

    /// With the message as the report where there is nothing that `wac` would print.
    pub fn to_json(mut self) -> String {
        self.details.entry("report").or_insert_with(|| self.message.clone().into());
        json!({
            "code": self.code,
            "message": self.message,
            "item": self.item,
            "hint": self.hint,
            "details": self.details,
        })
        .to_string()
    }
}

/// Bytes that should have been a component and are not.
pub fn malformed(item: &str, error: impl std::fmt::Display) -> Failure {
    Failure::new("component-malformed", format!("{item} is not a usable component: {error:#}")).item(item)
}

/// As [`malformed`], with the report of an error of the wrapped crates.
pub fn unusable(item: &str, error: impl Into<anyhow::Error>) -> Failure {
    let error = error.into();
    malformed(item, &error).report_of(&error)
}

/// A place in a text: line and column count from 1; column, offset and length are UTF-16 code units.
pub struct Position {
    line: usize,
    column: usize,
    offset: usize,
    length: usize,
}

impl Position {
    /// From byte offsets, which are moved to the next character boundary.
    pub fn of(text: &str, start: usize, end: usize) -> Self {
        let start = boundary(text, start);
        let end = boundary(text, end.max(start));
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: text[..start].matches('\n').count() + 1,
            column: utf16_length(&text[line_start..start]) + 1,
            offset: utf16_length(&text[..start]),
            length: utf16_length(&text[start..end]),
        }
    }

    pub fn to_json(&self) -> Value {
        json!({
            "line": self.line,
            "column": self.column,
            "offset": self.offset,
            "length": self.length,
        })
    }
}

fn boundary(text: &str, offset: usize) -> usize {
    (offset..text.len()).find(|offset| text.is_char_boundary(*offset)).unwrap_or(text.len())
}

fn utf16_length(text: &str) -> usize {
    text.encode_utf16().count()
}
