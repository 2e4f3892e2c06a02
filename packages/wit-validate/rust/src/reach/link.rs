//! Instantiates a component as far as that is decided before it runs: who is given which function.

use super::budget::Budget;
use super::canonical::read_canonical;
use super::definitions::{Definitions, Step};
use super::frame::{Frame, at, is_of_kind};
use super::gave_up::{GaveUp, known};
use super::imports::read_imports;
use super::items::{Closure, CoreInstance, Exports, Item};
use super::link_module::link_module;
use super::linked::Linked;
use std::collections::HashSet;
use wasmparser::{
    ComponentAlias, ComponentExternalKind, ComponentInstance, ComponentOuterAliasKind, ComponentTypeRef,
    Instance,
};

/// An instance, and each item that it is given or gives, in bytes. A few kilobytes of components that instantiate one
/// another twice make any number of instances.
const INSTANCE: usize = 1500;
const ITEM: usize = 100;
/// Instances that are made while another one is made.
const MAX_DEPTH: usize = 50;

pub struct Linker<'a> {
    pub definitions: &'a Definitions<'a>,
    pub linked: Linked,
    /// The exports of each instance of a component.
    instances: Vec<Exports<'a>>,
    frames: Vec<Frame<'a>>,
    budget: Budget,
}

impl<'a> Linker<'a> {
    /// `budget` is what reading left of it.
    pub fn new(definitions: &'a Definitions<'a>, budget: Budget) -> Self {
        Linker { definitions, linked: Linked::default(), instances: Vec::new(), frames: Vec::new(), budget }
    }

    /// Fills `linked`; what was done before an error stays in it.
    pub fn link(&mut self) -> Result<(), GaveUp> {
        let arguments =
            read_imports(self.definitions, &mut self.linked, &mut self.instances, &mut self.budget)?;
        let outermost = known(self.definitions.components.len().checked_sub(1))?;
        let exports = self.instantiate(Closure { definition: outermost, around: None }, &arguments, 0)?;
        self.find_roots(exports);
        Ok(())
    }

    /// What is exported can be called from outside. Exported modules and components cannot have been given any function
    /// before somebody instantiates them: they close over no more than other modules and components.
    fn find_roots(&mut self, exports: usize) {
        let (mut seen, mut waiting) = (HashSet::from([exports]), vec![exports]);
        while let Some(instance) = waiting.pop() {
            for item in self.instances[instance].values() {
                match item {
                    Item::Function(function) => self.linked.roots.push(*function),
                    Item::Instance(inner) if seen.insert(*inner) => waiting.push(*inner),
                    _ => {}
                }
            }
        }
    }

    /// The number of the instance.
    fn instantiate(
        &mut self,
        closure: Closure,
        arguments: &Exports<'a>,
        depth: usize,
    ) -> Result<usize, GaveUp> {
        if depth > MAX_DEPTH {
            return Err(GaveUp::TooLarge);
        }
        let definitions = self.definitions;
        let component = known(definitions.components.get(closure.definition))?;
        let number = self.frames.len();
        self.budget.memory(1, INSTANCE)?;
        self.frames.push(Frame { around: closure.around, ..Frame::default() });
        let mut exports = Exports::new();
        for step in &component.steps {
            self.budget.memory(1, ITEM)?;
            let frame = &mut self.frames[number];
            match step {
                Step::DefineModule(module) => frame.modules.push(Some(*module)),
                Step::DefineComponent(definition) => {
                    frame.components.push(Some(Closure { definition: *definition, around: Some(number) }));
                }
                Step::CoreInstance(instance) => self.link_core_instance(number, instance)?,
                Step::Instance(instance) => {
                    let instance = self.link_instance(number, instance, depth)?;
                    self.frames[number].instances.push(instance);
                }
                Step::Alias(alias) => self.follow_alias(number, alias)?,
                Step::Canonical(function) => read_canonical(function, frame, &mut self.linked)?,
                Step::Destructor(function) => self.linked.core_roots.push(frame.core_function(*function)?),
                Step::Start(function) => self.linked.roots.push(at(&frame.functions, *function)?),
                Step::Import(import) => {
                    let item = arguments.get(import.name.name);
                    match import.ty {
                        ComponentTypeRef::Type(_) | ComponentTypeRef::Value(_) => {}
                        ty => frame.push(*known(item.filter(|item| is_of_kind(item, ty.kind())))?),
                    }
                }
                Step::Export(export) => {
                    let item = frame.get(export.kind, export.index)?;
                    frame.push(item);
                    exports.insert(export.name.name, item);
                }
            }
        }
        self.instances.push(exports);
        Ok(self.instances.len() - 1)
    }

