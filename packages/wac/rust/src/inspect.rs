//! What a WebAssembly binary is and what it carries, as far as it can be read.

use crate::failure::Failure;
use crate::nesting::DEPTH_LIMIT;
use crate::signature::Signatures;
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use wasmparser::{
    BinaryReaderError, ComponentExternalKind, ComponentInstance, ComponentTypeRef, Encoding, Instance,
    KnownCustom, Parser, Payload, ProducersSectionReader, Validator, WasmFeatures,
};

pub fn inspect(bytes: &[u8]) -> Result<String, Failure> {
    let mut contents = Contents::default();
    if !bytes.starts_with(b"\0asm") {
        let reason = match bytes {
            [] => "the file is empty",
            _ => "the file does not begin with the four bytes of WebAssembly",
        };
        return Ok(contents.to_json(
            "not-wasm",
            Some(Invalid { reason: reason.into(), offset: 0 }),
            [Vec::new(), Vec::new()],
        ));
    }
    let validated = contents.walk(bytes).and_then(|()| {
        let mut validator = Validator::new_with_features(WasmFeatures::all());
        Ok(validator.validate_all(bytes)?)
    });
    let kind = match contents.encoding {
        None => "not-wasm",
        Some(Encoding::Module) => "core-module",
        Some(Encoding::Component) if contents.is_wit_package(bytes) => "wit-package",
        Some(Encoding::Component) => "component",
    };
    let [imports, exports] = [&contents.imports, &contents.exports];
    let items = match &validated {
        Ok(types) => {
            let types = types.as_ref();
            let import = |name: &str| types.component_item_for_import(name).map(|item| &item.ty);
            let export = |name: &str| types.component_item_for_export(name).map(|item| &item.ty);
            let known = imports.iter().filter_map(|item| Some((item.0.as_str(), import(&item.0)?)));
            let known =
                known.chain(exports.iter().filter_map(|item| Some((item.0.as_str(), export(&item.0)?))));
            let signatures = Signatures::new(types, known);
            let functions =
                |name: &str, ty: Option<_>| ty.map_or(Vec::new(), |ty| signatures.functions(name, ty));
            [
                imports.iter().map(|one| one.to_json(functions(&one.0, import(&one.0)))).collect(),
                exports.iter().map(|one| one.to_json(functions(&one.0, export(&one.0)))).collect(),
            ]
        }
        Err(_) => [imports, exports].map(|items| items.iter().map(|item| item.to_json(Vec::new())).collect()),
    };
    let invalid = validated.err();
    Ok(contents.to_json(kind, invalid, items))
}

/// Why the bytes are not valid, and where.
struct Invalid {
    reason: String,
    offset: u64,
}

impl From<BinaryReaderError> for Invalid {
    fn from(error: BinaryReaderError) -> Self {
        Invalid { reason: error.message().into(), offset: error.offset() as u64 }
    }
}

/// Name and kind of one import or export of the component itself.
struct Item(String, &'static str);

impl Item {
    fn to_json(&self, functions: Vec<Value>) -> Value {
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
struct Contents {
    encoding: Option<Encoding>,
    imports: Vec<Item>,
    exports: Vec<Item>,
    names: Vec<Value>,
    memories: Vec<Value>,
    modules: usize,
    components: usize,
    producers: Map<String, Value>,
}

impl Contents {
    fn walk(&mut self, bytes: &[u8]) -> Result<(), Invalid> {
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
                    self.modules += 1;
                }
                Payload::ComponentSection { unchecked_range, .. } => {
                    next.place = nested(&frame.place, "component", frame.components);
                    frame.components += 1;
                    self.components += 1;
                    if frames.len() >= DEPTH_LIMIT {
                        return Err(Invalid {
                            reason: format!("components are nested more than {DEPTH_LIMIT} deep"),
                            offset: unchecked_range.start as u64,
                        });
                    }
                }
                Payload::End(_) => {
                    frames.pop();
                }
                payload => {
                    let top = frames.len() == 1;
                    let frame = frames.last_mut().expect("a frame is open");
                    self.section(frame, top, payload)?;
                }
            }
        }
        Ok(())
    }

    fn section(&mut self, frame: &mut Frame, top: bool, payload: Payload) -> Result<(), Invalid> {
        match payload {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    self.name(frame, "import-module", import.module);
                    self.name(frame, "import-name", import.name);
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    self.name(frame, "export", export?.name);
                }
            }
            // What a component hands to its core modules becomes their import names.
            Payload::InstanceSection(section) => {
                for instance in section {
                    match instance? {
                        Instance::Instantiate { args, .. } => {
                            args.iter().for_each(|arg| self.name(frame, "import-module", arg.name))
                        }
                        Instance::FromExports(exports) => {
                            exports.iter().for_each(|export| self.name(frame, "import-name", export.name))
                        }
                    }
                }
            }
            Payload::ComponentInstanceSection(section) => {
                for instance in section {
                    match instance? {
                        ComponentInstance::Instantiate { args, .. } => {
                            args.iter().for_each(|arg| self.name(frame, "component-import", arg.name))
                        }
                        ComponentInstance::FromExports(exports) => exports
                            .iter()
                            .for_each(|export| self.name(frame, "component-export", export.name.name)),
                    }
                }
            }
            Payload::ComponentImportSection(section) => {
                for import in section {
                    let import = import?;
                    self.name(frame, "component-import", import.name.name);
                    if top {
                        self.imports.push(Item(import.name.name.into(), import_kind(&import.ty)));
                    }
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section {
                    let export = export?;
                    self.name(frame, "component-export", export.name.name);
                    if top {
                        self.exports.push(Item(export.name.name.into(), export_kind(export.kind)));
                    }
                }
            }
            Payload::MemorySection(section) => {
                for memory in section {
                    let memory = memory?;
                    self.memories.push(json!({
                        "where": frame.place,
                        "minimumPages": memory.initial,
                        "maximumPages": memory.maximum,
                    }));
                }
            }
            Payload::CustomSection(section) if top => {
                if let KnownCustom::Producers(producers) = section.as_known() {
                    // A section that does not parse is as good as none: nothing depends on it.
                    self.producers = read_producers(producers).unwrap_or_default();
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn name(&mut self, frame: &mut Frame, kind: &'static str, name: &str) {
        if frame.names.insert((kind, name.into())) {
            self.names.push(json!({ "where": frame.place, "kind": kind, "name": name }));
        }
    }

    fn is_wit_package(&self, bytes: &[u8]) -> bool {
        let only_types = self.exports.iter().all(|Item(_, kind)| *kind == "type");
        only_types
            && !self.exports.is_empty()
            && self.imports.is_empty()
            && self.modules == 0
            && matches!(wit_component::decode(bytes), Ok(wit_component::DecodedWasm::WitPackage(..)))
    }

    fn to_json(&self, kind: &str, invalid: Option<Invalid>, items: [Vec<Value>; 2]) -> String {
        let [imports, exports] = items;
        json!({
            "kind": kind,
            "invalid": invalid.map(|one| json!({ "reason": one.reason, "offset": one.offset })),
            "imports": imports,
            "exports": exports,
            "names": self.names,
            "modules": self.modules,
            "components": self.components,
            "memories": self.memories,
            "producers": self.producers,
        })
        .to_string()
    }
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
