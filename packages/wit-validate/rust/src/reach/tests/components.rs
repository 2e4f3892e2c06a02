//! Components in components.

use super::{IMPORTS, analyse, called};

const NONE: [&str; 0] = [];

/// A core module that calls a function, as a component: imports `in`, exports `out`.
const FORWARD: &str = r#"(component $forward
    (import "in" (func $in))
    (core func $lowered (canon lower (func $in)))
    (core module $m (import "" "in" (func $in)) (func (export "out") call $in) (func (export "quiet")))
    (core instance $i (instantiate $m (with "" (instance (export "in" (func $lowered))))))
    (func (export "out") (canon lift (core func $i "out")))
    (func (export "quiet") (canon lift (core func $i "quiet"))))"#;

#[test]
fn a_function_handed_to_a_component_inside() {
    let text = |export: &str| {
        format!(
            r#"(component (import "f" (func $f)) (import "g" (func $g)) {FORWARD}
                (instance $a (instantiate $forward (with "in" (func $f))))
                (instance $b (instantiate $forward (with "in" (func $g))))
                {export})"#
        )
    };
    assert_eq!(called(&text("")), NONE);
    // The two instances are told apart.
    assert_eq!(called(&text(r#"(export "out" (func $a "out"))"#)), ["f"]);
    assert_eq!(called(&text(r#"(export "out" (func $b "out"))"#)), ["g"]);
    assert_eq!(called(&text(r#"(export "out" (func $a "quiet"))"#)), NONE);
    assert_eq!(called(&text(r#"(export "a" (instance $a))"#)), ["f"]);
}

#[test]
fn a_chain_of_components() {
    let text = format!(
        r#"(component (import "f" (func $f)) (import "g" (func $g)) {FORWARD}
            (instance $a (instantiate $forward (with "in" (func $f))))
            (instance $b (instantiate $forward (with "in" (func $a "out"))))
            (instance $c (instantiate $forward (with "in" (func $b "quiet"))))
            (export "b" (func $b "out"))
            (export "c" (func $c "out")))"#
    );
    assert_eq!(called(&text), ["f"]);
    let text = text.replace(r#"(export "b" (func $b "out"))"#, "");
    assert_eq!(called(&text), NONE);
}

#[test]
fn a_component_handed_to_a_component() {
    let text = format!(
        r#"(component (import "f" (func $f)) (import "g" (func $g)) {FORWARD}
            (component $maker
                (import "make" (component $make (import "in" (func)) (export "out" (func))))
                (import "in" (func $in))
                (instance $i (instantiate $make (with "in" (func $in))))
                (export "out" (func $i "out")))
            (instance $a (instantiate $maker (with "make" (component $forward)) (with "in" (func $g))))
            (export "out" (func $a "out")))"#
    );
    assert_eq!(called(&text), ["g"]);
}

#[test]
fn an_instance_handed_to_a_component_that_exports_it_again() {
    let text = r#"(component
        (import "a:b/c" (instance $i (export "f" (func)) (export "g" (func))))
        (component $again (import "x" (instance $x (export "f" (func)))) (export "y" (instance $x)))
        (instance $a (instantiate $again (with "x" (instance $i))))
        (export "f" (func $a "y" "f")))"#;
    assert_eq!(called(text), ["a:b/c#f"]);
}

#[test]
fn modules_and_components_of_the_component_around() {
    let text = r#"(component (import "f" (func $f)) (import "g" (func $g))
        (core module $m (import "" "in" (func $in)) (func (export "out") call $in))
        (component $leaf
            (import "in" (func $in))
            (core func $lowered (canon lower (func $in)))
            (core instance $i (instantiate $m (with "" (instance (export "in" (func $lowered))))))
            (func (export "out") (canon lift (core func $i "out"))))
        (component $middle
            (import "in" (func $in))
            (alias outer 1 $leaf (component $l))
            (component $deep
                (import "in" (func $in))
                (alias outer 1 $l (component $l2))
                (instance $i (instantiate $l2 (with "in" (func $in))))
                (export "out" (func $i "out")))
            (instance $i (instantiate $deep (with "in" (func $in))))
            (export "out" (func $i "out")))
        (instance $i (instantiate $middle (with "in" (func $f))))
        (export "out" (func $i "out")))"#;
    assert_eq!(called(text), ["f"]);
}

#[test]
fn a_start_function_and_a_destructor_inside() {
    let text = |module: &str, more: &str| {
        format!(
            r#"(component (import "f" (func $f)) (import "g" (func $g))
                (component $inner
                    (import "in" (func $in))
                    (core func $lowered (canon lower (func $in)))
                    (core module $m (import "" "in" (func $in)) {module})
                    (core instance $i (instantiate $m (with "" (instance (export "in" (func $lowered)))))) {more})
                (instance (instantiate $inner (with "in" (func $g)))))"#
        )
    };
    assert_eq!(called(&text("(start $in)", "")), ["g"]);
    let destructor = r#"(func (export "drop") (param i32) call $in)"#;
    let resource = r#"(type (resource (rep i32) (dtor (func $i "drop"))))"#;
    assert_eq!(called(&text(destructor, resource)), ["g"]);
    assert_eq!(called(&text(destructor, "")), NONE);
}

#[test]
fn instances_in_imported_instances() {
    let text = r#"(component
        (import "a:b/c" (instance $i
            (export "f" (func))
            (export "in" (instance (export "f" (func)) (export "deep" (instance (export "h" (func))))))))
        (alias export $i "in" (instance $in))
        (alias export $in "deep" (instance $deep))
        (export "h" (func $deep "h")))"#;
    assert_eq!(called(text), ["a:b/c#in#deep#h"]);
}

#[test]
fn what_comes_from_outside_and_is_instantiated_ends_the_analysis() {
    let component = r#"(component (import "f" (func $f))
        (import "make" (component $make (import "in" (func))))
        (instance (instantiate $make (with "in" (func $f)))))"#;
    let module = r#"(component (import "f" (func $f))
        (import "make" (core module $make))
        (core instance (instantiate $make)))"#;
    for (text, reason) in [(component, "imported-component"), (module, "imported-module")] {
        let answer = analyse(text);
        assert_eq!(answer["gaveUp"], reason);
        assert_eq!(answer["functions"][0]["called"], "maybe");
    }
    // Imported, but not instantiated.
    assert_eq!(called(r#"(component (import "f" (func $f)) (import "make" (core module $make)))"#), NONE);
}

#[test]
fn two_instances_of_one_module_that_are_given_different_functions() {
    let text = |run: &str| {
        format!(
            r#"(component {IMPORTS}
            (core module $m (import "host" "it" (func $it)) (table (export "t") 1 funcref) (elem (i32.const 0) $it)
                (func (export "direct") (call $it))
                (func (export "table") (param i32) (call_indirect (local.get 0)))
                (func (export "none")))
            (core instance $a (instantiate $m (with "host" (instance (export "it" (func $lf))))))
            (core instance $b (instantiate $m (with "host" (instance (export "it" (func $lg))))))
            (core module $other (import "b" "t" (table 1 funcref))
                (func (export "mixed") (call_indirect (i32.const 0))))
            (core instance $c (instantiate $other (with "b" (instance $b))))
            (func (export "run") {run}))"#
        )
    };
    assert_eq!(called(&text(r#"(canon lift (core func $a "none"))"#)), NONE);
    assert_eq!(called(&text(r#"(canon lift (core func $a "direct"))"#)), ["f"]);
    assert_eq!(called(&text(r#"(param "index" u32) (canon lift (core func $b "table"))"#)), ["g"]);
    assert_eq!(called(&text(r#"(canon lift (core func $c "mixed"))"#)), ["g"]);
}
