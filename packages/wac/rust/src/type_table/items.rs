//! Entries for functions, interfaces, components and core modules.

use super::{Scope, TypeTable};
use crate::limits::Exceeded;
use serde_json::{Value, json};
use wasmparser::component_types::{
    ComponentAnyTypeId, ComponentCoreModuleTypeId, ComponentEntityType, ComponentFuncTypeId,
    ComponentInstanceTypeId, ComponentItem, ComponentTypeId,
};
use wasmparser::types::EntityType;

impl TypeTable<'_> {
    pub(super) fn fill_function(
        &mut self,
        name: Option<String>,
        id: ComponentFuncTypeId,
        resource: Option<usize>,
    ) -> Result<Value, Exceeded> {
        self.budgets.spend_text([name.as_deref().unwrap_or("")])?;
        let types = self.types;
        let function = &types[id];
        let (role, plain) = role_of(name.as_deref().unwrap_or(""));
        let params = function.params.iter().map(|(name, ty)| (name.as_str(), Some(*ty)));
        Ok(json!({
            "kind": "function",
            "name": name.as_ref().map(|_| plain),
            "role": role,
            "resource": resource,
            "async": function.async_,
            "params": self.entries_of(params)?,
            "result": self.optional(&function.result)?,
        }))
    }

    pub(super) fn fill_instance(
        &mut self,
        name: Option<String>,
        id: ComponentInstanceTypeId,
    ) -> Result<Value, Exceeded> {
        self.budgets.spend_text([name.as_deref().unwrap_or("")])?;
        let types = self.types;
        self.learn_all(name.as_deref(), types[id].exports.iter());
        let exports = self.members(types[id].exports.iter())?;
        let version = name.as_deref().and_then(|name| name.split_once('@')).map(|(_, version)| version);
        Ok(json!({ "kind": "interface", "name": name, "version": version, "exports": exports }))
    }

    pub(super) fn fill_component(&mut self, id: ComponentTypeId) -> Result<Value, Exceeded> {
        let types = self.types;
        self.learn_all(None, types[id].imports.iter());
        self.learn_all(None, types[id].exports.iter());
        let imports = self.members(types[id].imports.iter())?;
        let exports = self.members(types[id].exports.iter())?;
        Ok(json!({ "kind": "component", "imports": imports, "exports": exports }))
    }

    /// Items of one scope; functions of resources find theirs by name.
    fn members<'b>(
        &mut self,
        items: impl Iterator<Item = (&'b String, &'b ComponentItem)>,
    ) -> Result<Value, Exceeded> {
        let mut all = Vec::new();
        let mut scope = Scope::default();
        for (name, item) in items {
            self.budgets.spend_text([name.as_str()])?;
            all.push(json!({ "name": name, "type": self.scoped(&mut scope, name, &item.ty)? }));
        }
        Ok(all.into())
    }

    /// One of several items that belong together: functions join their resource.
    pub(super) fn scoped(
        &mut self,
        scope: &mut Scope,
        name: &str,
        item: &ComponentEntityType,
    ) -> Result<Value, Exceeded> {
        let resource = scope.resource_of(name);
        let reference = self.member(Some(name), item, resource)?;
        if let ComponentEntityType::Type { created: ComponentAnyTypeId::Resource(_), .. } = item
            && let Some(index) = reference.as_u64()
        {
            scope.0.insert(name.into(), index as usize);
        }
        if let (Some(resource), ComponentEntityType::Func(_)) = (resource, item) {
            let functions = self.entries[resource]["functions"].as_array_mut();
            functions.expect("a resource has a list of functions").push(reference.clone());
        }
        Ok(reference)
    }

    pub(super) fn fill_module(&mut self, id: ComponentCoreModuleTypeId) -> Result<Value, Exceeded> {
        let types = self.types;
        let mut imports = Vec::new();
        for ((module, name), ty) in &types[id].imports {
            self.budgets.spend_text([module.as_str(), name.as_str()])?;
            imports.push(json!({ "module": module, "name": name, "kind": core_kind(ty) }));
        }
        let mut exports = Vec::new();
        for (name, ty) in &types[id].exports {
            self.budgets.spend_text([name.as_str()])?;
            exports.push(json!({ "name": name, "kind": core_kind(ty) }));
        }
        Ok(json!({ "kind": "module", "imports": imports, "exports": exports }))
    }
}

/// What a function is to a resource, and its name without that: `[method]canvas.draw` is `draw`.
fn role_of(name: &str) -> (&'static str, &str) {
    match name.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some(("constructor", resource)) => ("constructor", resource),
        Some(("method", rest)) => ("method", rest.split_once('.').map_or(rest, |(_, name)| name)),
        Some(("static", rest)) => ("static", rest.split_once('.').map_or(rest, |(_, name)| name)),
        _ => ("freestanding", name),
    }
}

fn core_kind(ty: &EntityType) -> &'static str {
    match ty {
        EntityType::Func(_) | EntityType::FuncExact(_) => "function",
        EntityType::Table(_) => "table",
        EntityType::Memory(_) => "memory",
        EntityType::Global(_) => "global",
        EntityType::Tag(_) => "tag",
    }
}
