//! What the adapter exports and imports.

use super::checks::{check_synchronous, check_versions, has_types_of};
use super::partials::Partial;
use super::refused;
use crate::failure::Failure;
use std::collections::{HashMap, HashSet};
use wit_parser::{Function, InterfaceId, LiveTypes, Resolve, TypeOwner, World, WorldId, WorldItem, WorldKey};

/// The functions that are denied of each import; none where all of it is.
pub struct Denied(pub HashMap<String, Option<HashSet<String>>>);

impl Denied {
    pub fn new(denied: Vec<(String, Option<String>)>) -> Self {
        let mut imports: HashMap<String, Option<HashSet<String>>> = HashMap::new();
        for (import, function) in denied {
            let functions = imports.entry(import).or_insert_with(|| Some(HashSet::new()));
            match function {
                Some(function) => functions.iter_mut().for_each(|some| _ = some.insert(function.clone())),
                None => *functions = None,
            }
        }
        Denied(imports)
    }
}

/// A function that the adapter exports.
pub struct Stub {
    /// The import that it belongs to, and its name there.
    pub import: String,
    pub name: String,
    /// As the adapter exports it.
    pub key: Option<WorldKey>,
    pub function: Function,
    /// Not so where it only takes the place of a function that is allowed.
    pub is_denied: bool,
}

pub struct Plan {
    /// The adapter's.
    pub world: WorldId,
    pub stubs: Vec<Stub>,
    pub partials: Vec<Partial>,
    /// Interfaces that the adapter exports as a whole, with the resources that they define.
    pub whole: HashMap<InterfaceId, WorldKey>,
    /// Interfaces that the adapter imports.
    pub imported: HashMap<InterfaceId, WorldKey>,
}

impl Plan {
    pub fn new(resolve: &mut Resolve, component: WorldId, denied: &Denied) -> Result<Plan, Failure> {
        let source = resolve.worlds[component].clone();
        let mut rest: HashSet<&String> = denied.0.keys().collect();
        let (mut whole, mut split) = (HashMap::new(), HashSet::new());
        for (key, item) in &source.imports {
            let name = resolve.name_world_key(key);
            rest.remove(&name);
            match (item, denied.0.get(&name)) {
                (WorldItem::Interface { id, .. }, Some(None)) => _ = whole.insert(*id, key.clone()),
                (WorldItem::Interface { id, .. }, Some(Some(_))) => _ = split.insert(*id),
                _ => {}
            }
        }
        if let Some(name) = rest.into_iter().min() {
            return Err(refused(format!("{name} is no interface and no function"))
                .item(name)
                .hint(format!("Allow {name}: a type, a core module or a component cannot be taken away.")));
        }

        let mut plan = Plan {
            world: component,
            stubs: Vec::new(),
            partials: Vec::new(),
            whole,
            imported: HashMap::new(),
        };
        let (mut needed, mut exports) = (LiveTypes::default(), Vec::new());
        for (key, item) in &source.imports {
            let import = resolve.name_world_key(key);
            let mut live = LiveTypes::default();
            live.add_world_item(resolve, item);
            let all = HashSet::new();
            let functions = match denied.0.get(&import) {
                Some(None) => {
                    needed.add_world_item(resolve, item);
                    exports.push((key.clone(), item.clone()));
                    plan.stubs.extend(whole_stubs(resolve, key, item, &import)?);
                    continue;
                }
                Some(Some(functions)) => functions,
                // What has types of an interface that is taken apart comes with them from the adapter.
                None if has_types_of(resolve, &live, &split) => &all,
                None => {
                    plan.check_allowed(resolve, &import, &live)?;
                    continue;
                }
            };
            let WorldItem::Interface { id, .. } = item else {
                return Err(refused(format!(
                    "{import} has a type of an interface of which functions are denied"
                ))
                .item(&import)
                .hint(format!("Allow all functions of that interface, or deny {import} too.")));
            };
            // What has types of this one in turn does so too.
            split.insert(*id);
            plan.check_allowed(resolve, &import, &live)?;
            check_versions(resolve, &source, key, denied)?;
            plan.imported.insert(*id, key.clone());
            needed.add_world_item(resolve, item);
            exports.push(plan.split(resolve, &source, *id, import, functions)?);
        }
        for stub in &plan.stubs {
            check_synchronous(resolve, stub)?;
        }
        for (key, item) in &source.exports {
            plan.check_export(resolve, &source, &split, &resolve.name_world_key(key), item)?;
        }
        plan.import_owners(resolve, &source, needed)?;

        let imported = &plan.imported;
        let imports = source
            .imports
            .iter()
            .filter(|(_, item)| matches!(item, WorldItem::Interface { id, .. } if imported.contains_key(id)));
        plan.world = resolve.worlds.alloc(World {
            name: "adapter".into(),
            imports: imports.map(|(key, item)| (key.clone(), item.clone())).collect(),
            exports: exports.into_iter().collect(),
            ..source.clone()
        });
        Ok(plan)
    }

    /// The imports that the adapter satisfies.
    pub fn satisfied(&self, resolve: &Resolve) -> Vec<String> {
        let whole = resolve.worlds[self.world].exports.keys().map(|key| resolve.name_world_key(key));
        let made = |name: &String| self.partials.iter().all(|partial| partial.export != *name);
        whole.filter(made).chain(self.partials.iter().map(|partial| partial.import.clone())).collect()
    }

    /// The adapter imports what it needs types of and does not define itself, and what those interfaces need in turn.
    fn import_owners(
        &mut self,
        resolve: &Resolve,
        source: &World,
        mut needed: LiveTypes,
    ) -> Result<(), Failure> {
        loop {
            let mut more = Vec::new();
            for id in needed.iter() {
                match resolve.types[id].owner {
                    TypeOwner::Interface(owner)
                        if !self.whole.contains_key(&owner) && !self.imported.contains_key(&owner) =>
                    {
                        let is = |item: &WorldItem| matches!(item, WorldItem::Interface { id, .. } if *id == owner);
                        if let Some((key, item)) = source.imports.iter().find(|(_, item)| is(item)) {
                            self.imported.insert(owner, key.clone());
                            more.push(item);
                        }
                    }
                    TypeOwner::World(_) => {
                        let name = resolve.types[id].name.clone().unwrap_or_default();
                        return Err(refused(format!(
                            "a function that is denied has the type {name} of the world"
                        ))
                        .item(&name)
                        .hint("Allow the functions that are no part of an interface and have such types."));
                    }
                    _ => {}
                }
            }
            if more.is_empty() {
                return Ok(());
            }
            more.into_iter().for_each(|item| needed.add_world_item(resolve, item));
        }
    }
}

/// A stub for each function of an import that is denied as a whole.
fn whole_stubs(
    resolve: &Resolve,
    key: &WorldKey,
    item: &WorldItem,
    import: &str,
) -> Result<Vec<Stub>, Failure> {
    let stub = |name: &str, key: Option<&WorldKey>, function: &Function| Stub {
        import: import.into(),
        name: name.into(),
        key: key.cloned(),
        function: function.clone(),
        is_denied: true,
    };
    match item {
        WorldItem::Interface { id, .. } => {
            let functions = resolve.interfaces[*id].functions.iter();
            Ok(functions.map(|(name, function)| stub(name, Some(key), function)).collect())
        }
        WorldItem::Function(function) => Ok(vec![stub(import, None, function)]),
        WorldItem::Type { .. } => Err(refused(format!("{import} is a type"))
            .item(import)
            .hint(format!("Allow {import}: a type on its own cannot be taken away."))),
    }
}
