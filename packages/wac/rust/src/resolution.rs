//! A resolved document as JSON: what it is made of and how the parts are joined.

use crate::defects::merge_imports;
use crate::evaluation::{Evaluation, Export, Instantiation, evaluate};
use indexmap::{IndexMap, IndexSet};
use miette::SourceSpan;
use serde_json::{Value, json};
use wac_graph::{CompositionGraph, NodeId, NodeKind};
use wac_parser::Document;
use wac_parser::resolution::Resolution;
use wac_types::{BorrowedPackageKey, InterfaceId, ItemKind, TypeAggregator, Types};

/// `keys` are the packages that the document names, each with its first place; `place` makes JSON of one.
pub fn to_json(
    document: &Document,
    resolution: &Resolution,
    keys: &IndexMap<BorrowedPackageKey, SourceSpan>,
    place: &dyn Fn(SourceSpan) -> Value,
) -> Value {
    let graph = resolution.graph();
    let types = graph.types();
    let directive = &document.directive;
    let evaluation = evaluate(document, graph);
    let instances: IndexSet<NodeId> =
        graph.node_ids().filter(|node| matches!(graph[*node].kind(), NodeKind::Instantiation(_))).collect();
    let json = Json { graph, evaluation, instances, merged: merge_imports(graph), place };

    json!({
        "name": directive.package.name,
        "version": directive.package.version.as_ref().map(ToString::to_string),
        "targets": directive.targets.as_ref().map(|path| json!({
            "world": path.string,
            "span": place(path.span),
        })),
        "packages": graph.packages().map(|package| json!({
            "name": package.name(),
            "version": package.version().map(ToString::to_string),
            "imports": items(&types[package.ty()].imports, types),
            "exports": items(&types[package.ty()].exports, types),
            "span": keys
                .get(&BorrowedPackageKey::from_name_and_version(package.name(), package.version()))
                .map(|span| place(*span)),
        })).collect::<Vec<_>>(),
        "definitions": json.definitions(),
        "imports": json.imports(),
        "instantiations": json.instances.iter().map(|node| json.instantiation(*node)).collect::<Vec<_>>(),
        "exports": json.exports(),
    })
}

fn items(items: &IndexMap<String, ItemKind>, types: &Types) -> Vec<Value> {
    items.iter().map(|(name, kind)| json!({ "name": name, "kind": kind.desc(types) })).collect()
}

type Imports<'a> = IndexMap<&'a str, (&'a str, Option<SourceSpan>)>;

/// The interfaces whose types another uses are imported before it.
fn add_used<'a>(types: &'a Types, id: InterfaceId, imports: &mut Imports<'a>) {
    for used in types[id].uses.values() {
        let Some(name) = &types[used.interface].id else { continue };
        if !imports.contains_key(name.as_str()) {
            add_used(types, used.interface, imports);
            let kind = ItemKind::Instance(used.interface).desc(types);
            imports.insert(name, (kind, None));
        }
    }
}

struct Json<'a> {
    graph: &'a CompositionGraph,
    evaluation: Evaluation,
    /// With their numbers.
    instances: IndexSet<NodeId>,
    /// The imports with their types, where they go together.
    merged: Option<TypeAggregator>,
    place: &'a dyn Fn(SourceSpan) -> Value,
}

