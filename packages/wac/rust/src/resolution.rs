//! A resolved document as JSON: what it is made of and how the parts are joined.

use indexmap::IndexMap;
use serde_json::{Value, json};
use wac_graph::{CompositionGraph, NodeId, NodeKind};
use wac_parser::resolution::Resolution;
use wac_types::{ItemKind, Types};

pub fn to_json(resolution: &Resolution) -> Value {
    let graph = resolution.graph();
    let types = graph.types();
    let package = &resolution.document().directive.package;
    let nodes: Vec<NodeId> = graph.node_ids().collect();
    let instances: Vec<NodeId> = nodes
        .iter()
        .copied()
        .filter(|node| matches!(graph[*node].kind(), NodeKind::Instantiation(_)))
        .collect();

    json!({
        "name": package.name,
        "version": package.version.as_ref().map(ToString::to_string),
        "packages": graph.packages().map(|package| json!({
            "name": package.name(),
            "version": package.version().map(ToString::to_string),
            "imports": items(&types[package.ty()].imports, types),
            "exports": items(&types[package.ty()].exports, types),
        })).collect::<Vec<_>>(),
        "imports": imports(graph),
        "instantiations": instances.iter().map(|node| instantiation(graph, &instances, *node)).collect::<Vec<_>>(),
        "exports": exports(graph, &instances, &nodes),
    })
}

fn items(items: &IndexMap<String, ItemKind>, types: &Types) -> Vec<Value> {
    items.iter().map(|(name, kind)| json!({ "name": name, "kind": kind.desc(types) })).collect()
}

/// The imports of the composition; those of one name are one. `explicit` ones are written out.
fn imports(graph: &CompositionGraph) -> Vec<Value> {
    let mut imports: IndexMap<&str, Value> = IndexMap::new();
    for (name, kind, node) in graph.imports() {
        let import = json!({
            "name": name,
            "kind": kind.desc(graph.types()),
            "explicit": node.is_some(),
        });
        if node.is_some() || !imports.contains_key(name) {
            imports.insert(name, import);
        }
    }
    imports.into_values().collect()
}

fn instantiation(graph: &CompositionGraph, instances: &[NodeId], node: NodeId) -> Value {
    let package = graph[node].package().map(|id| &graph[id]);
    let order = package.map(|package| &graph.types()[package.ty()].imports);
    let mut arguments: Vec<(&str, NodeId)> = graph.get_instantiation_arguments(node).collect();
    arguments.sort_by_key(|(name, _)| order.and_then(|order| order.get_index_of(*name)));
    json!({
        "name": graph[node].name(),
        "package": package.map(|package| package.key().to_string()),
        "arguments": arguments.into_iter().map(|(name, source)| json!({
            "name": name,
            "source": origin(graph, instances, source),
        })).collect::<Vec<_>>(),
    })
}

fn exports(graph: &CompositionGraph, instances: &[NodeId], nodes: &[NodeId]) -> Vec<Value> {
    nodes
        .iter()
        .filter_map(|node| {
            let name = graph[*node].export_name()?;
            Some(json!({
                "name": name,
                "kind": graph[*node].item_kind().desc(graph.types()),
                "source": origin(graph, instances, *node),
            }))
        })
        .collect()
}

/// Where a value comes from: an import, an instantiation (by its number), one export of another value,
/// or a type that the document defines.
fn origin(graph: &CompositionGraph, instances: &[NodeId], node: NodeId) -> Value {
    match graph[node].kind() {
        NodeKind::Import(name) => json!({ "from": "import", "name": name }),
        NodeKind::Instantiation(_) => json!({
            "from": "instantiation",
            "index": instances.iter().position(|instance| *instance == node),
        }),
        NodeKind::Alias => match graph.get_alias_source(node) {
            Some((of, export)) => json!({
                "from": "export",
                "name": export,
                "of": origin(graph, instances, of),
            }),
            None => Value::Null,
        },
        NodeKind::Definition => json!({ "from": "definition", "name": graph[node].export_name() }),
    }
}
