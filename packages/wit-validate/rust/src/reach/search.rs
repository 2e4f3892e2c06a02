//! The search for everything that may run, from the roots.
//!
//! A call through a table or a reference goes to whatever has a fitting type: to the elements of the table where those
//! are known for good, else to every function that a reference was taken to by code that may itself run.

use super::body::Effect;
use super::definitions::Definitions;
use super::gave_up::{GaveUp, known};
use super::items::{CoreFunction, Function};
use super::linked::Linked;
use super::references::References;
use super::signatures::Signature;
use super::tables::Taken;

/// Which imported functions may be called, by their number.
pub fn find_called(linked: &Linked, definitions: &Definitions<'_>) -> Result<Vec<bool>, GaveUp> {
    let mut search = Search {
        linked,
        definitions,
        seen: vec![Vec::new(); linked.instances.len()],
        seen_canonical: vec![false; linked.canonical.len()],
        waiting: Vec::new(),
        called: vec![false; linked.imported.len()],
        lifted: vec![false; linked.lifted.len()],
        references: References::default(),
        tables: Vec::new(),
    };
    search.start();
    while let Some(function) = search.waiting.pop() {
        search.run(function)?;
    }
    Ok(search.called)
}

struct Search<'l, 'a> {
    linked: &'l Linked,
    definitions: &'l Definitions<'a>,
    /// Which functions of each instance, and which of the component model, were put among those that wait.
    seen: Vec<Vec<bool>>,
    seen_canonical: Vec<bool>,
    /// Functions that may run, and were not looked into yet.
    waiting: Vec<CoreFunction>,
    called: Vec<bool>,
    lifted: Vec<bool>,
    references: References,
    /// The elements of each table.
    tables: Vec<References>,
}

impl Search<'_, '_> {
    fn start(&mut self) {
        for table in &self.linked.tables {
            let mut elements = References::default();
            if table.read || table.written {
                table.elements.iter().for_each(|element| self.take(*element));
            }
            if !table.written {
                // Nothing is called yet.
                table.elements.iter().for_each(|element| _ = elements.take(*element));
            }
            self.tables.push(elements);
        }
        self.linked.taken.iter().for_each(|taken| self.take(*taken));
        self.linked.core_roots.iter().for_each(|root| self.reach(*root));
        self.linked.roots.iter().for_each(|root| self.call(*root));
    }

    fn reach(&mut self, function: CoreFunction) {
        let seen = match function {
            CoreFunction::Canonical(number) => &mut self.seen_canonical[number as usize],
            CoreFunction::Defined { instance, index } => {
                let seen = &mut self.seen[instance as usize];
                if seen.is_empty() {
                    let module = &self.definitions.modules[self.linked.instances[instance as usize].module];
                    seen.resize(module.functions.len(), false);
                }
                &mut seen[index as usize]
            }
        };
        if !std::mem::replace(seen, true) {
            self.waiting.push(function);
        }
    }

    /// A call of a function of the component model.
    fn call(&mut self, function: Function) {
        match function {
            Function::Imported(number) => self.called[number as usize] = true,
            Function::Lifted(number) => {
                if !std::mem::replace(&mut self.lifted[number as usize], true) {
                    self.linked.lifted[number as usize].iter().for_each(|function| self.reach(*function));
                }
            }
        }
    }

    fn run(&mut self, function: CoreFunction) -> Result<(), GaveUp> {
        match function {
            CoreFunction::Canonical(number) => {
                let canonical = known(self.linked.canonical.get(number as usize))?;
                canonical.options.iter().for_each(|function| self.reach(*function));
                if let Some(lowered) = canonical.lowers {
                    self.call(lowered);
                }
                if let Some(table) = canonical.calls_table {
                    self.call_table(table, None, Signature::ANY)?;
                }
                if let Some(signature) = canonical.calls_reference {
                    self.call_reference(signature);
                }
                Ok(())
            }
            CoreFunction::Defined { instance, index } => {
                let number = known(self.linked.instances.get(instance as usize))?.module;
                let definitions = self.definitions;
                let module = known(definitions.modules.get(number))?;
                for effect in module.effects(index) {
                    self.follow(instance, *effect)?;
                }
                Ok(())
            }
        }
    }

    fn follow(&mut self, instance: u32, effect: Effect) -> Result<(), GaveUp> {
        let definitions = self.definitions;
        let module = &definitions.modules[self.linked.instances[instance as usize].module];
        match effect {
            Effect::Call { function } => self.reach(self.linked.function(instance, function)?),
            Effect::Take { function } => {
                self.take((module.signature(function)?, self.linked.function(instance, function)?));
            }
            Effect::CallReference { ty } => self.call_reference(module.type_signature(ty)?),
            Effect::CallTable { table, ty } => {
                self.call_table(self.linked.table(instance, table)?, None, module.type_signature(ty)?)?;
            }
            Effect::CallElement { table, ty, index } => {
                let signature = module.type_signature(ty)?;
                self.call_table(self.linked.table(instance, table)?, Some(index), signature)?;
            }
            Effect::Unknown => return Err(GaveUp::UnknownInstruction),
        }
        Ok(())
    }

    fn call_table(&mut self, number: u32, index: Option<u32>, signature: Signature) -> Result<(), GaveUp> {
        let table = known(self.linked.tables.get(number as usize))?;
        if table.written {
            // Its own elements are among the references.
            self.call_reference(signature);
        } else if let Some(elements) = index.and_then(|index| table.element(index)) {
            let fitting = elements.iter().filter(|(known_as, _)| known_as.fits(signature));
            fitting.for_each(|(_, function)| self.reach(*function));
        } else {
            let fitting = self.tables[number as usize].call(signature);
            fitting.into_iter().for_each(|function| self.reach(function));
        }
        Ok(())
    }

    fn take(&mut self, taken: Taken) {
        if let Some(function) = self.references.take(taken) {
            self.reach(function);
        }
    }

    fn call_reference(&mut self, signature: Signature) {
        let fitting = self.references.call(signature);
        fitting.into_iter().for_each(|function| self.reach(function));
    }
}
