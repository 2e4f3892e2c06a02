//! The index spaces of one instance of a component, while it is made.

use super::gave_up::{GaveUp, known};
use super::items::{ComponentItem, CoreFunction, CoreInstance, CoreItem, Function, Item, ModuleItem};
use wasmparser::{ComponentExternalKind, ExternalKind};

/// Types, values, memories, globals and tags are not in it: nothing that is asked here depends on them.
#[derive(Default)]
pub struct Frame<'a> {
    /// The frame around it, by number.
    pub around: Option<usize>,
    pub modules: Vec<ModuleItem>,
    pub components: Vec<ComponentItem>,
    pub instances: Vec<usize>,
    pub functions: Vec<Function>,
    pub core_instances: Vec<CoreInstance<'a>>,
    pub core_functions: Vec<CoreFunction>,
    pub core_tables: Vec<u32>,
}

impl Frame<'_> {
    pub fn push(&mut self, item: Item) {
        match item {
            Item::Function(function) => self.functions.push(function),
            Item::Instance(instance) => self.instances.push(instance),
            Item::Module(module) => self.modules.push(module),
            Item::Component(component) => self.components.push(component),
            Item::Other => {}
        }
    }

    pub fn get(&self, kind: ComponentExternalKind, index: u32) -> Result<Item, GaveUp> {
        Ok(match kind {
            ComponentExternalKind::Func => Item::Function(at(&self.functions, index)?),
            ComponentExternalKind::Instance => Item::Instance(at(&self.instances, index)?),
            ComponentExternalKind::Module => Item::Module(at(&self.modules, index)?),
            ComponentExternalKind::Component => Item::Component(at(&self.components, index)?),
            ComponentExternalKind::Value | ComponentExternalKind::Type => Item::Other,
        })
    }

    pub fn push_core(&mut self, item: CoreItem) {
        match item {
            CoreItem::Function(function) => self.core_functions.push(function),
            CoreItem::Table(table) => self.core_tables.push(table),
            CoreItem::Other => {}
        }
    }

    pub fn get_core(&self, kind: ExternalKind, index: u32) -> Result<CoreItem, GaveUp> {
        Ok(match kind {
            ExternalKind::Func | ExternalKind::FuncExact => CoreItem::Function(self.core_function(index)?),
            ExternalKind::Table => CoreItem::Table(at(&self.core_tables, index)?),
            ExternalKind::Memory | ExternalKind::Global | ExternalKind::Tag => CoreItem::Other,
        })
    }

    pub fn core_function(&self, index: u32) -> Result<CoreFunction, GaveUp> {
        at(&self.core_functions, index)
    }
}

pub fn at<T: Copy>(items: &[T], index: u32) -> Result<T, GaveUp> {
    known(items.get(index as usize)).copied()
}

/// Whether an item is of the kind that was asked for: an instance may have less under a name than its type says only
/// where something is misunderstood.
pub fn is_of_kind(item: &Item, kind: ComponentExternalKind) -> bool {
    matches!(
        (item, kind),
        (Item::Function(_), ComponentExternalKind::Func)
            | (Item::Instance(_), ComponentExternalKind::Instance)
            | (Item::Module(_), ComponentExternalKind::Module)
            | (Item::Component(_), ComponentExternalKind::Component)
            | (Item::Other, ComponentExternalKind::Value | ComponentExternalKind::Type)
    )
}
