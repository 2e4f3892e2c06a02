//! Each way in which a function can be reached, and what keeps one out of reach.

mod calls;
mod components;
mod hostile;
mod roots;
mod tables;

use super::find_called_imports;
use serde_json::Value;

/// What the analysis says of a component in text form.
fn analyse(text: &str) -> Value {
    let bytes = wat::parse_str(text).unwrap_or_else(|error| panic!("{error}"));
    serde_json::from_str(&find_called_imports(&bytes)).unwrap()
}

/// The imported functions that may be called, `import#function` or the plain name.
fn called(text: &str) -> Vec<String> {
    let answer = analyse(text);
    assert_eq!(answer["gaveUp"], Value::Null);
    let functions = answer["functions"].as_array().unwrap().iter();
    let maybe = functions.filter(|function| function["called"] == "maybe");
    maybe
        .map(|function| match (function["import"].as_str().unwrap(), function["name"].as_str().unwrap()) {
            (import, name) if import == name => name.into(),
            (import, name) => format!("{import}#{name}"),
        })
        .collect()
}

/// The imports `f` and `g`, lowered to `$lf` and `$lg`, and `$host` with both.
const IMPORTS: &str = r#"
    (import "f" (func $f))
    (import "g" (func $g))
    (core func $lf (canon lower (func $f)))
    (core func $lg (canon lower (func $g)))
    (core instance $host (export "f" (func $lf)) (export "g" (func $lg)))"#;

/// A component that exports `run` of a core module, which imports `$f` and `$g`.
fn around(module: &str) -> String {
    format!(
        r#"(component {IMPORTS}
            (core module $m (type $plain (func))
                (import "host" "f" (func $f (type $plain))) (import "host" "g" (func $g (type $plain))) {module})
            (core instance $i (instantiate $m (with "host" (instance $host))))
            (func (export "run") (canon lift (core func $i "run"))))"#
    )
}
