//! Within one core module.

use super::{analyse, around, called};

/// `run` leads to `f`, and nothing leads to `g`.
fn leads_to_f(module: &str) {
    assert_eq!(called(&around(module)), ["f"], "{module}");
}

#[test]
fn what_nothing_calls_is_never_called() {
    let none: [&str; 0] = [];
    assert_eq!(called(&around(r#"(func (export "run"))"#)), none);
    // Code that is exported to nobody, that only calls itself, that names a function without reaching it.
    assert_eq!(called(&around(r#"(func (export "run")) (func (export "other") call $f)"#)), none);
    assert_eq!(called(&around(r#"(func (export "run")) (func $a call $b) (func $b call $a call $f)"#)), none);
    assert_eq!(called(&around(r#"(func (export "run")) (elem declare func $f)"#)), none);
}

#[test]
fn calls() {
    leads_to_f(r#"(func (export "run") call $f)"#);
    leads_to_f(r#"(func (export "run") return_call $f)"#);
    leads_to_f(r#"(func (export "run") call $a) (func $a return_call $b) (func $b call $f)"#);
    leads_to_f(r#"(func (export "run") (if (i32.const 0) (then call $f)))"#);
    leads_to_f(r#"(func (export "run") unreachable call $f)"#);
    leads_to_f(r#"(export "run" (func $f))"#);
    leads_to_f(r#"(tag $t) (func (export "run") (block $h (try_table (catch_all $h) call $f)))"#);
}

#[test]
fn references() {
    let ty = "(type $t (func)) (elem declare func $f)";
    leads_to_f(&format!(r#"{ty} (func (export "run") (call_ref $t (ref.func $f)))"#));
    leads_to_f(&format!(r#"{ty} (func (export "run") (return_call_ref $t (ref.func $f)))"#));
    // The reference comes from another function, is cast, is in a global or in a struct.
    leads_to_f(&format!(
        r#"{ty} (func $ref (result funcref) ref.func $f)
        (func (export "run") (call_ref $t (ref.cast (ref $t) (call $ref))))"#
    ));
    leads_to_f(
        r#"(type $t (func)) (global $v (ref $t) (ref.func $f)) (func (export "run") (call_ref $t (global.get $v)))"#,
    );
    leads_to_f(&format!(
        r#"{ty} (global $v (mut (ref null $t)) (ref.null $t)) (start $set)
        (func $set (global.set $v (ref.func $f))) (func (export "run") (call_ref $t (global.get $v)))"#
    ));
    leads_to_f(
        r#"(type $t (func)) (type $s (struct (field (ref $t)))) (global $v (ref $s) (struct.new $s (ref.func $f)))
        (func (export "run") (call_ref $t (struct.get $s 0 (global.get $v))))"#,
    );
    leads_to_f(
        r#"(type $t (func)) (type $a (array (ref null $t))) (elem $e (ref null $t) (ref.func $f))
        (func (export "run") (call_ref $t (array.get $a
            (array.new_elem $a $e (i32.const 0) (i32.const 1)) (i32.const 0))))"#,
    );
    leads_to_f(
        r#"(type $t (func)) (elem declare func $f) (tag $e (param (ref $t)))
        (func (export "run") (block $h (result (ref $t))
            (try_table (catch $e $h) (throw $e (ref.func $f))) unreachable) (call_ref $t))"#,
    );
}

#[test]
fn a_reference_that_is_taken_by_dead_code_or_called_by_another_type_leads_nowhere() {
    let none: [&str; 0] = [];
    let dead = r#"(type $t (func)) (elem declare func $f) (func $dead (result funcref) ref.func $f)
        (global $v (mut (ref null $t)) (ref.null $t)) (func (export "run") (call_ref $t (global.get $v)))"#;
    assert_eq!(called(&around(dead)), none);
    let other = r#"(type $t (func (param i32))) (elem declare func $f) (global $v funcref (ref.func $f))
        (func (export "run") (call_ref $t (i32.const 0) (ref.null $t)))"#;
    assert_eq!(called(&around(other)), none);
}

#[test]
fn types_that_have_subtypes_fit_every_call() {
    // $f has the type (func), which $sub is not: what may be a subtype is not compared.
    let module = r#"(type $base (sub (func))) (type $sub (sub $base (func)))
        (func $a (type $sub) call $f) (elem declare func $a)
        (func (export "run") (call_ref $base (ref.func $a)))"#;
    leads_to_f(module);
    let group = r#"(rec (type $t (func)) (type (func (param i32))))
        (func $a (type $t) call $f) (elem declare func $a)
        (func (export "run") (call_ref $t (ref.func $a)))"#;
    leads_to_f(group);
}

#[test]
fn an_instruction_of_which_it_is_not_known_what_it_calls_ends_the_analysis() {
    let module = r#"(type $t (func)) (type $c (cont $t)) (elem declare func $f)
        (func (export "run") (resume $c (cont.new $c (ref.func $f))))"#;
    let answer = analyse(&around(module));
    assert_eq!(answer["gaveUp"], "unknown-instruction");
    let functions = answer["functions"].as_array().unwrap();
    assert_eq!(functions.len(), 2);
    assert!(functions.iter().all(|function| function["called"] == "maybe"));
}
