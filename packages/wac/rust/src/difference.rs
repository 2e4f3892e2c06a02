//! The first place where two types differ, by the rules of wac's `SubtypeChecker`.

mod modules;
mod values;

use crate::type_text::TypeText;
use indexmap::IndexMap;
use serde_json::{Value, json};
use std::collections::HashSet;
use wac_types::{DefinedTypeId, FuncTypeId, ItemKind, ResourceId, Type, Types, WorldId};

/// What stands where one side has nothing.
const NOTHING: &str = "nothing";

/// A place inside of two types, and what each of them has there, as in WIT.
pub struct Difference {
    /// From the outermost inwards: `interface a:b/c`, `function f`, `parameter x`, `field y`.
    pub path: Vec<String>,
    pub expected: String,
    pub found: String,
}

/// Which of the two may offer more: what is found offers an import what it expects, and a component may
/// want less than a world has for it.
#[derive(Clone, Copy, PartialEq)]
pub enum Offers {
    Found,
    Expected,
}

impl Difference {
    /// The first difference between two items of one name, where `wac_types` says that they do not fit.
    ///
    /// None where no difference is found: then the words of the checker are all that is known.
    pub fn first(
        text: &TypeText,
        name: &str,
        expected: ItemKind,
        found: ItemKind,
        offers: Offers,
    ) -> Option<Self> {
        let path = vec![place(name, expected)];
        let mut walk = Walk { types: text.types(), text, equal: HashSet::new(), path };
        let difference = *walk.item(expected, found, offers).err()?;
        // Two types that read alike say nothing.
        (difference.expected != difference.found).then_some(difference)
    }

    /// `function f, parameter x: expected u32, found u64`; what is only named by the path is left out.
    pub fn reason(&self) -> String {
        let inner = self.path.get(1..).unwrap_or_default();
        let place = if inner.is_empty() { String::new() } else { format!("{}: ", inner.join(", ")) };
        let quoted = |text: &str| if text == NOTHING { text.into() } else { format!("`{text}`") };
        format!("{place}expected {}, found {}", quoted(&self.expected), quoted(&self.found))
    }

    pub fn to_json(&self) -> Value {
        json!({ "path": self.path, "expected": self.expected, "found": self.found })
    }
}

/// Why two items do not fit: the difference where it is found, else the words of the checker.
pub fn explain(difference: &Option<Difference>, checker: &anyhow::Error) -> String {
    difference.as_ref().map_or_else(|| format!("{checker:#}"), Difference::reason)
}

type Checked = Result<(), Box<Difference>>;

struct Walk<'a> {
    types: &'a Types,
    text: &'a TypeText<'a>,
    /// Types that are known to be equal: nested types are looked at once, however often they occur.
    equal: HashSet<(DefinedTypeId, DefinedTypeId)>,
    path: Vec<String>,
}

