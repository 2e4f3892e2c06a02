//! The walk through a binary, into every module and component inside of it.

mod sections;

use crate::limits::{Budgets, Exceeded};
use crate::names_json::Names;
use crate::nesting::DEPTH_LIMIT;
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use std::ops::Range;
use wasmparser::{BinaryReaderError, Encoding, Parser, Payload};

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
    pub fn to_json(&self, functions: Vec<Value>, ty: Value) -> Value {
        json!({ "name": self.0, "kind": self.1, "functions": functions, "type": ty })
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
    pub names: Names,
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

    fn name(&mut self, frame: &mut Frame, kind: &'static str, name: &str) -> Result<(), Exceeded> {
        if frame.names.insert((kind, name.into())) {
            self.budgets.names.spend(1)?;
            self.budgets.spend_text([&frame.place, kind, name])?;
            self.names.push(&frame.place, kind, name);
        }
        Ok(())
    }

    fn define_types(&self, section: Range<u64>) -> Result<(), Exceeded> {
        self.budgets.types.spend((section.end - section.start) as usize)
    }
}

/// `component 1 / module 2`; what lies in the outermost component is not prefixed.
fn nested(place: &str, kind: &str, index: usize) -> String {
    match place {
        "component" => format!("{kind} {index}"),
        outer => format!("{outer} / {kind} {index}"),
    }
}
