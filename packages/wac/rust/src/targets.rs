//! `wac targets`: does a component conform to a world?

use crate::WitFile;
use crate::failure::{Failure, malformed};
use crate::nesting::check_nesting;
use crate::wit::{self, Encoded};
use serde_json::{Value, json};
use wac_types::{ExternKind, ItemKind, Package, Type, Types, WorldId, validate_target};

pub fn check_targets(
    component: Vec<u8>,
    files: &[WitFile],
    root: &str,
    world: Option<&str>,
) -> Result<String, Failure> {
    let encoded = wit::encode(files, root)?;
    check_nesting("the component", &component)?;
    let mut types = Types::default();
    let wit = Package::from_bytes("wit", None, encoded.bytes.as_slice(), &mut types)
        .map_err(|error| Failure::new("wit-invalid", format!("the WIT cannot be used: {error:#}")))?;
    let component = Package::from_bytes("component", None, component, &mut types)
        .map_err(|error| malformed("the component", error))?;

    let name = wit::select_world(&encoded, world)?;
    let target = target_world(&types, wit.ty(), &name)?;
    let mismatches = match validate_target(&types, target, component.ty()) {
        Ok(()) => Vec::new(),
        Err(report) => describe(&types, &report),
    };
    Ok(json!({
        "ok": mismatches.is_empty(),
        "mismatches": mismatches,
        "world": world_id(&encoded, &name),
    })
    .to_string())
}

fn describe(types: &Types, report: &wac_types::TargetValidationReport) -> Vec<Value> {
    let mut mismatches = Vec::new();
    let mut push = |kind: &str, name: &str, reason: String| {
        mismatches.push(json!({ "kind": kind, "name": name, "reason": reason }));
    };
    for name in report.imports_not_in_target() {
        push("import-unexpected", name, "the world has no such import".into());
    }
    for (name, expected) in report.missing_exports() {
        push("export-missing", name, format!("the world expects this {}", expected.desc(types)));
    }
    for (name, kind, error) in report.mismatched_types() {
        let side = match kind {
            ExternKind::Import => "import",
            ExternKind::Export => "export",
        };
        push("type-mismatch", name, format!("{side}: {error:#}"));
    }
    mismatches
}

/// Finds the component type of a world in the encoded WIT package.
fn target_world(types: &Types, package: WorldId, name: &str) -> Result<WorldId, Failure> {
    let Some(ItemKind::Type(Type::World(outer))) = types[package].exports.get(name) else {
        return Err(Failure::new("internal", format!("the encoded WIT lacks the world {name}")));
    };
    match types[*outer].exports.values().next() {
        Some(ItemKind::Component(world)) => Ok(*world),
        _ => Err(Failure::new("internal", format!("the world {name} is encoded in an unknown way"))),
    }
}

fn world_id(encoded: &Encoded, name: &str) -> String {
    encoded.resolve.id_of_name(encoded.package, name)
}
