//! What the outermost level of a component that wit-component made consists of.

use std::collections::HashMap;
use std::ops::Range;
use wasm_encoder::ComponentExportKind;
use wasmparser::{
    CanonicalFunction, ComponentAlias, ComponentExternalKind, ComponentInstance, ComponentTypeRef, Parser,
    Payload,
};

#[derive(Default)]
pub struct Outline {
    /// How many of them there are.
    pub instances: u32,
    pub functions: u32,
    /// Where the components inside of it lie.
    pub components: Vec<Range<usize>>,
    /// Index of each instance that is imported.
    pub imported: HashMap<String, u32>,
    /// Index that each exported instance had before.
    pub exported: HashMap<String, u32>,
    pub instantiations: HashMap<u32, Instantiation>,
}

/// An instance that is made of a component.
pub struct Instantiation {
    pub component: u32,
    pub arguments: Vec<Argument>,
}

pub struct Argument {
    pub name: String,
    pub kind: ComponentExportKind,
    pub index: u32,
}

impl Outline {
    pub fn read(component: &[u8]) -> anyhow::Result<Self> {
        let mut outline = Outline::default();
        let mut depth = 0;
        for payload in Parser::new(0).parse_all(component) {
            match payload? {
                Payload::Version { .. } => depth += 1,
                Payload::End(_) => depth -= 1,
                payload if depth == 1 => outline.add(payload)?,
                _ => {}
            }
        }
        Ok(outline)
    }

    fn add(&mut self, payload: Payload) -> anyhow::Result<()> {
        match payload {
            Payload::ComponentSection { unchecked_range, .. } => {
                self.components.push(unchecked_range.start as usize..unchecked_range.end as usize);
            }
            Payload::ComponentInstanceSection(section) => {
                for instance in section {
                    if let ComponentInstance::Instantiate { component_index, args } = instance? {
                        let arguments = args.iter().map(|argument| Argument {
                            name: argument.name.into(),
                            kind: kind_of(argument.kind),
                            index: argument.index,
                        });
                        let made =
                            Instantiation { component: component_index, arguments: arguments.collect() };
                        self.instantiations.insert(self.instances, made);
                    }
                    self.instances += 1;
                }
            }
            Payload::ComponentImportSection(section) => {
                for import in section {
                    let import = import?;
                    match import.ty {
                        ComponentTypeRef::Func(_) => self.functions += 1,
                        ComponentTypeRef::Instance(_) => {
                            self.imported.insert(import.name.name.into(), self.instances);
                            self.instances += 1;
                        }
                        _ => {}
                    }
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section {
                    let export = export?;
                    if export.kind == ComponentExternalKind::Instance {
                        self.exported.insert(export.name.name.into(), export.index);
                    }
                    self.count(export.kind);
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section {
                    if let ComponentAlias::InstanceExport { kind, .. } = alias? {
                        self.count(kind);
                    }
                }
            }
            Payload::ComponentCanonicalSection(section) => {
                for function in section {
                    if let CanonicalFunction::Lift { .. } = function? {
                        self.functions += 1;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn count(&mut self, kind: ComponentExternalKind) {
        match kind {
            ComponentExternalKind::Instance => self.instances += 1,
            ComponentExternalKind::Func => self.functions += 1,
            _ => {}
        }
    }
}

fn kind_of(kind: ComponentExternalKind) -> ComponentExportKind {
    match kind {
        ComponentExternalKind::Module => ComponentExportKind::Module,
        ComponentExternalKind::Func => ComponentExportKind::Func,
        ComponentExternalKind::Value => ComponentExportKind::Value,
        ComponentExternalKind::Type => ComponentExportKind::Type,
        ComponentExternalKind::Component => ComponentExportKind::Component,
        ComponentExternalKind::Instance => ComponentExportKind::Instance,
    }
}
