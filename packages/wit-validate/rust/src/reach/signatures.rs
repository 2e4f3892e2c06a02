//! Function types, comparable across modules.

use super::gave_up::{GaveUp, known};
use std::collections::HashMap;
use wasmparser::{CompositeInnerType, FuncType, HeapType, RecGroup, SubType, ValType};

/// Two functions whose signatures differ, and neither is `ANY`, never stand for one another in an indirect call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signature(u32);

impl Signature {
    /// A type that may have subtypes, be one, or refer to other types: it is not compared, and fits every call.
    pub const ANY: Signature = Signature(0);

    pub fn fits(self, other: Signature) -> bool {
        self == other || self == Signature::ANY || other == Signature::ANY
    }
}

/// All signatures of all modules.
#[derive(Default)]
pub struct Signatures {
    known: HashMap<FuncType, Signature>,
}

impl Signatures {
    /// The signatures of the types that the group defines; `ANY` where the type is none of a function.
    pub fn read(&mut self, group: RecGroup) -> Result<Vec<Signature>, GaveUp> {
        let alone = group.types().len() == 1;
        group.into_types().map(|ty| if alone { self.read_one(&ty) } else { Ok(Signature::ANY) }).collect()
    }

    fn read_one(&mut self, ty: &SubType) -> Result<Signature, GaveUp> {
        let composite = &ty.composite_type;
        let CompositeInnerType::Func(function) = &composite.inner else { return Ok(Signature::ANY) };
        let plain = ty.is_final
            && ty.supertype_idx.is_none()
            && !composite.shared
            && composite.descriptor_idx.is_none()
            && composite.describes_idx.is_none()
            && function.params().iter().chain(function.results()).all(is_plain);
        if !plain {
            return Ok(Signature::ANY);
        }
        if let Some(signature) = self.known.get(function) {
            return Ok(*signature);
        }
        let number = known(u32::try_from(self.known.len() + 1).ok())?;
        self.known.insert(function.clone(), Signature(number));
        Ok(Signature(number))
    }
}

/// It means the same in every module.
fn is_plain(ty: &ValType) -> bool {
    match ty {
        ValType::Ref(reference) => matches!(reference.heap_type(), HeapType::Abstract { .. }),
        _ => true,
    }
}
