//! Calls through tables.

use super::{IMPORTS, around, called};

const NONE: [&str; 0] = [];

fn leads_to_f(module: &str) {
    assert_eq!(called(&around(module)), ["f"], "{module}");
}

/// `run` calls whatever is in the table at an index that is not known here.
const RUN: &str =
    r#"(global $i (mut i32) (i32.const 0)) (func (export "run") (call_indirect (global.get $i)))"#;

#[test]
fn what_is_in_the_table_from_the_start() {
    leads_to_f(&format!("(table 1 funcref) (elem (i32.const 0) $f) {RUN}"));
    leads_to_f(&format!("(table 1 funcref) (elem (i32.const 0) funcref (ref.func $f)) {RUN}"));
    leads_to_f(&format!("(table 1 funcref (ref.func $f)) {RUN}"));
    leads_to_f(&format!("(table 3 funcref) (elem (offset (i32.add (i32.const 1) (i32.const 1))) $f) {RUN}"));
    leads_to_f(&format!(
        "(global $v funcref (ref.func $f)) (table 1 funcref) (elem (i32.const 0) funcref (global.get $v)) {RUN}"
    ));
    leads_to_f(
        r#"(table 1 funcref) (elem (i32.const 0) $f)
        (func (export "run") (return_call_indirect (i32.const 0)))"#,
    );
}

#[test]
fn what_is_put_there_while_it_runs() {
    let table = "(table $t 4 funcref) (elem declare func $f) (start $put)";
    for put in [
        "(table.set $t (i32.const 0) (ref.func $f))",
        "(table.fill $t (i32.const 0) (ref.func $f) (i32.const 4))",
        "(drop (table.grow $t (ref.func $f) (i32.const 1)))",
    ] {
        leads_to_f(&format!("{table} (func $put {put}) {RUN}"));
    }
    leads_to_f(&format!(
        "(table $t 1 funcref) (elem $e func $f) (start $put)
        (func $put (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 1))) {RUN}"
    ));
    leads_to_f(&format!(
        "(table $t 1 funcref) (table $from 1 funcref) (elem (table $from) (i32.const 0) func $f) (start $put)
        (func $put (table.copy $t $from (i32.const 0) (i32.const 0) (i32.const 1))) {RUN}"
    ));
    leads_to_f(&format!(
        "(table $t 1 funcref) (table $from 1 funcref) (elem (table $from) (i32.const 0) func $f) (start $put)
        (func $put (table.set $t (i32.const 0) (table.get $from (i32.const 0)))) {RUN}"
    ));
}

#[test]
fn what_is_read_from_the_table() {
    leads_to_f(
        r#"(type $t (func)) (table 1 funcref) (elem (i32.const 0) $f)
        (func (export "run") (call_ref $t (ref.cast (ref $t) (table.get 0 (i32.const 0)))))"#,
    );
}

#[test]
fn the_index_of_a_call_tells_elements_apart_in_a_table_that_is_never_written() {
    let table = "(table 2 funcref) (elem (i32.const 0) $f $g)";
    leads_to_f(&format!(r#"{table} (func (export "run") (call_indirect (i32.const 0)))"#));
    // The index is there only on one of the ways that lead to the call.
    let block = r#"(func (export "run")
        (block $b (result i32) (br_if $b (i32.const 1) (i32.const 0)) drop i32.const 0) call_indirect)"#;
    assert_eq!(called(&around(&format!("{table} {block}"))), ["f", "g"]);
    let written = r#"(elem declare func $g) (func (export "run")
        (table.set 0 (i32.const 0) (ref.func $g)) (call_indirect (i32.const 0)))"#;
    assert_eq!(called(&around(&format!("{table} {written}"))), ["f", "g"]);
    let twice = r#"(elem (i32.const 0) $g) (func (export "run") (call_indirect (i32.const 0)))"#;
    assert_eq!(called(&around(&format!("{table} {twice}"))), ["f", "g"]);
    let wide = r#"(table i64 2 funcref) (elem (i64.const 0) $f $g)
        (func (export "run") (call_indirect (i64.const 1)))"#;
    assert_eq!(called(&around(wide)), ["g"]);
    let beyond = r#"(func (export "run") (call_indirect (i32.const 7)))"#;
    assert_eq!(called(&around(&format!("{table} {beyond}"))), NONE);
}

