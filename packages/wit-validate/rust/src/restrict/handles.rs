//! Handles that a function is given: it has to let go of them before it answers.

use super::answers::{Answers, resource_of};
use wit_parser::abi::WasmType;
use wit_parser::{Function, Handle, LiveTypes, Type, TypeDefKind, TypeId};

/// A parameter of the core function that holds a handle.
pub struct Given {
    pub local: u32,
    /// It does where these parameters have these values.
    pub when: Vec<(u32, u32)>,
    pub resource: TypeId,
}

/// The handles to drop; nothing where not all of them are parameters, because some lie in memory.
pub fn given_handles(answers: &Answers, function: &Function, indirect: bool) -> Option<Vec<Given>> {
    let types: Vec<Type> = function.params.iter().map(|param| param.ty).collect();
    if indirect {
        return (!types.iter().any(|ty| holds_handle(answers, ty))).then(Vec::new);
    }
    let mut walk = Walk { answers, at: 0, when: Vec::new(), found: Vec::new() };
    types.iter().all(|ty| walk.walk(ty)).then_some(walk.found)
}

struct Walk<'a> {
    answers: &'a Answers<'a>,
    at: u32,
    when: Vec<(u32, u32)>,
    found: Vec<Given>,
}

impl Walk<'_> {
    fn walk(&mut self, ty: &Type) -> bool {
        let resolve = self.answers.resolve;
        let Type::Id(id) = ty else {
            self.at += if let Type::String = ty { 2 } else { 1 };
            return true;
        };
        match &resolve.types[*id].kind {
            TypeDefKind::Type(ty) => self.walk(ty),
            TypeDefKind::Handle(handle) => {
                let (resource, borrowed) = match handle {
                    Handle::Own(id) => (resource_of(resolve, *id), false),
                    Handle::Borrow(id) => (resource_of(resolve, *id), true),
                };
                // What is borrowed of the adapter's own comes as what it stands for, not as a handle.
                if !borrowed || !self.answers.is_own(resource) {
                    self.found.push(Given { local: self.at, when: self.when.clone(), resource });
                }
                self.at += 1;
                true
            }
            TypeDefKind::Record(record) => record.fields.iter().all(|field| self.walk(&field.ty)),
            TypeDefKind::Tuple(tuple) => tuple.types.iter().all(|ty| self.walk(ty)),
            TypeDefKind::FixedLengthList(ty, length) => (0..*length).all(|_| self.walk(ty)),
            TypeDefKind::Flags(flags) => {
                self.at += flags.repr().count() as u32;
                true
            }
            TypeDefKind::Enum(_) => {
                self.at += 1;
                true
            }
            TypeDefKind::List(_) | TypeDefKind::Map(..) => {
                self.at += 2;
                !holds_handle(self.answers, ty)
            }
            TypeDefKind::Option(ty) => self.cases([None, Some(ty)]),
            TypeDefKind::Result(result) => self.cases([result.ok.as_ref(), result.err.as_ref()]),
            TypeDefKind::Variant(variant) => self.cases(variant.cases.iter().map(|case| case.ty.as_ref())),
            TypeDefKind::Resource
            | TypeDefKind::Future(_)
            | TypeDefKind::Stream(_)
            | TypeDefKind::Unknown => false,
        }
    }

    fn cases<'a>(&mut self, cases: impl IntoIterator<Item = Option<&'a Type>>) -> bool {
        let tag = self.at;
        let mut end = tag + 1;
        for (index, ty) in cases.into_iter().enumerate() {
            let Some(ty) = ty else { continue };
            self.at = tag + 1;
            self.when.push((tag, index as u32));
            let known = self.walk(ty);
            self.when.pop();
            if !known {
                return false;
            }
            end = end.max(self.at);
        }
        self.at = end;
        true
    }
}

/// A borrowed one of the adapter's own does not count.
fn holds_handle(answers: &Answers, ty: &Type) -> bool {
    let mut live = LiveTypes::default();
    live.add_type(answers.resolve, ty);
    live.iter().any(|id| match &answers.resolve.types[id].kind {
        TypeDefKind::Handle(Handle::Own(_)) => true,
        TypeDefKind::Handle(Handle::Borrow(id)) => !answers.is_own(resource_of(answers.resolve, *id)),
        _ => false,
    })
}

pub fn is_wide(ty: WasmType) -> bool {
    matches!(ty, WasmType::I64 | WasmType::PointerOrI64)
}
