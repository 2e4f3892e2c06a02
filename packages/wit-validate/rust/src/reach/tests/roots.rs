//! What runs without being called by other code of the component.

use super::{IMPORTS, around, called};

#[test]
fn start_functions() {
    assert_eq!(called(&around(r#"(func (export "run")) (func $s call $f) (start $s)"#)), ["f"]);
    assert_eq!(called(&around(r#"(func (export "run")) (start $f)"#)), ["f"]);
    let not_instantiated = r#"(component (import "f" (func $f))
        (core module (import "" "f" (func $f)) (start $f)))"#;
    let none: [&str; 0] = [];
    assert_eq!(called(not_instantiated), none);
}

/// A component that exports a function with a string, in a core module of two imports.
fn with_string(module: &str, options: &str) -> String {
    format!(
        r#"(component {IMPORTS}
            (core module $m (import "host" "f" (func $f)) (import "host" "g" (func $g)) (memory (export "memory") 1)
                (func (export "run") (param i32 i32) (result i32) i32.const 0) {module})
            (core instance $i (instantiate $m (with "host" (instance $host))))
            (func (export "run") (param "x" string) (result string)
                (canon lift (core func $i "run") (memory $i "memory") {options})))"#
    )
}

#[test]
fn options_of_an_exported_function() {
    let realloc = r#"(func (export "realloc") (param i32 i32 i32 i32) (result i32) call $f i32.const 0)"#;
    assert_eq!(called(&with_string(realloc, r#"(realloc (func $i "realloc"))"#)), ["f"]);
    let post = r#"(func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 0)
        (func (export "post") (param i32) call $g)"#;
    let options = r#"(realloc (func $i "realloc")) (post-return (func $i "post"))"#;
    assert_eq!(called(&with_string(post, options)), ["g"]);
}

#[test]
fn the_callback_of_an_async_function() {
    let text = format!(
        r#"(component {IMPORTS}
            (core module $m (import "host" "f" (func $f)) (import "host" "g" (func $g))
                (func (export "run") (result i32) i32.const 0)
                (func (export "callback") (param i32 i32 i32) (result i32) call $f i32.const 0))
            (core instance $i (instantiate $m (with "host" (instance $host))))
            (func (export "run") async (canon lift (core func $i "run") async (callback (func $i "callback")))))"#
    );
    assert_eq!(called(&text), ["f"]);
}

#[test]
fn the_realloc_that_an_imported_function_needs_for_its_result() {
    let text = |body: &str| {
        format!(
            r#"(component
                (import "f" (func $f)) (import "text" (func $text (result string)))
                (core func $lf (canon lower (func $f)))
                (core module $a (import "host" "f" (func $f)) (memory (export "memory") 1)
                    (func (export "realloc") (param i32 i32 i32 i32) (result i32) call $f i32.const 0))
                (core instance $i (instantiate $a (with "host" (instance (export "f" (func $lf))))))
                (core func $lt (canon lower (func $text) (memory $i "memory") (realloc (func $i "realloc"))))
                (core module $b (import "host" "text" (func $text (param i32))) (func (export "run") {body}))
                (core instance $j (instantiate $b (with "host" (instance (export "text" (func $lt))))))
                (func (export "run") (canon lift (core func $j "run"))))"#
        )
    };
    assert_eq!(called(&text("i32.const 0 call $text")), ["f", "text"]);
    let none: [&str; 0] = [];
    assert_eq!(called(&text("")), none);
}

#[test]
fn destructors() {
    let text = format!(
        r#"(component {IMPORTS}
            (core module $m (import "host" "f" (func $f)) (import "host" "g" (func $g))
                (func (export "drop") (param i32) call $f))
            (core instance $i (instantiate $m (with "host" (instance $host))))
            (type $r (resource (rep i32) (dtor (func $i "drop"))))
            (export "r" (type $r)))"#
    );
    assert_eq!(called(&text), ["f"]);
}

#[test]
fn what_is_exported_again() {
    let function = r#"(component (import "f" (func $f)) (import "g" (func $g)) (export "h" (func $f)))"#;
    assert_eq!(called(function), ["f"]);
    let instance = r#"(component
        (import "a:b/c" (instance $i (export "f" (func)) (export "g" (func))))
        (import "a:b/d" (instance (export "f" (func))))
        (export "a:b/e" (instance $i)))"#;
    assert_eq!(called(instance), ["a:b/c#f", "a:b/c#g"]);
    let inner = r#"(component
        (import "a:b/c" (instance $i (export "f" (func $f)) (export "g" (func $g))))
        (alias export $i "g" (func $g))
        (instance $in (export "g" (func $g)))
        (instance $out (export "in" (instance $in)))
        (export "out" (instance $out)))"#;
    assert_eq!(called(inner), ["a:b/c#g"]);
}

#[test]
fn the_start_function_of_the_component() {
    let text = format!(
        r#"(component {IMPORTS}
            (core module $m (import "host" "f" (func $f)) (import "host" "g" (func $g)) (func (export "go") call $f))
            (core instance $i (instantiate $m (with "host" (instance $host))))
            (func $go (canon lift (core func $i "go")))
            (start $go))"#
    );
    assert_eq!(called(&text), ["f"]);
}

#[test]
fn threads() {
    let module = |thread: &str| {
        format!(
            r#"(component {IMPORTS}
            (core type $t (shared (func (param i32))))
            (core module $m (import "host" "f" (func $f)) (import "host" "g" (func $g))
                (table (export "table") 1 (ref null func)) (func $a (param i32) call $f) (elem (i32.const 0) $a))
            (core instance $i (instantiate $m (with "host" (instance $host))))
            (alias core export $i "table" (core table $table))
            {thread}
            (core module $n (import "" "spawn" (func $spawn (param i32 i32) (result i32)))
                (func (export "run") (drop (call $spawn (i32.const 0) (i32.const 0)))))
            (core instance $j (instantiate $n (with "" (instance (export "spawn" (func $spawn))))))
            (func (export "run") (canon lift (core func $j "run"))))"#
        )
    };
    let indirect = "(core type $p (func (param i32)))
        (core func $spawn (canon thread.new-indirect $p (table $table)))";
    assert_eq!(called(&module(indirect)), ["f"]);
}
