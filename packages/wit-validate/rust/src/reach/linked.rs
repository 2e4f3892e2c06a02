//! All instances of a component and of what it instantiates, joined: the graph that is searched.

use super::gave_up::{GaveUp, known};
use super::items::{CoreFunction, Function};
use super::signatures::Signature;
use super::tables::{Table, Taken};

pub struct ModuleInstance {
    pub module: usize,
    /// What it was given for the functions that it imports.
    pub imported: Vec<CoreFunction>,
    /// All its tables, imported ones first.
    pub tables: Vec<u32>,
}

/// What a core function that the component model makes can call.
#[derive(Default)]
pub struct Canonical {
    pub lowers: Option<Function>,
    /// The functions among its options: `realloc`, `post-return`, `callback`.
    pub options: Vec<CoreFunction>,
    /// It starts a thread with a function of this table.
    pub calls_table: Option<u32>,
    /// It starts a thread with a reference to a function of this type.
    pub calls_reference: Option<Signature>,
}

/// A function of the component model: the core function and its options, all of which a call of it may call.
pub type Lifted = Vec<CoreFunction>;

/// A function that the outermost component imports.
pub struct Imported {
    pub import: String,
    pub name: String,
}

#[derive(Default)]
pub struct Linked {
    pub imported: Vec<Imported>,
    pub instances: Vec<ModuleInstance>,
    pub canonical: Vec<Canonical>,
    pub lifted: Vec<Lifted>,
    pub tables: Vec<Table>,
    /// References that exist before any code runs.
    pub taken: Vec<Taken>,
    /// What can be called from outside, or runs by itself.
    pub core_roots: Vec<CoreFunction>,
    pub roots: Vec<Function>,
}

impl Linked {
    /// The function that a module instance calls by this index.
    pub fn function(&self, instance: u32, index: u32) -> Result<CoreFunction, GaveUp> {
        let imported = &known(self.instances.get(instance as usize))?.imported;
        Ok(match imported.get(index as usize) {
            Some(function) => *function,
            None => CoreFunction::Defined { instance, index: index - imported.len() as u32 },
        })
    }

    pub fn table(&self, instance: u32, index: u32) -> Result<u32, GaveUp> {
        let tables = &known(self.instances.get(instance as usize))?.tables;
        known(tables.get(index as usize)).copied()
    }
}
