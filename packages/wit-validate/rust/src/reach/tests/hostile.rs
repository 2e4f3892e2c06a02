//! Input that is none, or asks for more than there is.

use super::analyse;
use crate::reach::find_called_imports;
use serde_json::Value;

#[test]
fn what_is_no_component() {
    for bytes in [&b""[..], b"\0asm", b"\0asm\x01\0\0\0", b"\0asm\x0d\0\x01\0\xff"] {
        let answer: Value = serde_json::from_str(&find_called_imports(bytes)).unwrap();
        assert_eq!(answer["gaveUp"], "malformed");
        assert_eq!(answer["functions"], Value::Array(Vec::new()));
    }
}

#[test]
fn cut_and_changed_bytes_never_end_in_a_panic() {
    let component = wat::parse_str(super::around(
        r#"(table 2 funcref) (elem (i32.const 0) $f $g) (func (export "run") (call_indirect (i32.const 0)))"#,
    ))
    .unwrap();
    for place in 0..component.len() {
        find_called_imports(&component[..place]);
        for value in [0, 1, 0x7f, 0x80, 0xff] {
            let mut changed = component.clone();
            changed[place] = value;
            find_called_imports(&changed);
        }
    }
}

#[test]
fn instances_that_double_at_each_level() {
    let mut text = String::from(r#"(component (import "f" (func $f)) (component $c0)"#);
    for level in 1..40 {
        let inner = level - 1;
        text += &format!(
            "(component $c{level} (alias outer 1 $c{inner} (component $c))
                (instance (instantiate $c)) (instance (instantiate $c)))"
        );
    }
    text += "(instance (instantiate $c39)))";
    let answer = analyse(&text);
    assert_eq!(answer["gaveUp"], "too-large");
    assert_eq!(answer["functions"][0]["called"], "maybe");
}

#[test]
fn instances_in_instances_without_end() {
    let mut text = String::from(r#"(component (import "f" (func $f)) (component $c0)"#);
    for level in 1..900 {
        let inner = level - 1;
        text += &format!(
            "(component $c{level} (alias outer 1 $c{inner} (component $c)) (instance (instantiate $c)))"
        );
    }
    text += "(instance (instantiate $c899)))";
    assert_eq!(analyse(&text)["gaveUp"], "too-large");
}

#[test]
fn many_instances_of_a_large_module() {
    let mut text = String::from(r#"(component (import "f" (func $f)) (core module $m"#);
    text += &"(func)".repeat(50_000);
    text += ")";
    text += &"(core instance (instantiate $m))".repeat(900);
    text += ")";
    assert_eq!(analyse(&text)["gaveUp"], "too-large");
}
