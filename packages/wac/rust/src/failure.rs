//! The one error type that crosses the boundary.

use crate::places::Position;
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