    fn link_instance(
        &mut self,
        number: usize,
        instance: &ComponentInstance<'a>,
        depth: usize,
    ) -> Result<usize, GaveUp> {
        let frame = &self.frames[number];
        let mut items = Exports::new();
        match instance {
            ComponentInstance::Instantiate { component_index, args } => {
                for argument in args {
                    items.insert(argument.name, frame.get(argument.kind, argument.index)?);
                }
                let component = at(&frame.components, *component_index)?.ok_or(GaveUp::ImportedComponent)?;
                self.budget.memory(args.len(), ITEM)?;
                self.instantiate(component, &items, depth + 1)
            }
            ComponentInstance::FromExports(exports) => {
                for export in exports {
                    items.insert(export.name.name, frame.get(export.kind, export.index)?);
                }
                self.budget.memory(exports.len() + 1, ITEM)?;
                self.instances.push(items);
                Ok(self.instances.len() - 1)
            }
        }
    }

    fn link_core_instance(&mut self, number: usize, instance: &Instance<'a>) -> Result<(), GaveUp> {
        let definitions = self.definitions;
        let instance = match instance {
            Instance::Instantiate { module_index, args } => {
                let frame = &self.frames[number];
                let module = at(&frame.modules, *module_index)?.ok_or(GaveUp::ImportedModule)?;
                self.budget.memory(args.len() + 2, ITEM)?;
                known(definitions.modules.get(module))?.spend(&mut self.budget)?;
                CoreInstance::Module(link_module(
                    definitions,
                    &mut self.linked,
                    module,
                    &self.frames[number],
                    args,
                )?)
            }
            Instance::FromExports(exports) => {
                self.budget.memory(exports.len() + 1, ITEM)?;
                let frame = &self.frames[number];
                let named = |export: &wasmparser::Export<'a>| {
                    Ok((export.name, frame.get_core(export.kind, export.index)?))
                };
                CoreInstance::Names(exports.iter().map(named).collect::<Result<_, GaveUp>>()?)
            }
        };
        self.frames[number].core_instances.push(instance);
        Ok(())
    }

    fn follow_alias(&mut self, number: usize, alias: &ComponentAlias<'a>) -> Result<(), GaveUp> {
        let frame = &self.frames[number];
        match *alias {
            ComponentAlias::InstanceExport {
                kind: ComponentExternalKind::Type | ComponentExternalKind::Value,
                ..
            } => {}
            ComponentAlias::InstanceExport { kind, instance_index, name } => {
                let instance = &self.instances[at(&frame.instances, instance_index)?];
                let item = *known(instance.get(name).filter(|item| is_of_kind(item, kind)))?;
                self.frames[number].push(item);
            }
            ComponentAlias::CoreInstanceExport { instance_index, name, .. } => {
                let instance = known(frame.core_instances.get(instance_index as usize))?;
                let item = self.linked.core_export(self.definitions, instance, name)?;
                self.frames[number].push_core(item);
            }
            ComponentAlias::Outer { kind, count, index } => {
                let mut outer = number;
                for _ in 0..count {
                    outer = known(self.frames[outer].around)?;
                }
                let item = match kind {
                    ComponentOuterAliasKind::CoreModule => {
                        Item::Module(at(&self.frames[outer].modules, index)?)
                    }
                    ComponentOuterAliasKind::Component => {
                        Item::Component(at(&self.frames[outer].components, index)?)
                    }
                    ComponentOuterAliasKind::CoreType | ComponentOuterAliasKind::Type => Item::Other,
                };
                self.frames[number].push(item);
            }
        }
        Ok(())
    }
}
