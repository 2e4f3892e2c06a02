//! `wac plug`, and what it keeps to itself: which plug went where, what nearly fitted, what stays open.

use crate::failure::{Failure, malformed};
use crate::nesting::{check_nesting, walk_components};
use crate::{Composition, NamedComponent, PlugOptions};
use indexmap::IndexMap;
use semver::Version;
use serde_json::{Value, json};
use wac_graph::{CompositionGraph, EncodeOptions, NodeId, NodeKind, PackageId, PlugError};
use wac_types::{ItemKind, Package, SubtypeChecker, are_semver_compatible};
use wasmparser::Payload;

pub fn plug(
    socket: Vec<u8>,
    plugs: Vec<NamedComponent>,
    _options: &PlugOptions,
) -> Result<Composition, Failure> {
    let mut graph = CompositionGraph::new();
    let socket_id = register(&mut graph, "socket", "the socket", socket)?;
    let plugs = register_plugs(&mut graph, plugs)?;

    let plugged = wac_graph::plug(&mut graph, plugs.iter().map(|plug| plug.id).collect(), socket_id);
    let connections = connections(&graph, socket_id, &plugs);
    let near_misses = near_misses(&graph, socket_id, &plugs, &connections);
    let near_misses_json: Vec<Value> = near_misses.iter().map(Connection::to_json).collect();

    match plugged {
        Ok(()) | Err(PlugError::NoPlugHappened) => {}
        Err(PlugError::GraphError { source }) => {
            return Err(Failure::new(
                "compose-failed",
                format!("the components cannot be joined: {source:#}"),
            )
            .detail("nearMisses", near_misses_json));
        }
    }

    let idle = plugs.iter().find(|plug| !connections.iter().any(|one| one.plug == plug.id));
    if idle.is_some() || plugs.is_empty() {
        let name = idle.map_or("no component", |plug| plug.name.as_str());
        let open: Vec<&str> = names(&graph.types()[graph[socket_id].ty()].imports)
            .filter(|import| !connections.iter().any(|one| one.import == *import))
            .collect();
        let exports: serde_json::Map<String, Value> = plugs
            .iter()
            .map(|plug| {
                let exports = names(&graph.types()[graph[plug.id].ty()].exports);
                (plug.name.clone(), exports.collect::<Vec<_>>().into())
            })
            .collect();
        return Err(Failure::new(
            "plug-unmatched",
            format!("{name} exports nothing that fits an open import of the socket"),
        )
        .item(name)
        .detail("openImports", open)
        .detail("exports", exports)
        .detail("nearMisses", near_misses_json));
    }

    let component = graph.encode(EncodeOptions::default()).map_err(|error| {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
        Failure::new("compose-failed", format!("{error}{}", cause.unwrap_or_default()))
    })?;
    let report = json!({
        "connections": connections.iter().map(Connection::to_json).collect::<Vec<_>>(),
        "openImports": imports_of(&component)?,
        "nearMisses": near_misses_json,
    });
    Ok(Composition { component, report: report.to_string() })
}

struct Plug {
    name: String,
    id: PackageId,
}

/// One export of a plug and the import of the socket that it goes to, or nearly did (`reason`).
struct Connection<'a> {
    plug: PackageId,
    name: &'a str,
    import: String,
    reason: Option<String>,
}

impl Connection<'_> {
    fn to_json(&self) -> Value {
        match &self.reason {
            None => json!({ "plug": self.name, "import": self.import }),
            Some(reason) => json!({ "plug": self.name, "import": self.import, "reason": reason }),
        }
    }
}

fn names(items: &IndexMap<String, ItemKind>) -> impl Iterator<Item = &str> {
    items.keys().map(String::as_str)
}

