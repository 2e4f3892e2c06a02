//! The components and core modules of a binary, as they are written down: nothing is instantiated yet.

use super::budget::Budget;
use super::gave_up::{GaveUp, known};
use super::module::Module;
use super::signatures::Signatures;
use wasmparser::{
    CanonicalFunction, ComponentAlias, ComponentExport, ComponentImport, ComponentInstance, ComponentType,
    Encoding, Instance, Parser, Payload, ValidPayload, Validator, WasmFeatures, types::Types,
};

/// One step of instantiating a component. The numbers are the indices of its own index spaces.
pub enum Step<'a> {
    DefineModule(usize),
    DefineComponent(usize),
    CoreInstance(Instance<'a>),
    Instance(ComponentInstance<'a>),
    Alias(ComponentAlias<'a>),
    Canonical(CanonicalFunction),
    /// A core function that is called when a resource is dropped.
    Destructor(u32),
    Start(u32),
    Import(ComponentImport<'a>),
    Export(ComponentExport<'a>),
}

impl Step<'_> {
    /// How many items it names.
    fn arguments(&self) -> usize {
        match self {
            Step::CoreInstance(Instance::Instantiate { args, .. }) => args.len(),
            Step::CoreInstance(Instance::FromExports(exports)) => exports.len(),
            Step::Instance(ComponentInstance::Instantiate { args, .. }) => args.len(),
            Step::Instance(ComponentInstance::FromExports(exports)) => exports.len(),
            _ => 0,
        }
    }
}

/// A step or an argument of one, and what it makes, in bytes.
const STEP: usize = 200;

#[derive(Default)]
pub struct Component<'a> {
    pub steps: Vec<Step<'a>>,
}

pub struct Definitions<'a> {
    pub modules: Vec<Module<'a>>,
    /// The outermost one is the last.
    pub components: Vec<Component<'a>>,
    /// Of the outermost component.
    pub types: Types,
}

enum Open<'a> {
    Module(Box<Module<'a>>),
    Component(Component<'a>),
}

/// Reads a binary and checks its structure, function bodies excepted.
pub fn read_definitions<'a>(bytes: &'a [u8], budget: &mut Budget) -> Result<Definitions<'a>, GaveUp> {
    let mut validator = Validator::new_with_features(WasmFeatures::all());
    let mut signatures = Signatures::default();
    let (mut modules, mut components) = (Vec::new(), Vec::new());
    let mut open = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        let validated = validator.payload(&payload)?;
        match payload {
            Payload::Version { encoding: Encoding::Module, .. } => open.push(Open::Module(Box::default())),
            Payload::Version { encoding: Encoding::Component, .. } => {
                open.push(Open::Component(Component::default()));
            }
            Payload::End(_) => {
                let step = match known(open.pop())? {
                    Open::Module(module) => {
                        module.check()?;
                        modules.push(*module);
                        Step::DefineModule(modules.len() - 1)
                    }
                    Open::Component(component) => {
                        components.push(component);
                        Step::DefineComponent(components.len() - 1)
                    }
                };
                match (open.last_mut(), step, validated) {
                    (Some(Open::Component(parent)), step, _) => parent.steps.push(step),
                    (None, Step::DefineComponent(_), ValidPayload::End(types)) => {
                        return Ok(Definitions { modules, components, types });
                    }
                    _ => return Err(GaveUp::Malformed),
                }
            }
            payload => match known(open.last_mut())? {
                Open::Module(module) => module.read(payload, &mut signatures, budget)?,
                Open::Component(component) => component.read(payload, budget)?,
            },
        }
    }
    Err(GaveUp::Malformed)
}

impl<'a> Component<'a> {
    fn read(&mut self, payload: Payload<'a>, budget: &mut Budget) -> Result<(), GaveUp> {
        let steps = &mut self.steps;
        match payload {
            Payload::InstanceSection(section) => extend(steps, budget, section, Step::CoreInstance),
            Payload::ComponentInstanceSection(section) => extend(steps, budget, section, Step::Instance),
            Payload::ComponentAliasSection(section) => extend(steps, budget, section, Step::Alias),
            Payload::ComponentCanonicalSection(section) => extend(steps, budget, section, Step::Canonical),
            Payload::ComponentImportSection(section) => extend(steps, budget, section, Step::Import),
            Payload::ComponentExportSection(section) => extend(steps, budget, section, Step::Export),
            Payload::ComponentStartSection { start, .. } => {
                steps.push(Step::Start(start.func_index));
                Ok(())
            }
            Payload::ComponentTypeSection(section) => {
                for ty in section {
                    if let ComponentType::Resource { dtor: Some(function), .. } = ty? {
                        budget.memory(1, STEP)?;
                        steps.push(Step::Destructor(function));
                    }
                }
                Ok(())
            }
            // Core types and custom sections. Of the modules and components inside come payloads of their own.
            _ => Ok(()),
        }
    }
}

fn extend<'a, T>(
    steps: &mut Vec<Step<'a>>,
    budget: &mut Budget,
    section: impl IntoIterator<Item = wasmparser::Result<T>>,
    step: impl Fn(T) -> Step<'a>,
) -> Result<(), GaveUp> {
    for item in section {
        let step = step(item?);
        budget.memory(1 + step.arguments(), STEP)?;
        steps.push(step);
    }
    Ok(())
}
