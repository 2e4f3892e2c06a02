//! A core module, reduced to what matters for the question which functions can be called.

use super::body::{Effect, TableUse, read_body};
use super::budget::Budget;
use super::constants::{Value, read_offset, read_reference};
use super::gave_up::{GaveUp, known};
use super::signatures::{Signature, Signatures};
use std::collections::HashMap;
use wasmparser::{Element, ElementItems, ElementKind, ExternalKind, Payload, TableInit, TypeRef};

pub enum ModuleImport {
    Function,
    Table,
    /// Memories, globals and tags. A global may hold a function; how it came to a reference to it is what counts.
    Other,
}

/// Functions that are in the table before any code of the module runs.
pub struct ActiveElements {
    pub table: u32,
    /// Unknown where it is computed from a global.
    pub offset: Option<u32>,
    pub functions: Vec<Option<u32>>,
}

#[derive(Default)]
pub struct Module<'a> {
    pub types: Vec<Signature>,
    pub imports: Vec<(&'a str, &'a str, ModuleImport)>,
    /// The type of each function, imported ones first.
    pub functions: Vec<u32>,
    pub imported_functions: u32,
    pub imported_tables: u32,
    pub own_tables: u32,
    pub exports: HashMap<&'a str, (ExternalKind, u32)>,
    pub start: Option<u32>,
    pub elements: Vec<ActiveElements>,
    /// Functions that something can have a reference to once the module is instantiated.
    pub taken: Vec<u32>,
    /// What the code does to tables, and what puts into them what is not known.
    pub table_use: TableUse,
    /// The effects of the functions that it defines, one behind the other; and where those of each end.
    effects: Vec<Effect>,
    ends: Vec<usize>,
}

impl<'a> Module<'a> {
    /// Spends what one instance of it costs.
    pub fn spend(&self, budget: &mut Budget) -> Result<(), GaveUp> {
        let in_tables: usize = self.elements.iter().map(|elements| elements.functions.len()).sum();
        budget.work(self.functions.len() + self.effects.len() + self.taken.len() + in_tables)?;
        budget.memory(in_tables, 120)?;
        budget.memory(self.taken.len() + self.imports.len(), 50)?;
        budget.memory(self.own_tables as usize, 200)?;
        // One that is searched needs to know which of its functions were seen.
        budget.memory(self.functions.len(), 1)
    }

    /// Function bodies are not validated before: what they name has to be there.
    pub fn check(&self) -> Result<(), GaveUp> {
        let has_function = |index: u32| (index as usize) < self.functions.len();
        let has_type = |index: u32| (index as usize) < self.types.len();
        let has_table = |index: u32| index < self.imported_tables + self.own_tables;
        let has = |effect: &Effect| match *effect {
            Effect::Call { function } | Effect::Take { function } => has_function(function),
            Effect::CallTable { table, ty } | Effect::CallElement { table, ty, .. } => {
                has_table(table) && has_type(ty)
            }
            Effect::CallReference { ty } => has_type(ty),
            Effect::Unknown => true,
        };
        let has_tables =
            self.table_use.written.iter().chain(&self.table_use.read).all(|table| has_table(*table));
        if has_tables && self.effects.iter().all(has) { Ok(()) } else { Err(GaveUp::Malformed) }
    }

    pub fn effects(&self, defined: u32) -> &[Effect] {
        let defined = defined as usize;
        let Some(end) = self.ends.get(defined) else { return &[] };
        let start = defined.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.effects[start..*end]
    }

    pub fn signature(&self, function: u32) -> Result<Signature, GaveUp> {
        let ty = known(self.functions.get(function as usize))?;
        self.type_signature(*ty)
    }

    pub fn type_signature(&self, ty: u32) -> Result<Signature, GaveUp> {
        known(self.types.get(ty as usize)).copied()
    }

    pub fn read(
        &mut self,
        payload: Payload<'a>,
        signatures: &mut Signatures,
        budget: &mut Budget,
    ) -> Result<(), GaveUp> {
        match payload {
            Payload::TypeSection(section) => {
                for group in section {
                    let group = group?;
                    budget.memory(group.types().len(), 64)?;
                    self.types.extend(signatures.read(group)?);
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    budget.memory(1, 64)?;
                    let kind = self.import(import.ty);
                    self.imports.push((import.module, import.name, kind));
                }
            }
            Payload::FunctionSection(section) => {
                budget.memory(section.count() as usize, 16)?;
                for ty in section {
                    self.functions.push(ty?);
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    let number = self.imported_tables + self.own_tables;
                    self.own_tables += 1;
                    if let TableInit::Expr(init) = table?.init {
                        let value = read_reference(&init, &mut self.taken)?;
                        self.fill(number, None, vec![value])?;
                    }
                }
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    let value = read_reference(&global?.init_expr, &mut self.taken)?;
                    self.taken.extend(value.function());
                }
            }
            Payload::ExportSection(section) => {
                budget.memory(section.count() as usize, 64)?;
                for export in section {
                    let export = export?;
                    self.exports.insert(export.name, (export.kind, export.index));
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(section) => {
                for element in section {
                    self.read_element(element?, budget)?;
                }
            }
            Payload::CodeSectionEntry(body) => {
                let effects = read_body(&body, &mut self.table_use)?;
                budget.memory(effects.len(), size_of::<Effect>())?;
                self.effects.extend(effects);
                self.ends.push(self.effects.len());
            }
            _ => {}
        }
        Ok(())
    }

    fn import(&mut self, ty: TypeRef) -> ModuleImport {
        match ty {
            TypeRef::Func(ty) | TypeRef::FuncExact(ty) => {
                self.functions.push(ty);
                self.imported_functions += 1;
                ModuleImport::Function
            }
            TypeRef::Table(_) => {
                self.imported_tables += 1;
                ModuleImport::Table
            }
            TypeRef::Memory(_) | TypeRef::Global(_) | TypeRef::Tag(_) => ModuleImport::Other,
        }
    }

    fn read_element(&mut self, element: Element<'a>, budget: &mut Budget) -> Result<(), GaveUp> {
        let mut functions = Vec::new();
        let count = match &element.items {
            ElementItems::Functions(items) => items.count(),
            ElementItems::Expressions(_, items) => items.count(),
        };
        budget.memory(count as usize + 1, 24)?;
        match element.items {
            ElementItems::Functions(items) => {
                for function in items {
                    functions.push(Value::Function(function?));
                }
            }
            ElementItems::Expressions(_, items) => {
                for expression in items {
                    functions.push(read_reference(&expression?, &mut self.taken)?);
                }
            }
        }
        match element.kind {
            ElementKind::Active { table_index, offset_expr } => {
                self.fill(table_index.unwrap_or(0), read_offset(&offset_expr)?, functions)
            }
            ElementKind::Passive => {
                self.taken.extend(functions.iter().filter_map(Value::function));
                Ok(())
            }
            // Says which functions `ref.func` may name, and is gone before any code runs.
            ElementKind::Declared => Ok(()),
        }
    }

    fn fill(&mut self, table: u32, offset: Option<u32>, values: Vec<Value>) -> Result<(), GaveUp> {
        if values.iter().any(|value| matches!(value, Value::Unknown)) {
            self.table_use.written.insert(table);
        }
        let functions = values.iter().map(Value::function).collect();
        self.elements.push(ActiveElements { table, offset, functions });
        Ok(())
    }
}
