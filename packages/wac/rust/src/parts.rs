//! The socket and the plugs of a composition.

use crate::NamedComponent;
use crate::failure::{Failure, unusable};
use crate::nesting::check_nesting;
use crate::wiring::{Connection, Target, Wiring};
use indexmap::IndexMap;
use serde_json::{Value, json};
use wac_graph::{CompositionGraph, PackageId};
use wac_types::{ItemKind, Package, Types};

pub struct Plug {
    pub name: String,
    id: PackageId,
}

/// The socket and the plugs, in the graph that will join them.
pub struct Parts {
    pub graph: CompositionGraph,
    pub socket: PackageId,
    pub plugs: Vec<Plug>,
}

impl Parts {
    /// Registers them as `wac plug` does: plugs of one name together, each with a number behind.
    pub fn register(socket: Vec<u8>, plugs: Vec<NamedComponent>) -> Result<Self, Failure> {
        let mut graph = CompositionGraph::new();
        let socket = register(&mut graph, "socket", "the socket", socket)?;
        let mut by_name: IndexMap<String, Vec<Vec<u8>>> = IndexMap::new();
        for plug in plugs {
            by_name.entry(plug.name).or_default().push(plug.component);
        }
        let mut plugs = Vec::new();
        for (name, components) in by_name {
            let several = components.len() > 1;
            for (index, bytes) in components.into_iter().enumerate() {
                let package = if several { format!("plug:{name}{index}") } else { format!("plug:{name}") };
                let id = register(&mut graph, &package, &name, bytes)?;
                plugs.push(Plug { name: name.clone(), id });
            }
        }
        Ok(Parts { graph, socket, plugs })
    }

    pub fn types(&self) -> &Types {
        self.graph.types()
    }

    pub fn imports(&self, target: Target) -> &IndexMap<String, ItemKind> {
        &self.types()[self.graph[self.package(target)].ty()].imports
    }

    pub fn exports(&self, plug: usize) -> &IndexMap<String, ItemKind> {
        &self.types()[self.graph[self.plugs[plug].id].ty()].exports
    }

    /// How an error calls it.
    pub fn name(&self, target: Target) -> &str {
        self.plug_name(target).unwrap_or("the socket")
    }

    /// The name of a plug; the socket has none.
    pub fn plug_name(&self, target: Target) -> Option<&str> {
        match target {
            Target::Socket => None,
            Target::Plug(index) => Some(&self.plugs[index].name),
        }
    }

    pub fn package(&self, target: Target) -> PackageId {
        match target {
            Target::Socket => self.socket,
            Target::Plug(index) => self.plugs[index].id,
        }
    }

    pub fn target(&self, package: PackageId) -> Option<Target> {
        let plug = || self.plugs.iter().position(|plug| plug.id == package).map(Target::Plug);
        if package == self.socket { Some(Target::Socket) } else { plug() }
    }

    pub fn socket_exports(&self) -> Vec<String> {
        self.types()[self.graph[self.socket].ty()].exports.keys().cloned().collect()
    }

    /// The connections in the order of the imports: those of the socket, then those of the plugs.
    pub fn in_order<'a>(&self, wiring: &'a Wiring) -> impl Iterator<Item = &'a Connection> + use<'a> {
        let mut all: Vec<&Connection> = wiring.connections.iter().collect();
        all.sort_by_cached_key(|one| (one.to, self.imports(one.to).get_index_of(&one.import)));
        all.into_iter()
    }

    pub fn to_json(&self, one: &Connection) -> Value {
        json!({
            "plug": self.plugs[one.plug].name,
            "export": one.export,
            "to": self.plug_name(one.to),
            "import": one.import,
        })
    }
}

fn register(
    graph: &mut CompositionGraph,
    package: &str,
    item: &str,
    bytes: Vec<u8>,
) -> Result<PackageId, Failure> {
    check_nesting(item, &bytes)?;
    let package = Package::from_bytes(package, None, bytes, graph.types_mut())
        .map_err(|error| unusable(item, error))?;
    graph.register_package(package).map_err(|error| Failure::from_error("compose-failed", error).item(item))
}
