//! Types of `wac_types` written as in WIT.

mod values;

use indexmap::IndexSet;
use std::collections::HashMap;
use wac_types::{
    DefinedType, DefinedTypeId, FuncTypeId, InterfaceId, ItemKind, Type, Types, ValueType, WorldId,
};

/// Types nest in one another, and a small file can spell out a huge one: what is over becomes `…`.
const TEXT_LIMIT: usize = 1024;

/// How many entries of a long list are written, beginning shortly before the one that matters.
const WINDOW: usize = 12;

/// Writes types down; a type that an interface or a world names is called by that name inside of others.
pub struct TypeText<'a> {
    types: &'a Types,
    names: HashMap<DefinedTypeId, &'a str>,
}

/// One entry of a list: a field, a case, a parameter, an item.
type Entry<'a> = (&'a str, Option<ValueType>);

/// What records, variants, flags and enums have in common: names in an order, some with types.
pub struct Cases<'a> {
    pub keyword: &'static str,
    /// What one of them is called.
    pub word: &'static str,
    pub entries: Vec<Entry<'a>>,
}

impl<'a> Cases<'a> {
    pub fn of(ty: &'a DefinedType) -> Option<Self> {
        let plain = |names: &'a IndexSet<String>| names.iter().map(|name| (name.as_str(), None)).collect();
        let (keyword, word, entries) = match ty {
            DefinedType::Record(record) => {
                let fields = record.fields.iter().map(|(name, ty)| (name.as_str(), Some(*ty)));
                ("record", "field", fields.collect())
            }
            DefinedType::Variant(variant) => {
                let cases = variant.cases.iter().map(|(name, ty)| (name.as_str(), *ty));
                ("variant", "case", cases.collect())
            }
            DefinedType::Flags(flags) => ("flags", "flag", plain(&flags.0)),
            DefinedType::Enum(cases) => ("enum", "case", plain(&cases.0)),
            _ => return None,
        };
        Some(Cases { keyword, word, entries })
    }
}

impl<'a> TypeText<'a> {
    pub fn new(types: &'a Types) -> Self {
        let interfaces = types.interfaces().flat_map(|interface| &interface.exports);
        let worlds = types.worlds().flat_map(|world| world.imports.iter().chain(&world.exports));
        let mut names = HashMap::new();
        for (name, item) in interfaces.chain(worlds) {
            if let ItemKind::Type(Type::Value(ValueType::Defined(id))) = item {
                names.entry(*id).or_insert(name.as_str());
            }
        }
        TypeText { types, names }
    }

    pub fn types(&self) -> &'a Types {
        self.types
    }

    /// An item of an interface or a component, spelled out on its own level.
    pub fn item(&self, item: ItemKind) -> String {
        let mut out = Out::default();
        match item {
            ItemKind::Func(id) | ItemKind::Type(Type::Func(id)) => self.write_function(&mut out, id, 0),
            ItemKind::Type(Type::Resource(id)) => out.push(&format!("resource {}", self.types[id].name)),
            ItemKind::Type(Type::Value(ty)) | ItemKind::Value(ty) => self.write_spelled(&mut out, ty, 0),
            ItemKind::Instance(id) | ItemKind::Type(Type::Interface(id)) => {
                self.write_interface(&mut out, id);
            }
            ItemKind::Component(id) | ItemKind::Type(Type::World(id)) => self.write_world(&mut out, id),
            ItemKind::Module(_) | ItemKind::Type(Type::Module(_)) => out.push("core module"),
        }
        out.end()
    }

    /// A function; of a long list of parameters those around the one at `focus`.
    pub fn function(&self, id: FuncTypeId, focus: usize) -> String {
        let mut out = Out::default();
        self.write_function(&mut out, id, focus);
        out.end()
    }

    /// A type spelled out, whatever its name; of a long list of fields or cases those around `focus`.
    pub fn spelled(&self, ty: ValueType, focus: usize) -> String {
        let mut out = Out::default();
        self.write_spelled(&mut out, ty, focus);
        out.end()
    }

    fn write_interface(&self, out: &mut Out, id: InterfaceId) {
        out.push("interface {");
        for (name, item) in &self.types[id].exports {
            if out.full() {
                return;
            }
            out.push(" ");
            self.write_member(out, name, *item);
            out.push(";");
        }
        out.push(" }");
    }

    fn write_world(&self, out: &mut Out, id: WorldId) {
        out.push("world {");
        let world = &self.types[id];
        for (side, items) in [("import", &world.imports), ("export", &world.exports)] {
            for (name, item) in items {
                if out.full() {
                    return;
                }
                out.push(&format!(" {side} "));
                self.write_member(out, name, *item);
                out.push(";");
            }
        }
        out.push(" }");
    }

    fn write_member(&self, out: &mut Out, name: &str, item: ItemKind) {
        match item {
            ItemKind::Func(id) => {
                out.push(name);
                out.push(": ");
                self.write_function(out, id, 0);
            }
            ItemKind::Type(Type::Resource(_)) => out.push(&format!("resource {name}")),
            ItemKind::Type(Type::Value(ValueType::Defined(id))) if Cases::of(&self.types[id]).is_some() => {
                self.write_spelled(out, ValueType::Defined(id), 0);
            }
            ItemKind::Type(Type::Value(ty)) => {
                out.push(&format!("type {name} = "));
                self.write(out, ty);
            }
            other => {
                out.push(name);
                out.push(": ");
                out.push(other.desc(self.types));
            }
        }
    }

    fn write_function(&self, out: &mut Out, id: FuncTypeId, focus: usize) {
        let function = &self.types[id];
        out.push(if function.is_async { "async func(" } else { "func(" });
        let params: Vec<Entry> =
            function.params.iter().map(|(name, ty)| (name.as_str(), Some(*ty))).collect();
        self.write_entries(out, &params, focus, [": ", ""]);
        out.push(")");
        if let Some(result) = function.result {
            out.push(" -> ");
            self.write(out, result);
        }
    }
}

#[derive(Default)]
struct Out {
    text: String,
}

impl Out {
    fn full(&self) -> bool {
        self.text.len() >= TEXT_LIMIT
    }

    fn push(&mut self, part: &str) {
        if !self.full() {
            self.text.push_str(part);
        }
    }

    fn end(mut self) -> String {
        if self.full() {
            self.text.push('…');
        }
        self.text
    }
}
