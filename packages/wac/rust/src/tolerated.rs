//! What `wac targets` accepts without a word: exports that a world does not ask for, and names that fit in
//! another version.

use crate::names::Name;
use crate::type_text::TypeText;
use semver::Version;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use wac_types::{ItemKind, Types, WorldId};

/// More of either are not listed: what a stranger exports has no end.
const LIMIT: usize = 1000;

/// How many functions of an interface are named: enough to recognise one.
const FUNCTIONS: usize = 16;

/// Both lists, each in the order of the binary.
pub struct Tolerated {
    pub extras: Vec<Value>,
    pub versions: Vec<Value>,
}

/// See the module. Whether the types fit does not matter here.
pub fn find_tolerated(types: &Types, world: WorldId, component: WorldId) -> Tolerated {
    let (world, component) = (&types[world], &types[component]);
    let text = TypeText::new(types);
    let implicit = world.implicit_imported_interfaces(types);
    let offered = Versions::new(implicit.keys().copied().chain(world.imports.keys().map(String::as_str)));
    let exported = Versions::new(component.exports.keys().map(String::as_str));
    let version = |side: &str, expected: &str, found: &str| json!({ "side": side, "expected": expected, "found": found });

    let mut versions: Vec<Value> = component
        .imports
        .keys()
        .filter_map(|name| Some((offered.find(name)?, name)))
        .filter(|(expected, name)| expected != name)
        .map(|(expected, name)| version("import", expected, name))
        .collect();
    let (mut wanted, mut members) = (HashSet::new(), Vec::new());
    for (name, expected) in &world.exports {
        let Some(found) = exported.find(name) else { continue };
        wanted.insert(found);
        if found != name {
            versions.push(version("export", name, found));
        }
        members.extend(find_members(&text, found, expected.promote(), component.exports[found]));
    }
    let whole = component.exports.iter().filter(|(name, _)| !wanted.contains(name.as_str()));
    let whole = whole.map(|(name, item)| extra(&text, name, None, *item));
    Tolerated {
        extras: whole.chain(members).take(LIMIT).collect(),
        versions: versions.into_iter().take(LIMIT).collect(),
    }
}

/// What an exported interface has beyond the one that the world asks for.
fn find_members(text: &TypeText, name: &str, expected: ItemKind, found: ItemKind) -> Vec<Value> {
    let (ItemKind::Instance(expected), ItemKind::Instance(found)) = (expected, found) else {
        return Vec::new();
    };
    let (expected, found) = (&text.types()[expected].exports, &text.types()[found].exports);
    let beyond = found.iter().filter(|(member, _)| !expected.contains_key(*member));
    beyond.take(LIMIT).map(|(member, item)| extra(text, name, Some(member), *item)).collect()
}

fn extra(text: &TypeText, name: &str, member: Option<&str>, item: ItemKind) -> Value {
    let functions: Vec<&str> = match item {
        ItemKind::Instance(id) => {
            let exports = text.types()[id].exports.iter();
            let functions = exports.filter(|(_, item)| matches!(item, ItemKind::Func(_)));
            functions.map(|(name, _)| name.as_str()).take(FUNCTIONS).collect()
        }
        _ => Vec::new(),
    };
    let (kind, found) = (item.desc(text.types()), text.item(item));
    json!({ "name": name, "member": member, "kind": kind, "functions": functions, "found": found })
}

/// Names by which wac finds one: the same, else the latest of those that it takes for one another.
struct Versions<'a> {
    names: HashSet<&'a str>,
    latest: HashMap<&'a str, (Version, &'a str)>,
}

impl<'a> Versions<'a> {
    fn new(names: impl Iterator<Item = &'a str>) -> Self {
        let mut all = Versions { names: HashSet::new(), latest: HashMap::new() };
        for name in names {
            all.names.insert(name);
            let Some(track) = Name::new(name).track else { continue };
            let version = name.split_once('@').and_then(|(_, version)| Version::parse(version).ok());
            let Some(version) = version else { continue };
            let latest = all.latest.entry(track).or_insert_with(|| (version.clone(), name));
            if version >= latest.0 {
                *latest = (version, name);
            }
        }
        all
    }

    fn find(&self, name: &str) -> Option<&'a str> {
        let same = self.names.get(name).copied();
        same.or_else(|| Some(self.latest.get(Name::new(name).track?)?.1))
    }
}
