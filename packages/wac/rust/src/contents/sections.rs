//! What one section carries: names, memories, producers.

use super::{Contents, Frame, Invalid, Item};
use serde_json::{Map, Value, json};
use wasmparser::{
    BinaryReaderError, ComponentExternalKind, ComponentInstance, ComponentTypeRef, Instance, KnownCustom,
    Payload, ProducersSectionReader,
};

/// A larger section of producers is as good as none.
const PRODUCERS_LIMIT: usize = 64 << 10;

impl Contents {
    pub(super) fn section(&mut self, frame: &mut Frame, top: bool, payload: Payload) -> Result<(), Invalid> {
        self.budgets.items.spend(count_items(&payload))?;
        match payload {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    self.name(frame, "import-module", import.module)?;
                    self.name(frame, "import-name", import.name)?;
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    self.name(frame, "export", export?.name)?;
                }
            }
            // What a component hands to its core modules becomes their import names.
            Payload::InstanceSection(section) => {
                for instance in section {
                    let instance = instance?;
                    self.budgets.items.spend(match &instance {
                        Instance::Instantiate { args, .. } => args.len(),
                        Instance::FromExports(exports) => exports.len(),
                    })?;
                    match instance {
                        Instance::Instantiate { args, .. } => {
                            args.iter().try_for_each(|arg| self.name(frame, "import-module", arg.name))
                        }
                        Instance::FromExports(exports) => {
                            exports.iter().try_for_each(|export| self.name(frame, "import-name", export.name))
                        }
                    }?
                }
            }
            Payload::ComponentInstanceSection(section) => {
                for instance in section {
                    let instance = instance?;
                    self.budgets.items.spend(match &instance {
                        ComponentInstance::Instantiate { args, .. } => args.len(),
                        ComponentInstance::FromExports(exports) => exports.len(),
                    })?;
                    match instance {
                        ComponentInstance::Instantiate { args, .. } => {
                            args.iter().try_for_each(|arg| self.name(frame, "component-import", arg.name))
                        }
                        ComponentInstance::FromExports(exports) => exports
                            .iter()
                            .try_for_each(|export| self.name(frame, "component-export", export.name.name)),
                    }?
                }
            }
            Payload::ComponentImportSection(section) => {
                for import in section {
                    let import = import?;
                    self.name(frame, "component-import", import.name.name)?;
                    if top {
                        self.imports.push(Item(import.name.name.into(), import_kind(&import.ty)));
                    }
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section {
                    let export = export?;
                    self.name(frame, "component-export", export.name.name)?;
                    if top {
                        self.exports.push(Item(export.name.name.into(), export_kind(export.kind)));
                    }
                }
            }
            Payload::TypeSection(section) => self.define_types(section.range())?,
            Payload::CoreTypeSection(section) => self.define_types(section.range())?,
            Payload::ComponentTypeSection(section) => self.define_types(section.range())?,
            Payload::MemorySection(section) => {
                self.budgets.memories.spend(section.count() as usize)?;
                for memory in section {
                    let memory = memory?;
                    self.memories.push(json!({
                        "where": frame.place,
                        "minimumPages": memory.initial,
                        "maximumPages": memory.maximum,
                    }));
                }
            }
            Payload::CustomSection(section) if top && section.data().len() <= PRODUCERS_LIMIT => {
                if let KnownCustom::Producers(producers) = section.as_known() {
                    // A section that does not parse is as good as none: nothing depends on it.
                    self.producers = read_producers(producers).unwrap_or_default();
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// How many things a section adds to the index spaces that a validator keeps.
fn count_items(payload: &Payload) -> usize {
    let count = match payload {
        Payload::ImportSection(section) => section.count(),
        Payload::FunctionSection(section) => section.count(),
        Payload::TableSection(section) => section.count(),
        Payload::TagSection(section) => section.count(),
        Payload::GlobalSection(section) => section.count(),
        Payload::ExportSection(section) => section.count(),
        Payload::ElementSection(section) => section.count(),
        Payload::DataSection(section) => section.count(),
        Payload::InstanceSection(section) => section.count(),
        Payload::ComponentInstanceSection(section) => section.count(),
        Payload::ComponentAliasSection(section) => section.count(),
        Payload::ComponentCanonicalSection(section) => section.count(),
        Payload::ComponentImportSection(section) => section.count(),
        Payload::ComponentExportSection(section) => section.count(),
        _ => 0,
    };
    count as usize
}

fn read_producers(section: ProducersSectionReader) -> Result<Map<String, Value>, BinaryReaderError> {
    let mut fields = Map::new();
    for field in section {
        let field = field?;
        let mut values = Map::new();
        for value in field.values {
            let value = value?;
            values.insert(value.name.into(), value.version.into());
        }
        fields.insert(field.name.into(), values.into());
    }
    Ok(fields)
}

fn import_kind(ty: &ComponentTypeRef) -> &'static str {
    match ty {
        ComponentTypeRef::Module(_) => "module",
        ComponentTypeRef::Func(_) => "function",
        ComponentTypeRef::Value(_) => "value",
        ComponentTypeRef::Type(_) => "type",
        ComponentTypeRef::Instance(_) => "interface",
        ComponentTypeRef::Component(_) => "component",
    }
}

fn export_kind(kind: ComponentExternalKind) -> &'static str {
    match kind {
        ComponentExternalKind::Module => "module",
        ComponentExternalKind::Func => "function",
        ComponentExternalKind::Value => "value",
        ComponentExternalKind::Type => "type",
        ComponentExternalKind::Instance => "interface",
        ComponentExternalKind::Component => "component",
    }
}
