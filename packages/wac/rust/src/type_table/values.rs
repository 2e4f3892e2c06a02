//! Entries for value types and resources.

use super::{Known, Task, TypeTable};
use crate::limits::Exceeded;
use serde_json::{Value, json};
use wasmparser::component_types::{
    AliasableResourceId, ComponentAnyTypeId, ComponentDefinedType, ComponentDefinedTypeId, ComponentValType,
};

impl TypeTable<'_> {
    /// A resource; its functions are added when they are met.
    pub(super) fn resource(&mut self, id: AliasableResourceId) -> Result<usize, Exceeded> {
        if let Some(index) = self.resources.get(&id) {
            return Ok(*index);
        }
        let known = self.known.get(&ComponentAnyTypeId::Resource(id)).cloned();
        let index = self.place(Value::Null)?;
        self.resources.insert(id, index);
        let alias = match self.types.peel_alias(id) {
            Some(source) if self.is_known(ComponentAnyTypeId::Resource(source)) => {
                Some(self.resource(source)?)
            }
            _ => None,
        };
        let mut entry = self.named("resource", known)?;
        entry["alias"] = alias.into();
        entry["functions"] = json!([]);
        self.entries[index] = entry;
        Ok(index)
    }

    pub(super) fn defined(&mut self, id: ComponentDefinedTypeId) -> Result<usize, Exceeded> {
        if let Some(index) = self.defined.get(&id) {
            return Ok(*index);
        }
        let index = self.add(Task::Defined(id))?;
        self.defined.insert(id, index);
        Ok(index)
    }

    pub(super) fn value(&mut self, ty: &ComponentValType) -> Result<Value, Exceeded> {
        self.budgets.spend_text([""])?;
        Ok(match ty {
            ComponentValType::Primitive(primitive) => primitive.to_string().into(),
            ComponentValType::Type(id) => match self.types[*id] {
                // Without a name of its own it is written where it is used.
                ComponentDefinedType::Primitive(primitive)
                    if !self.is_known(ComponentAnyTypeId::Defined(*id)) =>
                {
                    primitive.to_string().into()
                }
                _ => self.defined(*id)?.into(),
            },
        })
    }

    pub(super) fn optional(&mut self, ty: &Option<ComponentValType>) -> Result<Value, Exceeded> {
        ty.as_ref().map_or(Ok(Value::Null), |ty| self.value(ty))
    }

    pub(super) fn named(&self, kind: &str, known: Option<Known>) -> Result<Value, Exceeded> {
        let (name, owner) = known.map_or((None, None), |known| (Some(known.name), known.owner));
        self.budgets.spend_text([name.as_deref().unwrap_or(""), owner.as_deref().unwrap_or("")])?;
        Ok(json!({ "kind": kind, "name": name, "owner": owner }))
    }

    pub(super) fn fill_defined(&mut self, id: ComponentDefinedTypeId) -> Result<Value, Exceeded> {
        use ComponentDefinedType as Type;
        let known = self.known.get(&ComponentAnyTypeId::Defined(id)).cloned();
        if known.is_some()
            && let Some(source) = self.types.peel_alias(id)
            && self.is_known(ComponentAnyTypeId::Defined(source))
        {
            let mut entry = self.named("alias", known)?;
            entry["type"] = self.defined(source)?.into();
            return Ok(entry);
        }
        let types = self.types;
        let ty = &types[id];
        let mut entry = self.named(kind_of(ty), known)?;
        match ty {
            Type::Primitive(primitive) => entry["type"] = primitive.to_string().into(),
            Type::Record(record) => {
                let fields = record.fields.iter().map(|(name, ty)| (name.as_str(), Some(*ty)));
                entry["fields"] = self.entries_of(fields)?;
            }
            Type::Variant(variant) => {
                let cases = variant.cases.iter().map(|(name, case)| (name.as_str(), case.ty));
                entry["cases"] = self.entries_of(cases)?;
            }
            Type::Enum(names) => entry["cases"] = self.names(names.iter().map(|name| name.as_str()))?,
            Type::Flags(names) => entry["flags"] = self.names(names.iter().map(|name| name.as_str()))?,
            Type::Tuple(tuple) => {
                let items = tuple.types.iter().map(|ty| self.value(ty)).collect::<Result<Vec<_>, _>>()?;
                entry["items"] = items.into();
            }
            Type::List { element, .. } => {
                entry["element"] = self.value(element)?;
                entry["length"] = Value::Null;
            }
            Type::FixedLengthList { element, length, .. } => {
                entry["element"] = self.value(element)?;
                entry["length"] = (*length).into();
            }
            Type::Map { key, value, .. } => {
                entry["key"] = self.value(key)?;
                entry["value"] = self.value(value)?;
            }
            Type::Option { ty, .. } => entry["payload"] = self.value(ty)?,
            Type::Result { ok, err, .. } => {
                entry["ok"] = self.optional(ok)?;
                entry["error"] = self.optional(err)?;
            }
            Type::Future { ty, .. } | Type::Stream { ty, .. } => entry["payload"] = self.optional(ty)?,
            Type::Own(id) | Type::Borrow(id) => entry["resource"] = self.resource(*id)?.into(),
        }
        Ok(entry)
    }

    pub(super) fn names<'b>(&self, names: impl Iterator<Item = &'b str>) -> Result<Value, Exceeded> {
        let mut all = Vec::new();
        for name in names {
            self.budgets.spend_text([name])?;
            all.push(Value::from(name));
        }
        Ok(all.into())
    }

    pub(super) fn entries_of<'b>(
        &mut self,
        entries: impl Iterator<Item = (&'b str, Option<ComponentValType>)>,
    ) -> Result<Value, Exceeded> {
        let mut all = Vec::new();
        for (name, ty) in entries {
            self.budgets.spend_text([name])?;
            all.push(json!({ "name": name, "type": self.optional(&ty)? }));
        }
        Ok(all.into())
    }
}

fn kind_of(ty: &ComponentDefinedType) -> &'static str {
    use ComponentDefinedType as Type;
    match ty {
        Type::Primitive(_) => "alias",
        Type::Record(_) => "record",
        Type::Variant(_) => "variant",
        Type::Enum(_) => "enum",
        Type::Flags(_) => "flags",
        Type::Tuple(_) => "tuple",
        Type::List { .. } | Type::FixedLengthList { .. } => "list",
        Type::Map { .. } => "map",
        Type::Option { .. } => "option",
        Type::Result { .. } => "result",
        Type::Future { .. } => "future",
        Type::Stream { .. } => "stream",
        Type::Own(_) => "own",
        Type::Borrow(_) => "borrow",
    }
}
