//! Interfaces that are taken apart.

use super::aliases::Aliases;
use super::plan::{Plan, Stub};
use super::refused;
use crate::failure::Failure;
use std::collections::HashSet;
use wit_parser::{Function, Interface, InterfaceId, PackageId, Resolve, World, WorldItem, WorldKey};

/// An interface of which some functions are denied: the adapter imports it without them.
pub struct Partial {
    pub import: String,
    pub interface: InterfaceId,
    /// The interface under which the adapter exports all of its functions, to be named and to be replaced.
    pub export: String,
    /// Each function as the interface has it; the adapter exports it by its place, see [`placeholder`].
    pub functions: Vec<(String, bool)>,
}

/// How the adapter calls a function of a partial interface: whatever it is, it becomes a plain one.
pub fn placeholder(place: usize) -> String {
    format!("f{place}")
}

impl Plan {
    /// Takes functions out of an interface, and makes another one that has all of them, and the same types.
    pub fn split(
        &mut self,
        resolve: &mut Resolve,
        source: &World,
        interface: InterfaceId,
        import: String,
        denied: &HashSet<String>,
    ) -> Result<(WorldKey, WorldItem), Failure> {
        let package = source.package.ok_or_else(|| refused("the component has no package"))?;
        let own = new_interface(resolve, source, package);
        let key = WorldKey::Interface(own);
        let mut aliases = Aliases::new(resolve, interface, own);
        let mut partial =
            Partial { import, interface, export: resolve.name_world_key(&key), functions: Vec::new() };
        let all: Vec<Function> = resolve.interfaces[interface].functions.values().cloned().collect();
        for function in all {
            let is_denied = denied.contains(&function.name);
            if is_denied {
                resolve.interfaces[interface].functions.shift_remove(&function.name);
            }
            let place = placeholder(partial.functions.len());
            partial.functions.push((function.name.clone(), is_denied));
            let stub = Stub {
                import: partial.import.clone(),
                name: function.name.clone(),
                key: Some(key.clone()),
                function: aliases.plain_function(resolve, function, place.clone()),
                is_denied,
            };
            resolve.interfaces[own].functions.insert(place, stub.function.clone());
            self.stubs.push(stub);
        }
        if partial.functions.iter().filter(|(_, is_denied)| *is_denied).count() < denied.len() {
            return Err(
                Failure::new("internal", "A defect: a denied function is not there.").item(&partial.import)
            );
        }
        self.partials.push(partial);
        Ok((
            key,
            WorldItem::Interface {
                id: own,
                stability: Default::default(),
                external_id: None,
                docs: Default::default(),
                span: Default::default(),
            },
        ))
    }
}

/// An empty one, under a name that nothing else has.
fn new_interface(resolve: &mut Resolve, source: &World, package: PackageId) -> InterfaceId {
    let name = (0..)
        .map(|number| format!("denied-{number}"))
        .find(|name| {
            let full = resolve.id_of_name(package, name);
            !resolve.packages[package].interfaces.contains_key(name)
                && !source.imports.keys().any(|key| resolve.name_world_key(key) == full)
        })
        .expect("numbers do not end");
    let id = resolve.interfaces.alloc(Interface {
        name: Some(name.clone()),
        types: Default::default(),
        functions: Default::default(),
        docs: Default::default(),
        stability: Default::default(),
        package: Some(package),
        span: Default::default(),
        clone_of: None,
    });
    resolve.packages[package].interfaces.insert(name, id);
    id
}
