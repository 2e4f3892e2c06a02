use super::{Adapter, build_adapter};
use crate::failure::Failure;
use wasmparser::Validator;

fn adapt(text: &str, denied: &[(&str, Option<&str>)]) -> Result<Adapter, Failure> {
    let component = wat::parse_str(text).unwrap();
    let denied =
        denied.iter().map(|(import, function)| (import.to_string(), function.map(Into::into))).collect();
    build_adapter(&component, denied, false)
}

const STORE: &str = r#"(component
  (import "a:b/store@0.1.0" (instance $store
    (export "item" (type $item (sub resource)))
    (export "[constructor]item" (func (param "name" string) (result (own $item))))
    (export "[method]item.read" (func (param "self" (borrow $item)) (result (result (list u8) (error string)))))
    (export "count" (func (result u64)))))
  (alias export $store "item" (type $item))
  (import "a:b/user@0.1.0" (instance
    (alias outer 1 $item (type $i))
    (export "item" (type $j (eq $i)))
    (export "use" (func (param "it" (option (own $j))) (result (result)))))))"#;

#[test]
fn what_is_no_component_is_refused() {
    let failure = build_adapter(b"nothing", Vec::new(), false).unwrap_err();
    assert!(failure.message().contains("no WIT"), "{}", failure.message());
}

#[test]
fn every_adapter_is_valid() {
    let (store, user) = ("a:b/store@0.1.0", "a:b/user@0.1.0");
    for (denied, imports, report) in [
        (vec![(store, None), (user, None)], vec![store, user], r#""name":"count","how":"trap""#),
        (vec![(user, None)], vec![user], r#""name":"use","how":"error""#),
        (
            vec![(store, Some("[method]item.read"))],
            vec![store, user],
            r#""name":"[method]item.read","how":"error""#,
        ),
        (vec![(store, Some("count")), (user, None)], vec![user, store], r#""name":"count","how":"trap""#),
    ] {
        let adapter = adapt(STORE, &denied).unwrap();
        Validator::new().validate_all(&adapter.component).unwrap();
        assert_eq!(adapter.imports, imports);
        assert!(adapter.report.contains(report), "{}", adapter.report);
    }
}

#[test]
fn types_of_what_is_denied_cannot_stay() {
    let failure = adapt(STORE, &[("a:b/store@0.1.0", None)]).unwrap_err();
    assert!(failure.message().contains("a:b/user@0.1.0 is allowed"), "{}", failure.message());
}

#[test]
fn what_is_not_there_cannot_be_denied() {
    adapt(STORE, &[("a:b/other", None)]).unwrap_err();
    adapt(STORE, &[("a:b/store@0.1.0", Some("nothing"))]).unwrap_err();
}

/// Interfaces of which each has the resources of all before it.
fn entangled(count: usize) -> String {
    let interfaces = (0..count).map(|this| {
        let others = (0..this).map(|other| {
            format!(r#"(alias outer 1 $r{other} (type $p{other})) (export "r{other}" (type (eq $p{other})))"#)
        });
        format!(
            r#"(import "a:b/i{this}" (instance $i{this} (export "r{this}" (type (sub resource))) {}
                 (export "f" (func)) (export "g" (func))))
               (alias export $i{this} "r{this}" (type $r{this}))"#,
            others.collect::<String>()
        )
    });
    format!("(component {})", interfaces.collect::<String>())
}

#[test]
fn interfaces_that_all_use_one_another_are_refused_before_they_take_forever() {
    for (count, function) in [(30, None), (30, Some("f")), (200, None)] {
        let names: Vec<String> = (0..count).map(|number| format!("a:b/i{number}")).collect();
        let denied: Vec<_> = names.iter().map(|name| (name.as_str(), function)).collect();
        let failure = adapt(&entangled(count), &denied).unwrap_err();
        assert!(failure.message().contains("at most"), "{}", failure.message());
    }
    // What is allowed is composed too.
    let failure = adapt(&entangled(30), &[("a:b/i29", None)]).unwrap_err();
    assert!(failure.message().contains("ways"), "{}", failure.message());
    let all: Vec<String> = (0..10).map(|number| format!("a:b/i{number}")).collect();
    let denied: Vec<_> = all.iter().map(|name| (name.as_str(), Some("f"))).collect();
    Validator::new().validate_all(&adapt(&entangled(10), &denied).unwrap().component).unwrap();
}

#[test]
fn a_function_may_be_called_as_the_memory_is() {
    let adapter = adapt(
        r#"(component (import "memory" (func (result (result (error string))))))"#,
        &[("memory", None)],
    );
    Validator::new().validate_all(&adapter.unwrap().component).unwrap();
}

#[test]
fn what_an_allowed_interface_needs_that_a_denied_one_has_types_of() {
    let text = r#"(component
      (import "a:b/error@0.1.0" (instance $error (export "error" (type (sub resource)))))
      (alias export $error "error" (type $e))
      (import "a:b/streams@0.1.0" (instance $streams
        (alias outer 1 $e (type $x)) (export "error" (type $y (eq $x)))
        (export "stream" (type $s (sub resource)))
        (export "[method]stream.last" (func (param "self" (borrow $s)) (result (own $y))))))
      (alias export $streams "stream" (type $s))
      (import "a:b/files@0.1.0" (instance
        (alias outer 1 $s (type $x)) (export "stream" (type $y (eq $x)))
        (export "open" (func (result (own $y)))))))"#;
    let adapter = adapt(text, &[("a:b/files@0.1.0", None)]).unwrap();
    Validator::new().validate_all(&adapter.component).unwrap();
}
