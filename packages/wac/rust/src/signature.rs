//! Function signatures of imports and exports, their types written as in WIT.

use crate::limits::{Budgets, Exceeded};
use serde_json::{Value, json};
use std::collections::HashMap;
use wasmparser::component_types::{
    AliasableResourceId, ComponentAnyTypeId, ComponentDefinedType, ComponentDefinedTypeId,
    ComponentEntityType, ComponentFuncTypeId, ComponentValType, ResourceId,
};
use wasmparser::names::KebabString;
use wasmparser::types::TypesRef;

/// Types of a component nest in one another, and a small file can spell out a huge type: one type gets
/// this many bytes of text; what is over becomes `…`.
const TYPE_TEXT_LIMIT: usize = 4096;

/// Writes signatures down; types that an interface or the component names are called by that name.
pub struct Signatures<'a> {
    types: TypesRef<'a>,
    defined: HashMap<ComponentDefinedTypeId, String>,
    resources: HashMap<ResourceId, String>,
    budgets: &'a Budgets,
}

impl<'a> Signatures<'a> {
    /// The items are those that `functions` will be asked for, imports first.
    pub fn new<'b>(
        types: TypesRef<'a>,
        budgets: &'a Budgets,
        items: impl Iterator<Item = (&'b str, &'b ComponentEntityType)>,
    ) -> Self {
        let mut signatures =
            Signatures { types, defined: HashMap::new(), resources: HashMap::new(), budgets };
        for (name, item) in items {
            signatures.learn(name, item);
            if let ComponentEntityType::Instance(id) = item {
                for (name, export) in &types[*id].exports {
                    signatures.learn(name, &export.ty);
                }
            }
        }
        signatures
    }

    fn learn(&mut self, name: &str, item: &ComponentEntityType) {
        let ComponentEntityType::Type { referenced, created } = item else { return };
        for id in [created, referenced] {
            match id {
                ComponentAnyTypeId::Defined(id) => {
                    self.defined.entry(*id).or_insert_with(|| name.into());
                }
                ComponentAnyTypeId::Resource(id) => {
                    self.resources.entry(id.resource()).or_insert_with(|| name.into());
                }
                _ => {}
            }
        }
    }

    /// The functions of an interface, or the function itself; nothing for other items.
    pub fn functions(&self, name: &str, item: &ComponentEntityType) -> Result<Vec<Value>, Exceeded> {
        match item {
            ComponentEntityType::Func(id) => Ok(vec![self.function(name, *id)?]),
            ComponentEntityType::Instance(id) => self.types[*id]
                .exports
                .iter()
                .filter_map(|(name, export)| match export.ty {
                    ComponentEntityType::Func(id) => Some(self.function(name, id)),
                    _ => None,
                })
                .collect(),
            _ => Ok(Vec::new()),
        }
    }

    fn function(&self, name: &str, id: ComponentFuncTypeId) -> Result<Value, Exceeded> {
        self.budgets.functions.spend(1)?;
        self.budgets.spend_text([name])?;
        let function = &self.types[id];
        let param = |(name, ty): &(_, _)| self.param(name, ty);
        Ok(json!({
            "name": name,
            "params": function.params.iter().map(param).collect::<Result<Vec<_>, _>>()?,
            "result": function.result.as_ref().map(|ty| self.text(ty)).transpose()?,
        }))
    }

    fn param(&self, name: &KebabString, ty: &ComponentValType) -> Result<Value, Exceeded> {
        self.budgets.spend_text([name.as_str()])?;
        Ok(json!({ "name": name.as_str(), "type": self.text(ty)? }))
    }

    fn text(&self, ty: &ComponentValType) -> Result<String, Exceeded> {
        let mut text = Text::default();
        self.write(&mut text, ty);
        if text.full() {
            text.out.push('…');
        }
        self.budgets.spend_text([text.out.as_str()])?;
        Ok(text.out)
    }

    fn write(&self, text: &mut Text, ty: &ComponentValType) {
        if text.full() {
            return;
        }
        match ty {
            ComponentValType::Primitive(primitive) => text.push(&primitive.to_string()),
            ComponentValType::Type(id) => match self.defined.get(id) {
                Some(name) => text.push(name),
                None => self.write_defined(text, &self.types[*id]),
            },
        }
    }

    fn write_defined(&self, text: &mut Text, ty: &ComponentDefinedType) {
        use ComponentDefinedType as Type;
        match ty {
            Type::Primitive(primitive) => text.push(&primitive.to_string()),
            Type::List { element, .. } => self.write_generic(text, "list", &[Some(element)]),
            Type::FixedLengthList { element, length, .. } => {
                text.push("list<");
                self.write(text, element);
                text.push(&format!(", {length}>"));
            }
            Type::Map { key, value, .. } => self.write_generic(text, "map", &[Some(key), Some(value)]),
            Type::Tuple(tuple) => {
                self.write_generic(text, "tuple", &tuple.types.iter().map(Some).collect::<Vec<_>>())
            }
            Type::Option { ty, .. } => self.write_generic(text, "option", &[Some(ty)]),
            Type::Result { ok, err, .. } => match (ok, err) {
                (None, None) => text.push("result"),
                (Some(ok), None) => self.write_generic(text, "result", &[Some(ok)]),
                (ok, Some(err)) => self.write_generic(text, "result", &[ok.as_ref(), Some(err)]),
            },
            Type::Future { ty: None, .. } => text.push("future"),
            Type::Future { ty, .. } => self.write_generic(text, "future", &[ty.as_ref()]),
            Type::Stream { ty: None, .. } => text.push("stream"),
            Type::Stream { ty, .. } => self.write_generic(text, "stream", &[ty.as_ref()]),
            Type::Own(id) => text.push(self.resource(id)),
            Type::Borrow(id) => {
                text.push("borrow<");
                text.push(self.resource(id));
                text.push(">");
            }
            Type::Record(record) => {
                let fields = record.fields.iter().map(|(name, ty)| (name.as_str(), Some(ty)));
                self.write_cases(text, "record", fields);
            }
            Type::Variant(variant) => {
                let cases = variant.cases.iter().map(|(name, case)| (name.as_str(), case.ty.as_ref()));
                self.write_cases(text, "variant", cases);
            }
            Type::Flags(names) => {
                self.write_cases(text, "flags", names.iter().map(|name| (name.as_str(), None)))
            }
            Type::Enum(names) => {
                self.write_cases(text, "enum", names.iter().map(|name| (name.as_str(), None)))
            }
        }
    }

    fn write_generic(&self, text: &mut Text, name: &str, types: &[Option<&ComponentValType>]) {
        text.push(name);
        for (index, ty) in types.iter().enumerate() {
            text.push(if index == 0 { "<" } else { ", " });
            match ty {
                Some(ty) => self.write(text, ty),
                None => text.push("_"),
            }
        }
        text.push(">");
    }

    /// A type that nothing names: `record { a: u32 }`.
    fn write_cases<'b>(
        &self,
        text: &mut Text,
        keyword: &str,
        cases: impl Iterator<Item = (&'b str, Option<&'b ComponentValType>)>,
    ) {
        text.push(keyword);
        for (index, (name, ty)) in cases.enumerate() {
            if text.full() {
                return;
            }
            text.push(if index == 0 { " { " } else { ", " });
            text.push(name);
            if let Some(ty) = ty {
                text.push(": ");
                self.write(text, ty);
            }
        }
        text.push(" }");
    }

    fn resource(&self, id: &AliasableResourceId) -> &str {
        self.resources.get(&id.resource()).map_or("resource", String::as_str)
    }
}

#[derive(Default)]
struct Text {
    out: String,
}

impl Text {
    fn full(&self) -> bool {
        self.out.len() >= TYPE_TEXT_LIMIT
    }

    fn push(&mut self, part: &str) {
        if !self.full() {
            self.out.push_str(part);
        }
    }
}
