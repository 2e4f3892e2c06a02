//! `wac plug`, and what it keeps to itself: which plug went where, what nearly fitted, what stays open.

use crate::failure::Failure;
use crate::near_misses::near_misses;
use crate::nesting::walk_components;
use crate::open_imports::check_open_imports;
use crate::parts::Parts;
use crate::refusals::{check_order, check_use, check_wish, not_encoded, not_joined};
use crate::wiring::{Connection, Target, Wiring};
use crate::wishes::{list, read_wishes};
use crate::{Composition, NamedComponent, PlugOptions};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use wac_graph::{CompositionGraph, EncodeOptions, NodeId, PackageId};
use wasmparser::Payload;

pub fn plug(
    socket: Vec<u8>,
    plugs: Vec<NamedComponent>,
    options: &PlugOptions,
) -> Result<Composition, Failure> {
    let mut parts = Parts::register(socket, plugs)?;
    let wishes = read_wishes(&parts, &options.connect)?;
    let renamed = read_renames(&parts, &options.rename_exports)?;
    let wiring = Wiring::new(&parts, &wishes, options.feed);
    check_order(&mut parts, &wiring)?;
    let near_misses = near_misses(&parts, &wiring, options.feed);
    check_use(&parts, &wiring, &near_misses, options)?;
    let made: HashSet<&Connection> = wiring.connections.iter().collect();
    for wish in &wishes {
        check_wish(&parts, &made, &wish.connection)?;
    }

    build(&mut parts, &wiring, &renamed)
        .map_err(|failure| failure.detail("nearMisses", near_misses.clone()))?;
    let encoded = parts.graph.encode(EncodeOptions::default());
    let component = encoded.map_err(|error| not_encoded(&parts, error))?;
    let open_imports = imports_of(&component)?;
    if let Some(allowed) = &options.allowed_imports {
        check_open_imports(&open_imports, allowed)?;
    }
    let report = json!({
        "connections": parts.in_order(&wiring).map(|one| parts.to_json(one)).collect::<Vec<_>>(),
        "openImports": open_imports,
        "nearMisses": near_misses,
    });
    Ok(Composition { component, report: report.to_string() })
}

/// From the names of the socket's exports to those that they get.
fn read_renames(parts: &Parts, wanted: &[(String, String)]) -> Result<HashMap<String, String>, Failure> {
    let exports = parts.socket_exports();
    for (from, _) in wanted {
        if !exports.contains(from) {
            let names: Vec<&str> = exports.iter().map(String::as_str).collect();
            return Err(Failure::new(
                "usage-invalid",
                format!("the socket has no export `{from}` to rename"),
            )
            .item(from)
            .hint(list("It exports", &names)));
        }
    }
    Ok(wanted.iter().cloned().collect())
}

/// Builds the graph node for node as `wac_graph::plug` does: the socket, then each plug when its first
/// export is needed.
fn build(parts: &mut Parts, wiring: &Wiring, renamed: &HashMap<String, String>) -> Result<(), Failure> {
    let mut instances: HashMap<Target, NodeId> = HashMap::new();
    let mut instance = |graph: &mut CompositionGraph, target: Target, package: PackageId| {
        *instances.entry(target).or_insert_with(|| graph.instantiate(package))
    };
    let socket = instance(&mut parts.graph, Target::Socket, parts.socket);
    for one in &wiring.connections {
        let (plug, to) = (parts.package(Target::Plug(one.plug)), parts.package(one.to));
        let graph = &mut parts.graph;
        let plug = instance(graph, Target::Plug(one.plug), plug);
        let to = instance(graph, one.to, to);
        let export = graph.alias_instance_export(plug, &one.export).map_err(not_joined)?;
        graph.set_instantiation_argument(to, &one.import, export).map_err(not_joined)?;
    }
    for name in parts.socket_exports() {
        let export = parts.graph.alias_instance_export(socket, &name).map_err(not_joined)?;
        let name = renamed.get(&name).unwrap_or(&name);
        parts.graph.export(export, name).map_err(|error| not_joined(error).item(name))?;
    }
    Ok(())
}

/// The names of a component's own imports.
fn imports_of(component: &[u8]) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    walk_components(component, |payload, depth| {
        if let (Payload::ComponentImportSection(section), 0) = (payload, depth) {
            names.extend(section.clone().into_iter().flatten().map(|import| import.name.name.to_string()));
        }
        true
    })
    .map_err(|error| Failure::new("internal", error.to_string()))?;
    Ok(names)
}