fn register(
    graph: &mut CompositionGraph,
    package: &str,
    item: &str,
    bytes: Vec<u8>,
) -> Result<PackageId, Failure> {
    check_nesting(item, &bytes)?;
    let package = Package::from_bytes(package, None, bytes, graph.types_mut())
        .map_err(|error| malformed(item, error))?;
    graph
        .register_package(package)
        .map_err(|error| Failure::new("compose-failed", error.to_string()).item(item))
}

/// Registers the plugs as `wac plug` does: those of one name together, each with a number behind.
fn register_plugs(graph: &mut CompositionGraph, plugs: Vec<NamedComponent>) -> Result<Vec<Plug>, Failure> {
    let mut by_name: IndexMap<String, Vec<Vec<u8>>> = IndexMap::new();
    for plug in plugs {
        by_name.entry(plug.name).or_default().push(plug.component);
    }
    let mut registered = Vec::new();
    for (name, components) in by_name {
        let several = components.len() > 1;
        for (index, bytes) in components.into_iter().enumerate() {
            let package = if several { format!("plug:{name}{index}") } else { format!("plug:{name}") };
            let id = register(graph, &package, &name, bytes)?;
            registered.push(Plug { name: name.clone(), id });
        }
    }
    Ok(registered)
}

fn connections<'a>(graph: &CompositionGraph, socket: PackageId, plugs: &'a [Plug]) -> Vec<Connection<'a>> {
    let is_socket = |node: &NodeId| {
        matches!(graph[*node].kind(), NodeKind::Instantiation(_)) && graph[*node].package() == Some(socket)
    };
    let Some(instance) = graph.node_ids().find(is_socket) else { return Vec::new() };
    let mut arguments: Vec<(&str, NodeId)> = graph.get_instantiation_arguments(instance).collect();
    let order = &graph.types()[graph[socket].ty()].imports;
    arguments.sort_by_key(|(name, _)| order.get_index_of(*name));
    arguments
        .into_iter()
        .filter_map(|(import, argument)| {
            let (source, _) = graph.get_alias_source(argument)?;
            let plug = plugs.iter().find(|plug| graph[source].package() == Some(plug.id))?;
            Some(Connection { plug: plug.id, name: &plug.name, import: import.into(), reason: None })
        })
        .collect()
}

fn near_misses<'a>(
    graph: &CompositionGraph,
    socket: PackageId,
    plugs: &'a [Plug],
    connections: &[Connection],
) -> Vec<Connection<'a>> {
    let types = graph.types();
    let mut misses = Vec::new();
    for plug in plugs {
        for (export, provided) in &types[graph[plug.id].ty()].exports {
            for (import, wanted) in &types[graph[socket].ty()].imports {
                if connections.iter().any(|one| one.plug == plug.id && one.import == *import) {
                    continue;
                }
                let reason = if export == import || are_semver_compatible(export, import) {
                    let mut cache = Default::default();
                    SubtypeChecker::new(&mut cache)
                        .is_subtype(*provided, types, *wanted, types)
                        .err()
                        .map(|error| format!("{error:#}"))
                } else {
                    other_version(export, import)
                };
                if let Some(reason) = reason {
                    misses.push(Connection {
                        plug: plug.id,
                        name: &plug.name,
                        import: import.clone(),
                        reason: Some(reason),
                    });
                }
            }
        }
    }
    misses
}

/// Says so where two names differ in nothing but the version.
fn other_version(export: &str, import: &str) -> Option<String> {
    let (export_base, export_version) = split_version(export);
    let (import_base, import_version) = split_version(import);
    let show = |version: Option<Version>| version.map_or("no version".into(), |one| one.to_string());
    (export_base == import_base && export_base.contains(':') && export_version != import_version).then(|| {
        format!(
            "the versions are not compatible: expected {}, found {}",
            show(import_version),
            show(export_version)
        )
    })
}

fn split_version(name: &str) -> (&str, Option<Version>) {
    match name.split_once('@') {
        Some((base, version)) => (base, Version::parse(version).ok()),
        None => (name, None),
    }
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
