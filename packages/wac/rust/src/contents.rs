//! The walk through a binary, into every module and component inside of it.

use crate::limits::{Budgets, Exceeded};
use crate::nesting::DEPTH_LIMIT;
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use std::ops::Range;
use wasmparser::{
    BinaryReaderError, ComponentExternalKind, ComponentInstance, ComponentTypeRef, Encoding, Instance,
    KnownCustom, Parser, Payload, ProducersSectionReader,
};

/// A larger section of producers is as good as none.
const PRODUCERS_LIMIT: usize = 64 << 10;

/// Why the bytes are not valid or not read to their end, and where.
pub struct Invalid {
    pub reason: String,
    pub offset: u64,
    pub exceeded: Option<Exceeded>,
}

impl From<BinaryReaderError> for Invalid {
    fn from(error: BinaryReaderError) -> Self {
        Invalid { reason: error.message().into(), offset: error.offset() as u64, exceeded: None }
    }
}

impl From<Exceeded> for Invalid {
    fn from(exceeded: Exceeded) -> Self {
        Invalid { reason: exceeded.reason(), offset: 0, exceeded: Some(exceeded) }
    }
}

/// Name and kind of one import or export of the component itself.
pub struct Item(pub String, pub &'static str);

impl Item {
    pub fn to_json(&self, functions: Vec<Value>) -> Value {
        json!({ "name": self.0, "kind": self.1, "functions": functions })
    }
}

/// A module or component that the walk is inside of.
#[derive(Default)]
struct Frame {
    place: String,
    modules: usize,
    components: usize,
    names: HashSet<(&'static str, String)>,
}

#[derive(Default)]
pub struct Contents {
    pub encoding: Option<Encoding>,
    pub imports: Vec<Item>,
    pub exports: Vec<Item>,
    pub names: Vec<Value>,
    pub memories: Vec<Value>,
    pub budgets: Budgets,
    pub producers: Map<String, Value>,
}

impl Contents {
    /// Reads all of it, or as much as the limits allow.
    pub fn walk(&mut self, bytes: &[u8]) -> Result<(), Invalid> {
        let mut frames: Vec<Frame> = Vec::new();
        let mut next = Frame::default();
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            if let Payload::Version { encoding, .. } = payload {
                if frames.is_empty() {
                    self.encoding = Some(encoding);
                    next.place = match encoding {
                        Encoding::Module => "module".into(),
                        Encoding::Component => "component".into(),
                    };
                }
                frames.push(std::mem::take(&mut next));
                continue;
            }
            let Some(frame) = frames.last_mut() else { continue };
            match payload {
                Payload::ModuleSection { .. } => {
                    next.place = nested(&frame.place, "module", frame.modules);
                    frame.modules += 1;
                    self.budgets.modules.spend(1)?;
                }
                Payload::ComponentSection { unchecked_range, .. } => {
                    next.place = nested(&frame.place, "component", frame.components);
                    frame.components += 1;
                    self.budgets.components.spend(1)?;
                    if frames.len() >= DEPTH_LIMIT {
                        return Err(Invalid {
                            reason: format!("components are nested more than {DEPTH_LIMIT} deep"),
                            offset: unchecked_range.start as u64,
                            exceeded: None,
                        });
                    }
                }
                Payload::End(_) => {
                    frames.pop();
                }
                payload => {
                    let top = frames.len() == 1;
                    let frame = frames.last_mut().expect("a frame is open");
                    let Some((_, Range { start, .. })) = payload.as_section() else { continue };
                    self.budgets.sections.spend(1)?;
                    self.section(frame, top, payload).map_err(|invalid| match invalid.exceeded {
                        Some(_) => Invalid { offset: start, ..invalid },
                        None => invalid,
                    })?;
                }
            }
        }
        Ok(())
    }

    fn section(&mut self, frame: &mut Frame, top: bool, payload: Payload) -> Result<(), Invalid> {
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

    fn name(&mut self, frame: &mut Frame, kind: &'static str, name: &str) -> Result<(), Exceeded> {
        if frame.names.insert((kind, name.into())) {
            self.budgets.names.spend(1)?;
            self.budgets.spend_text([&frame.place, kind, name])?;
            self.names.push(json!({ "where": frame.place, "kind": kind, "name": name }));
        }
        Ok(())
    }

    fn define_types(&self, section: Range<u64>) -> Result<(), Exceeded> {
        self.budgets.types.spend((section.end - section.start) as usize)
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

/// `component 1 / module 2`; what lies in the outermost component is not prefixed.
fn nested(place: &str, kind: &str, index: usize) -> String {
    match place {
        "component" => format!("{kind} {index}"),
        outer => format!("{outer} / {kind} {index}"),
    }
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