impl Walk<'_> {
    fn differ<T>(&self, expected: impl Into<String>, found: impl Into<String>) -> Result<T, Box<Difference>> {
        let (expected, found) = (expected.into(), found.into());
        Err(Box::new(Difference { path: self.path.clone(), expected, found }))
    }

    fn inside(&mut self, place: String, check: impl FnOnce(&mut Self) -> Checked) -> Checked {
        self.path.push(place);
        check(self)?;
        self.path.pop();
        Ok(())
    }

    fn item(&mut self, expected: ItemKind, found: ItemKind, offers: Offers) -> Checked {
        use ItemKind::{Component, Func, Instance, Module, Value};
        match (expected, found) {
            (ItemKind::Type(expected), ItemKind::Type(found)) => self.ty(expected, found, offers),
            (Func(expected), Func(found)) => self.function(expected, found),
            (Instance(expected), Instance(found)) => {
                self.ty(Type::Interface(expected), Type::Interface(found), offers)
            }
            (Component(expected), Component(found)) => self.component(expected, found, offers),
            (Module(expected), Module(found)) => self.module(expected, found, offers),
            (Value(expected), Value(found)) => self.value(expected, found),
            (expected, found) => self.differ(self.text.item(expected), self.text.item(found)),
        }
    }

    fn ty(&mut self, expected: Type, found: Type, offers: Offers) -> Checked {
        match (expected, found) {
            (Type::Resource(expected), Type::Resource(found)) => self.resource(expected, found),
            (Type::Func(expected), Type::Func(found)) => self.function(expected, found),
            (Type::Value(expected), Type::Value(found)) => self.value(expected, found),
            (Type::Interface(expected), Type::Interface(found)) => {
                if expected == found {
                    return Ok(());
                }
                let types = self.types;
                self.members("", &types[expected].exports, &types[found].exports, offers)
            }
            (Type::World(expected), Type::World(found)) => self.component(expected, found, offers),
            (Type::Module(expected), Type::Module(found)) => self.module(expected, found, offers),
            (expected, found) => {
                self.differ(self.text.item(ItemKind::Type(expected)), self.text.item(ItemKind::Type(found)))
            }
        }
    }

    /// Every item of the side that offers less must be there, and fit, on the side that offers more.
    fn members(
        &mut self,
        side: &str,
        expected: &IndexMap<String, ItemKind>,
        found: &IndexMap<String, ItemKind>,
        offers: Offers,
    ) -> Checked {
        let (less, more) = match offers {
            Offers::Found => (expected, found),
            Offers::Expected => (found, expected),
        };
        for (name, item) in less {
            self.inside(format!("{side}{}", place(name, *item)), |walk| match (more.get(name), offers) {
                (Some(other), Offers::Found) => walk.item(*item, *other, offers),
                (Some(other), Offers::Expected) => walk.item(*other, *item, offers),
                (None, Offers::Found) => walk.differ(walk.text.item(*item), NOTHING),
                (None, Offers::Expected) => walk.differ(NOTHING, walk.text.item(*item)),
            })?;
        }
        Ok(())
    }

    fn component(&mut self, expected: WorldId, found: WorldId, offers: Offers) -> Checked {
        let types = self.types;
        let (expected, found) = (&types[expected], &types[found]);
        self.members("import ", &expected.imports, &found.imports, offers.turned())?;
        self.members("export ", &expected.exports, &found.exports, offers)
    }

    fn resource(&mut self, expected: ResourceId, found: ResourceId) -> Checked {
        let name = |id| self.types[self.types.resolve_resource(id)].name.as_str();
        let (expected, found) = (name(expected), name(found));
        if expected == found {
            return Ok(());
        }
        self.differ(format!("resource {expected}"), format!("resource {found}"))
    }

    fn function(&mut self, expected: FuncTypeId, found: FuncTypeId) -> Checked {
        if expected == found {
            return Ok(());
        }
        let (a, b) = (&self.types[expected], &self.types[found]);
        let named_alike = a.params.keys().zip(b.params.keys()).take_while(|(a, b)| a == b).count();
        let same_shape = a.is_async == b.is_async
            && a.params.len() == b.params.len()
            && a.result.is_some() == b.result.is_some();
        if a.is_async != b.is_async || a.params.len() != b.params.len() {
            return self.whole_function(expected, found, named_alike);
        }
        for (index, ((name, a), b)) in a.params.iter().zip(b.params.values()).enumerate() {
            if index == named_alike {
                return self.whole_function(expected, found, index);
            }
            self.inside(format!("parameter {name}"), |walk| walk.value(*a, *b))?;
        }
        match (a.result, b.result) {
            (Some(a), Some(b)) => self.inside("result".into(), |walk| walk.value(a, b)),
            _ if same_shape => Ok(()),
            _ => self.whole_function(expected, found, 0),
        }
    }

    fn whole_function(&self, expected: FuncTypeId, found: FuncTypeId, focus: usize) -> Checked {
        self.differ(self.text.function(expected, focus), self.text.function(found, focus))
    }
}

impl Offers {
    fn turned(self) -> Self {
        match self {
            Offers::Found => Offers::Expected,
            Offers::Expected => Offers::Found,
        }
    }
}

/// `function f`, `constructor canvas`, `method canvas.draw`, `interface a:b/c`.
fn place(name: &str, item: ItemKind) -> String {
    let kind = match item {
        ItemKind::Func(_) => match name.split_once(']') {
            Some(("[constructor", resource)) => return format!("constructor {resource}"),
            Some(("[method", method)) => return format!("method {method}"),
            Some(("[static", function)) => return format!("static function {function}"),
            _ => "function",
        },
        ItemKind::Type(Type::Resource(_)) => "resource",
        ItemKind::Type(_) => "type",
        ItemKind::Instance(_) => "interface",
        ItemKind::Component(_) => "component",
        ItemKind::Module(_) => "core module",
        ItemKind::Value(_) => "value",
    };
    format!("{kind} {name}")
}
