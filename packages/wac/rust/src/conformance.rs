//! Everything in which a component does not conform to a world.

use crate::difference::{Difference, Offers, explain};
use crate::names::{Likeness, Name};
use crate::type_text::TypeText;
use serde_json::{Value, json};
use std::collections::HashMap;
use wac_types::{ItemKind, NameMap, NameMapNoIntern, SubtypeChecker, Types, WorldId};

/// Of more mismatches than these the types are not spelled out: a stranger's imports have no end.
const SPELLED_OUT: usize = 1000;

/// As `wac_types::validate_target` finds it, and what that one keeps only once for an import and an export
/// of one name: imports that the world lacks, exports that it wants, then what differs, each by name.
pub fn find_mismatches(types: &Types, world: WorldId, component: WorldId) -> Vec<Value> {
    let (world, component) = (&types[world], &types[component]);
    let text = TypeText::new(types);
    let offered = world_imports(types, world);
    let exported = named(component.exports.iter());
    let (world_names, component_names) =
        (Alike::new(world.imports.keys()), Alike::new(component.exports.keys()));
    let mut found = Vec::new();

    for (name, item) in &component.imports {
        let name = name.as_str();
        match offered.get(name, &NameMapNoIntern) {
            None => {
                let found_name = Name::new(name);
                let closest = world_names.closest(&found_name);
                let nearest = closest.as_ref().map(|(name, _)| name.text);
                let closest = closest.map(|(name, how)| format!("; {}", name.explain(&found_name, &how)));
                found.push(Mismatch {
                    rank: 0,
                    kind: "import-unexpected",
                    side: "import",
                    name,
                    reason: format!("the world has no such import{}", closest.unwrap_or_default()),
                    nearest,
                    difference: None,
                    expected: None,
                    found: Some(*item),
                });
            }
            Some(expected) => {
                found.extend(compare(&text, "import", name, expected.promote(), *item, Offers::Expected));
            }
        }
    }
    for (name, item) in &world.exports {
        let expected = item.promote();
        match exported.get(name, &NameMapNoIntern) {
            None => {
                let wanted = Name::new(name);
                let closest = component_names.closest(&wanted);
                let nearest = closest.as_ref().map(|(name, _)| name.text);
                let closest = closest.map(|(name, how)| format!("; {}", wanted.explain(name, &how)));
                found.push(Mismatch {
                    rank: 1,
                    kind: "export-missing",
                    side: "export",
                    name,
                    reason: format!(
                        "the world expects this {}{}",
                        expected.desc(types),
                        closest.unwrap_or_default()
                    ),
                    nearest,
                    difference: None,
                    expected: Some(expected),
                    found: None,
                });
            }
            Some(given) => {
                found.extend(compare(&text, "export", name, expected, *given, Offers::Found));
            }
        }
    }
    found.sort_by_key(|one| (one.rank, one.name));
    found.iter().enumerate().map(|(index, one)| one.to_json((index < SPELLED_OUT).then_some(&text))).collect()
}

/// One way in which a component does not conform.
struct Mismatch<'a> {
    /// Its place in the order of `wac`'s report.
    rank: usize,
    kind: &'static str,
    side: &'static str,
    name: &'a str,
    reason: String,
    /// What the other side has under nearly this name.
    nearest: Option<&'a str>,
    difference: Option<Difference>,
    expected: Option<ItemKind>,
    found: Option<ItemKind>,
}

impl Mismatch<'_> {
    /// Without `text`, neither type is in it.
    fn to_json(&self, text: Option<&TypeText>) -> Value {
        let mut json = json!({
            "kind": self.kind,
            "side": self.side,
            "name": self.name,
            "reason": self.reason,
            "nearest": self.nearest,
            "difference": self.difference.as_ref().map(Difference::to_json),
        });
        for (key, item) in [("expected", self.expected), ("found", self.found)] {
            if let (Some(text), Some(item)) = (text, item) {
                json[key] = text.item(item).into();
            }
        }
        json
    }
}

fn compare<'a>(
    text: &TypeText,
    side: &'static str,
    name: &'a str,
    expected: ItemKind,
    found: ItemKind,
    offers: Offers,
) -> Option<Mismatch<'a>> {
    let types = text.types();
    let mut cache = Default::default();
    let mut checker = SubtypeChecker::new(&mut cache);
    let error = match offers {
        Offers::Found => checker.is_subtype(found, types, expected, types),
        Offers::Expected => {
            checker.invert();
            checker.is_subtype(expected, types, found, types)
        }
    }
    .err()?;
    let difference = Difference::first(text, name, expected, found, offers);
    Some(Mismatch {
        rank: 2,
        kind: "type-mismatch",
        side,
        name,
        reason: explain(&difference, &error),
        nearest: None,
        difference,
        expected: Some(expected),
        found: Some(found),
    })
}

/// What a world offers: its imports, and the interfaces that they use types of.
fn world_imports(types: &Types, world: &wac_types::World) -> NameMap<String, ItemKind> {
    let mut map = NameMap::default();
    for (name, item) in world.implicit_imported_interfaces(types) {
        // Cannot fail: a name may be there already.
        let _ = map.insert(name, &mut NameMapNoIntern, true, item);
    }
    for (name, item) in &world.imports {
        let _ = map.insert(name, &mut NameMapNoIntern, true, *item);
    }
    map
}

fn named<'a>(items: impl Iterator<Item = (&'a String, &'a ItemKind)>) -> NameMap<String, ItemKind> {
    let mut map = NameMap::default();
    for (name, item) in items {
        let _ = map.insert(name, &mut NameMapNoIntern, true, *item);
    }
    map
}

/// Names by what is left of them without version and spelling.
struct Alike<'a>(HashMap<String, Vec<Name<'a>>>);

impl<'a> Alike<'a> {
    fn new(names: impl Iterator<Item = &'a String>) -> Self {
        let mut alike: HashMap<String, Vec<Name>> = HashMap::new();
        for name in names.map(|name| Name::new(name)) {
            alike.entry(name.letters.clone()).or_default().push(name);
        }
        Alike(alike)
    }

    /// The first that differs from a name in the version or the spelling alone, and in which.
    fn closest(&self, name: &Name) -> Option<(&Name<'a>, Likeness)> {
        self.0.get(&name.letters)?.iter().find_map(|other| Some((other, name.likeness(other)?)))
    }
}
