//! The one error type that crosses the boundary.

use serde_json::{Map, Value, json};

/// An expected failure: a code of the closed set in `shared/src/errors.ts`, one sentence, and data.
#[derive(Debug)]
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

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn detail(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.details.insert(key.into(), value.into());
        self
    }

    /// Bytes that should have been a component and are not.
    pub fn malformed(error: impl std::fmt::Display) -> Self {
        Failure::new("component-malformed", format!("The component cannot be read: {error:#}"))
    }

    pub fn message(&self) -> &str {
        &self.message
    }

    pub fn to_json(&self) -> String {
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