#[test]
fn functions_of_another_type_and_in_another_table_stay_out() {
    let other_type = r#"(table 1 funcref) (elem (i32.const 0) $f)
        (func (export "run") (call_indirect (param i32) (i32.const 0) (i32.const 0)))"#;
    assert_eq!(called(&around(other_type)), NONE);
    let other_table =
        format!("(table $t 1 funcref) (table $u 1 funcref) (elem (table $u) (i32.const 0) func $f) {RUN}");
    assert_eq!(called(&around(&other_table)), NONE);
}

/// `$caller` calls through a table that `$owner` exports; `$third` is instantiated last.
fn shared(owner: &str, third: &str) -> String {
    format!(
        r#"(component {IMPORTS}
            (core module $owner (import "host" "f" (func $f)) (import "host" "g" (func $g))
                (table $t (export "t") 4 funcref) {owner})
            (core instance $o (instantiate $owner (with "host" (instance $host))))
            (core module $caller (import "o" "t" (table $t 1 funcref))
                (func (export "run") (param i32) (call_indirect (local.get 0)))
                (func (export "zero") (call_indirect (i32.const 0))))
            (core instance $c (instantiate $caller (with "o" (instance $o))))
            (core module $third (import "host" "f" (func $f)) (import "host" "g" (func $g))
                (import "o" "t" (table $t 1 funcref)) {third})
            (core instance (instantiate $third (with "host" (instance $host)) (with "o" (instance $o))))
            (func (export "run") (param "index" u32) (canon lift (core func $c "run")))
            (func (export "zero") (canon lift (core func $c "zero"))))"#
    )
}

#[test]
fn a_table_that_another_module_exports_or_fills() {
    assert_eq!(called(&shared("", "")), NONE);
    assert_eq!(called(&shared("(elem (i32.const 1) $f)", "")), ["f"]);
    assert_eq!(called(&shared("", "(elem (i32.const 1) $f)")), ["f"]);
    let write = "(elem declare func $f) (start $s) (func $s (table.set $t (i32.const 0) (ref.func $f)))";
    assert_eq!(called(&shared("", write)), ["f"]);
    // Only what may run takes a reference, but a table that dead code writes does not count as never written.
    let dead = "(elem declare func $f) (func $s (table.set $t (i32.const 0) (ref.func $f)))";
    assert_eq!(called(&shared("(elem (i32.const 1) $g)", dead)), ["g"]);
}

#[test]
fn a_shim_whose_table_a_later_module_fills() {
    // As wit-component joins modules that need one another's exports: `direct` calls only the element 1.
    let text = format!(
        r#"(component {IMPORTS}
            (core module $shim (table (export "$imports") 2 2 funcref)
                (func (export "0") (call_indirect (i32.const 0)))
                (func (export "1") (call_indirect (i32.const 1))))
            (core instance $s (instantiate $shim))
            (core module $main (import "host" "f" (func $f)) (import "host" "g" (func $g))
                (func (export "run") call $g))
            (core instance $m (instantiate $main (with "host" (instance
                (export "f" (func $s "0")) (export "g" (func $s "1"))))))
            (core module $fixup (import "" "0" (func $f)) (import "" "1" (func $g))
                (import "" "$imports" (table 2 2 funcref)) (elem (i32.const 0) func $f $g))
            (core instance (instantiate $fixup (with "" (instance
                (export "$imports" (table $s "$imports")) (export "0" (func $lf)) (export "1" (func $lg))))))
            (func (export "run") (canon lift (core func $m "run"))))"#
    );
    assert_eq!(called(&text), ["g"]);
}

#[test]
fn a_global_that_another_module_imports() {
    let text = format!(
        r#"(component {IMPORTS}
            (core module $a (import "host" "f" (func $f)) (import "host" "g" (func $g))
                (global (export "v") funcref (ref.func $f))
                (global (export "w") (mut funcref) (ref.null func)))
            (core instance $i (instantiate $a (with "host" (instance $host))))
            (core module $b (type $t (func)) (import "a" "v" (global $v funcref))
                (func (export "run") (call_ref $t (ref.cast (ref $t) (global.get $v)))))
            (core instance $j (instantiate $b (with "a" (instance $i))))
            (func (export "run") (canon lift (core func $j "run"))))"#
    );
    assert_eq!(called(&text), ["f"]);
}
