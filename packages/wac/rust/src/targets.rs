//! `wac targets`: does a component conform to a world?

use crate::WitFile;
use crate::conformance::find_mismatches;
use crate::failure::{Failure, unusable};
use crate::nesting::check_nesting;
use crate::tolerated::find_tolerated;
use crate::wit::{self, Encoded};
use anyhow::{Context, bail};
use serde_json::json;
use wac_types::{ItemKind, Package, Type, Types, WorldId, validate_target};

pub fn check_targets(
    component: Vec<u8>,
    files: &[WitFile],
    root: &str,
    world: Option<&str>,
) -> Result<String, Failure> {
    let encoded = wit::encode(files, root)?;
    check_nesting("the component", &component)?;
    let mut types = Types::default();
    let wit = Package::from_bytes("wit", None, encoded.bytes.as_slice(), &mut types).map_err(|error| {
        Failure::new("wit-invalid", format!("the WIT cannot be used: {error:#}")).report_of(&error)
    })?;
    let component = Package::from_bytes("component", None, component, &mut types)
        .map_err(|error| unusable("the component", error))?;

    // `wac` takes every interface of the package for a world, and knows plain names only: where it gives
    // up for that, the report says so, and the answer is still given.
    let theirs = select_as_wac(&types, wit.ty(), world);
    let name = wit::select_world(&encoded, world).map_err(|failure| match &theirs {
        Err(error) => failure.report_of(error),
        Ok(_) => failure,
    })?;
    let target = world_type(&types, wit.ty(), &name)
        .map_err(|error| Failure::new("internal", format!("the world {name}: {error}")))?;
    let mismatches = find_mismatches(&types, target, component.ty());
    let tolerated = find_tolerated(&types, target, component.ty());
    let report = match theirs {
        Err(error) => Some(error),
        Ok(world) => validate_target(&types, world, component.ty()).err().map(anyhow::Error::from),
    };
    Ok(json!({
        "ok": mismatches.is_empty(),
        "mismatches": mismatches,
        "extras": tolerated.extras,
        "versions": tolerated.versions,
        "world": world_id(&encoded, &name),
        "report": report.map(|error| format!("{error:?}")),
    })
    .to_string())
}

/// The world that `wac targets` chooses, or what it says instead.
fn select_as_wac(types: &Types, package: WorldId, wanted: Option<&str>) -> anyhow::Result<WorldId> {
    let exports = &types[package].exports;
    let name = match wanted {
        Some(name) => {
            exports
                .get(name)
                .with_context(|| format!("wit package did not contain a world named '{name}'"))?;
            name
        }
        None if exports.len() > 1 => {
            bail!("wit package has multiple worlds, please specify one with the --world flag")
        }
        None => exports.keys().next().context("wit package did not contain a world")?,
    };
    world_type(types, package, name)
}

/// Finds the component type of a world in the encoded WIT package.
fn world_type(types: &Types, package: WorldId, name: &str) -> anyhow::Result<WorldId> {
    if let Some(ItemKind::Type(Type::World(outer))) = types[package].exports.get(name)
        && let Some(ItemKind::Component(world)) = types[*outer].exports.values().next()
    {
        return Ok(*world);
    }
    bail!("wit package was not encoded properly")
}

fn world_id(encoded: &Encoded, name: &str) -> String {
    encoded.resolve.id_of_name(encoded.package, name)
}
