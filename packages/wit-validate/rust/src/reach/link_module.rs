//! Instantiates a core module.

use super::definitions::Definitions;
use super::frame::Frame;
use super::gave_up::{GaveUp, known};
use super::items::{CoreInstance, CoreItem};
use super::linked::{Linked, ModuleInstance};
use super::module::{Module, ModuleImport};
use super::tables::Table;
use std::collections::HashMap;
use wasmparser::{ExternalKind, InstantiationArg};

/// Adds an instance, what it has in tables and what it runs at the start; gives its number.
pub fn link_module(
    definitions: &Definitions<'_>,
    linked: &mut Linked,
    number: usize,
    frame: &Frame<'_>,
    arguments: &[InstantiationArg<'_>],
) -> Result<u32, GaveUp> {
    let module = &definitions.modules[number];
    let given: HashMap<&str, u32> =
        arguments.iter().map(|argument| (argument.name, argument.index)).collect();
    let (mut imported, mut tables) = (Vec::new(), Vec::new());
    for (from, name, kind) in &module.imports {
        let from = known(frame.core_instances.get(*known(given.get(from))? as usize))?;
        match (kind, linked.core_export(definitions, from, name)?) {
            (ModuleImport::Function, CoreItem::Function(function)) => imported.push(function),
            (ModuleImport::Table, CoreItem::Table(table)) => tables.push(table),
            (ModuleImport::Other, CoreItem::Other) => {}
            _ => return Err(GaveUp::Malformed),
        }
    }
    for _ in 0..module.own_tables {
        tables.push(number_of(linked.tables.len())?);
        linked.tables.push(Table::default());
    }
    let instance = number_of(linked.instances.len())?;
    linked.instances.push(ModuleInstance { module: number, imported, tables });
    fill_tables(module, linked, instance)?;
    for function in &module.taken {
        linked.taken.push((module.signature(*function)?, linked.function(instance, *function)?));
    }
    if let Some(start) = module.start {
        linked.core_roots.push(linked.function(instance, start)?);
    }
    Ok(instance)
}

fn fill_tables(module: &Module<'_>, linked: &mut Linked, instance: u32) -> Result<(), GaveUp> {
    for elements in &module.elements {
        let table = linked.table(instance, elements.table)? as usize;
        for (place, function) in (0u32..).zip(&elements.functions) {
            let Some(function) = function else { continue };
            let taken = (module.signature(*function)?, linked.function(instance, *function)?);
            let index = elements.offset.and_then(|offset| offset.checked_add(place));
            linked.tables[table].put(index, taken);
        }
    }
    for table in &module.table_use.written {
        let table = linked.table(instance, *table)?;
        linked.tables[table as usize].written = true;
    }
    for table in &module.table_use.read {
        let table = linked.table(instance, *table)?;
        linked.tables[table as usize].read = true;
    }
    Ok(())
}

impl Linked {
    /// What a core instance has under a name.
    pub fn core_export(
        &self,
        definitions: &Definitions<'_>,
        instance: &CoreInstance<'_>,
        name: &str,
    ) -> Result<CoreItem, GaveUp> {
        match instance {
            CoreInstance::Names(items) => known(items.get(name)).copied(),
            CoreInstance::Module(number) => {
                let module = known(self.instances.get(*number as usize))?.module;
                let (kind, index) = *known(definitions.modules[module].exports.get(name))?;
                Ok(match kind {
                    ExternalKind::Func | ExternalKind::FuncExact => {
                        CoreItem::Function(self.function(*number, index)?)
                    }
                    ExternalKind::Table => CoreItem::Table(self.table(*number, index)?),
                    ExternalKind::Memory | ExternalKind::Global | ExternalKind::Tag => CoreItem::Other,
                })
            }
        }
    }
}

fn number_of(length: usize) -> Result<u32, GaveUp> {
    u32::try_from(length).map_err(|_| GaveUp::TooLarge)
}
