//! The names that a binary carries, as JSON from the start: there are thousands of them, and each as a value of
//! its own takes longer than all the rest of an inspection.

use serde_json::Value;

/// A list of objects, without the brackets around it.
#[derive(Default)]
pub struct Names {
    items: String,
}

impl Names {
    pub fn push(&mut self, place: &str, kind: &str, name: &str) {
        if !self.items.is_empty() {
            self.items.push(',');
        }
        for (key, value) in [("{\"where\":", place), (",\"kind\":", kind), (",\"name\":", name)] {
            self.items.push_str(key);
            self.push_text(value);
        }
        self.items.push('}');
    }

    fn push_text(&mut self, text: &str) {
        let is_plain = text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
        if is_plain {
            self.items.push('"');
            self.items.push_str(text);
            self.items.push('"');
        } else {
            self.items.push_str(&Value::from(text).to_string());
        }
    }

    /// The JSON of an object that has members, with one more: `names`.
    pub fn join_to(&self, object: &Value) -> String {
        let mut json = object.to_string();
        json.truncate(json.len() - 1);
        json.reserve(self.items.len() + 12);
        json.push_str(",\"names\":[");
        json.push_str(&self.items);
        json.push_str("]}");
        json
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn gives_what_a_list_of_values_gives() {
        let mut names = Names::default();
        assert_eq!(names.join_to(&json!({ "a": 1 })), r#"{"a":1,"names":[]}"#);
        let texts = ["plain", "\"quoted\"", "back\\slash", "line\n", "\u{0}", "é\u{2028}", ""];
        for text in texts {
            names.push("module 0", "export", text);
        }
        let expected: Vec<_> =
            texts.iter().map(|text| json!({ "where": "module 0", "kind": "export", "name": text })).collect();
        let joined: Value = serde_json::from_str(&names.join_to(&json!({ "a": 1 }))).unwrap();
        assert_eq!(joined, json!({ "a": 1, "names": expected }));
    }
}
