//! An interface of which some functions are denied is put together again: the types and the allowed functions from
//! the import, which keeps the identity of resources, the denied ones from the adapter.
//!
//! wit-component has made a component that names the types and functions of the placeholder interface. It is
//! instantiated once more, with the names of the real one, and with its functions where they are allowed.

use super::outline::{Argument, Outline};
use super::partials::{Partial, placeholder};
use anyhow::{Context, bail};
use std::collections::HashMap;
use wasm_encoder::{
    Alias, Component, ComponentAliasSection, ComponentExportKind, ComponentExportSection,
    ComponentInstanceSection, ComponentSection, ComponentSectionId, ComponentTypeRef, RawSection,
};
use wasmparser::{ComponentExport, ComponentExternalKind, Parser, Payload};

/// The adapter with an export for each interface.
pub fn graft(mut adapter: Vec<u8>, partials: &[Partial]) -> anyhow::Result<Vec<u8>> {
    for partial in partials {
        adapter = graft_one(adapter, partial)?;
    }
    Ok(adapter)
}

fn graft_one(mut adapter: Vec<u8>, partial: &Partial) -> anyhow::Result<Vec<u8>> {
    let outline = Outline::read(&adapter)?;
    let real = *outline.imported.get(&partial.import).context("the interface is not imported")?;
    let made = outline.exported.get(&partial.export).context("the placeholder is not exported")?;
    let instantiation = outline.instantiations.get(made).context("the placeholder is no instance")?;
    let range =
        outline.components.get(instantiation.component as usize).context("there is no such component")?;

    let mut names = HashMap::new();
    let mut aliases = ComponentAliasSection::new();
    let mut replaced = HashMap::new();
    for (place, (name, is_denied)) in partial.functions.iter().enumerate() {
        names.insert(placeholder(place), name.as_str());
        if !is_denied {
            aliases.alias(Alias::InstanceExport { instance: real, kind: ComponentExportKind::Func, name });
            let index = outline.functions + replaced.len() as u32;
            replaced.insert(format!("import-func-{}", placeholder(place)), index);
        }
    }
    let arguments = instantiation.arguments.iter().map(|Argument { name, kind, index }| {
        let index = replaced.get(name).unwrap_or(index);
        (name.as_str(), *kind, *index)
    });
    let mut instances = ComponentInstanceSection::new();
    instances.instantiate(outline.components.len() as u32, arguments.collect::<Vec<_>>());
    let mut exports = ComponentExportSection::new();
    exports.export(partial.import.as_str(), ComponentExportKind::Instance, outline.instances, None);

    let named = rename(&adapter[range.clone()], &names)?;
    append(&mut adapter, &RawSection { id: ComponentSectionId::Component.into(), data: &named });
    append(&mut adapter, &aliases);
    append(&mut adapter, &instances);
    append(&mut adapter, &exports);
    Ok(adapter)
}

fn append(component: &mut Vec<u8>, section: &impl ComponentSection) {
    component.push(section.id());
    section.encode(component);
}

/// The component with other names of exports.
fn rename(component: &[u8], names: &HashMap<String, &str>) -> anyhow::Result<Vec<u8>> {
    let mut renamed = Component::new();
    for payload in Parser::new(0).parse_all(component) {
        let payload = payload?;
        if let Payload::ComponentExportSection(section) = payload {
            let mut exports = ComponentExportSection::new();
            for export in section {
                let ComponentExport { name, kind, index, ty } = export?;
                let kind = match kind {
                    ComponentExternalKind::Func => ComponentExportKind::Func,
                    ComponentExternalKind::Type => ComponentExportKind::Type,
                    other => bail!("an export of the kind {other:?}"),
                };
                let ty = match ty {
                    None => None,
                    Some(wasmparser::ComponentTypeRef::Func(index)) => Some(ComponentTypeRef::Func(index)),
                    Some(other) => bail!("an export of the type {other:?}"),
                };
                let is_function = kind == ComponentExportKind::Func;
                let name = names.get(name.name).filter(|_| is_function).copied().unwrap_or(name.name);
                exports.export(name, kind, index, ty);
            }
            renamed.section(&exports);
        } else if let Some((id, range)) = payload.as_section() {
            renamed.section(&RawSection { id, data: &component[range.start as usize..range.end as usize] });
        }
    }
    Ok(renamed.finish())
}