impl Json<'_> {
    /// The types that the document declares.
    fn definitions(&self) -> Vec<Value> {
        let types = self.graph.types();
        self.evaluation
            .definitions
            .iter()
            .map(|definition| {
                json!({
                    "name": definition.name,
                    "kind": self.graph[definition.node].item_kind().desc(types),
                    "span": (self.place)(definition.span),
                })
            })
            .collect()
    }

    /// The imports of the composition, in its order; those of compatible versions are one. `explicit` ones are
    /// written out. Where two do not go together, which is an error when it is composed, all are listed.
    fn imports(&self) -> Vec<Value> {
        let mut imports = Imports::new();
        if let Some(merged) = &self.merged {
            let (instances, others): (Vec<_>, Vec<_>) =
                merged.imports().partition(|(_, kind)| matches!(kind, ItemKind::Instance(_)));
            for (name, kind) in instances.into_iter().chain(others) {
                if let ItemKind::Instance(id) = kind {
                    add_used(merged.types(), id, &mut imports);
                }
                imports.entry(name).or_insert((kind.desc(merged.types()), None));
            }
        }
        for (name, kind, node) in self.graph.imports() {
            let import = imports.entry(self.canonical(name)).or_insert((kind.desc(self.graph.types()), None));
            import.1 = import.1.or(node.and_then(|node| self.evaluation.imports.get(&node).copied()));
        }
        imports
            .into_iter()
            .map(|(name, (kind, span))| {
                let explicit = span.is_some();
                json!({ "name": name, "kind": kind, "explicit": explicit, "span": span.map(self.place) })
            })
            .collect()
    }

    /// The name under which a composition has an import.
    fn canonical<'n>(&'n self, name: &'n str) -> &'n str {
        self.merged.as_ref().map_or(name, |merged| merged.canonical_import_name(name))
    }

    fn instantiation(&self, node: NodeId) -> Value {
        let unknown = Instantiation::default();
        let written = self.evaluation.instantiations.get(&node).unwrap_or(&unknown);
        let given: IndexMap<&str, NodeId> = self.graph.get_instantiation_arguments(node).collect();
        let package = self.graph[node].package().map(|id| &self.graph[id]);
        let imports = package.map(|package| &self.graph.types()[package.ty()].imports);
        let argument = |name: &String| {
            let argument = written.arguments.get(name);
            let source = given.get(name.as_str());
            json!({
                "name": name,
                "how": argument.map_or("implicit", |(how, _)| how),
                "source": source.map_or_else(
                    || json!({ "from": "import", "name": self.canonical(name) }),
                    |source| self.origin(*source),
                ),
                "span": argument.map(|(_, span)| (self.place)(*span)),
            })
        };
        json!({
            "name": self.graph[node].name(),
            "package": package.map(|package| package.key().to_string()),
            "span": written.span.map(self.place),
            "arguments": imports.into_iter().flat_map(|imports| imports.keys()).map(argument).collect::<Vec<_>>(),
        })
    }

    /// The exports of the composition in its order: the types that the document declares come first, and of
    /// several names the last is theirs.
    fn exports(&self) -> Vec<Value> {
        let types = self.graph.types();
        let is_declared = |export: &&Export| matches!(self.graph[export.node].kind(), NodeKind::Definition);
        let exports = &self.evaluation.exports;
        let mut declared: Vec<&Export> = exports
            .iter()
            .filter(is_declared)
            .filter(|export| self.graph[export.node].export_name() == Some(&export.name))
            .collect();
        declared.sort_by_key(|export| export.node);
        declared
            .into_iter()
            .chain(exports.iter().filter(|export| !is_declared(export)))
            .map(|export| {
                json!({
                    "name": export.name,
                    "kind": self.graph[export.node].item_kind().desc(types),
                    "source": self.origin(export.node),
                    "span": (self.place)(export.span),
                })
            })
            .collect()
    }

    /// Where a value comes from: an import, an instantiation (by its number), one export of another value,
    /// or a type that the document defines.
    fn origin(&self, node: NodeId) -> Value {
        match self.graph[node].kind() {
            NodeKind::Import(name) => json!({ "from": "import", "name": self.canonical(name) }),
            NodeKind::Instantiation(_) => json!({
                "from": "instantiation",
                "index": self.instances.get_index_of(&node),
            }),
            NodeKind::Alias => match self.graph.get_alias_source(node) {
                Some((of, export)) => json!({
                    "from": "export",
                    "name": export,
                    "of": self.origin(of),
                }),
                None => Value::Null,
            },
            NodeKind::Definition => {
                json!({ "from": "definition", "name": self.graph[node].export_name() })
            }
        }
    }
}
