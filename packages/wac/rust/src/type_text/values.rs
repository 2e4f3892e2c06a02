//! Value types as text.

use super::{Cases, Entry, Out, WINDOW};
use crate::type_text::TypeText;
use wac_types::{DefinedType, DefinedTypeId, ResourceId, ValueType};

impl<'a> TypeText<'a> {
    pub(super) fn write(&self, out: &mut Out, ty: ValueType) {
        match ty {
            ValueType::Defined(id) if self.names.contains_key(&id) => out.push(self.names[&id]),
            ty => self.write_spelled(out, ty, 0),
        }
    }

    pub(super) fn write_spelled(&self, out: &mut Out, ty: ValueType, focus: usize) {
        if out.full() {
            return;
        }
        match ty {
            ValueType::Primitive(primitive) => out.push(primitive.desc()),
            ValueType::Own(id) => out.push(self.resource(id)),
            ValueType::Borrow(id) => out.push(&format!("borrow<{}>", self.resource(id))),
            ValueType::Defined(id) => self.write_defined(out, id, focus),
        }
    }

    fn write_defined(&self, out: &mut Out, id: DefinedTypeId, focus: usize) {
        match &self.types[id] {
            DefinedType::Alias(ty) => self.write(out, *ty),
            DefinedType::Tuple(items) => {
                let items: Vec<Entry> = items.iter().map(|ty| ("", Some(*ty))).collect();
                out.push("tuple<");
                self.write_entries(out, &items, focus, ["", ""]);
                out.push(">");
            }
            DefinedType::List(ty) => self.write_generic(out, "list", &[Some(*ty)]),
            DefinedType::FixedSizeList(ty, length) => {
                out.push("list<");
                self.write(out, *ty);
                out.push(&format!(", {length}>"));
            }
            DefinedType::Map(key, value) => self.write_generic(out, "map", &[Some(*key), Some(*value)]),
            DefinedType::Option(ty) => self.write_generic(out, "option", &[Some(*ty)]),
            DefinedType::Result { ok, err: None } => self.write_generic(out, "result", &[*ok]),
            DefinedType::Result { ok, err } => self.write_generic(out, "result", &[*ok, *err]),
            DefinedType::Stream(ty) => self.write_generic(out, "stream", &[*ty]),
            DefinedType::Future(ty) => self.write_generic(out, "future", &[*ty]),
            cases => {
                let cases = Cases::of(cases).expect("all others are written above");
                self.write_cases(out, &cases, self.names.get(&id).copied(), focus);
            }
        }
    }

    fn write_generic(&self, out: &mut Out, name: &str, types: &[Option<ValueType>]) {
        out.push(name);
        if types.iter().all(Option::is_none) {
            return;
        }
        for (index, ty) in types.iter().enumerate() {
            out.push(if index == 0 { "<" } else { ", " });
            match ty {
                Some(ty) => self.write(out, *ty),
                None => out.push("_"),
            }
        }
        out.push(">");
    }

    fn write_cases(&self, out: &mut Out, cases: &Cases, name: Option<&str>, focus: usize) {
        out.push(cases.keyword);
        if let Some(name) = name {
            out.push(" ");
            out.push(name);
        }
        out.push(" { ");
        let (before, after) = if cases.keyword == "variant" { ("(", ")") } else { (": ", "") };
        self.write_entries(out, &cases.entries, focus, [before, after]);
        out.push(" }");
    }

    /// Of a long list those around the one at `focus`.
    pub(super) fn write_entries(&self, out: &mut Out, entries: &[Entry], focus: usize, around: [&str; 2]) {
        let end = entries.len().min(focus.saturating_sub(2) + WINDOW);
        let start = if entries.len() <= WINDOW { 0 } else { focus.saturating_sub(2).min(end) };
        if start > 0 {
            out.push("…");
        }
        for (index, (name, ty)) in entries.iter().enumerate().take(end).skip(start) {
            out.push(if index == 0 { "" } else { ", " });
            out.push(name);
            if let Some(ty) = ty {
                out.push(if name.is_empty() { "" } else { around[0] });
                self.write(out, *ty);
                out.push(if name.is_empty() { "" } else { around[1] });
            }
        }
        if end < entries.len() {
            out.push(", …");
        }
    }

    fn resource(&self, id: ResourceId) -> &'a str {
        &self.types[id].name
    }
}
