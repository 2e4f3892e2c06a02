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
