//! What a function answers in place of the real one.

use super::constants::Constant;
use super::plan::{Plan, Stub};
use super::wasi;
use wit_parser::{Handle, Resolve, Type, TypeDefKind, TypeId, TypeOwner};

pub enum Answer {
    Trap,
    /// The error value of the interface.
    Error(Constant),
    /// As if there were nothing: no variables, no files, a stream that takes everything.
    Empty(Constant),
    /// A new resource of the adapter's own.
    Fresh(TypeId),
    /// As `Empty`, of a function without a result.
    Nothing,
    /// The index of the first item of the list that is given, which is enough: the caller asks again for the others. An
    /// empty one has no item, and traps as it does in WASI.
    FirstOfList,
    /// Numbers that are the same in every instance.
    Predictable(Numbers),
}

/// What a function returns that gives random numbers.
pub enum Numbers {
    /// As many bytes as the only parameter says.
    Bytes,
    One,
    Two,
}

impl Answer {
    pub fn how(&self) -> &'static str {
        match self {
            Answer::Trap => "trap",
            Answer::Error(_) => "error",
            Answer::Empty(_) | Answer::Fresh(_) | Answer::Nothing | Answer::FirstOfList => "empty",
            Answer::Predictable(_) => "predictable",
        }
    }
}

/// The answers to calls of the functions of a plan.
pub struct Answers<'a> {
    pub resolve: &'a Resolve,
    plan: &'a Plan,
    always_trap: bool,
}

impl<'a> Answers<'a> {
    pub fn new(resolve: &'a Resolve, plan: &'a Plan, always_trap: bool) -> Self {
        Answers { resolve, plan, always_trap }
    }

    pub fn answer(&self, stub: &Stub) -> Answer {
        if self.always_trap {
            return Answer::Trap;
        }
        wasi::wasi_answer(self, stub).unwrap_or_else(|| {
            match stub.function.result.and_then(|ty| self.error(ty)) {
                Some(constant) => Answer::Error(constant),
                None => Answer::Trap,
            }
        })
    }

    /// Is a resource one that the adapter defines?
    pub fn is_own(&self, resource: TypeId) -> bool {
        match self.resolve.types[resource].owner {
            TypeOwner::Interface(owner) => self.plan.whole.contains_key(&owner),
            _ => false,
        }
    }

    /// What stands behind aliases.
    pub fn kind(&self, ty: &Type) -> Option<&'a TypeDefKind> {
        let Type::Id(id) = ty else { return None };
        match &self.resolve.types[*id].kind {
            TypeDefKind::Type(ty) => self.kind(ty),
            kind => Some(kind),
        }
    }

    /// The resource that a type hands over.
    pub fn owned(&self, ty: &Type) -> Option<TypeId> {
        match self.kind(ty)? {
            TypeDefKind::Handle(Handle::Own(id)) => Some(resource_of(self.resolve, *id)),
            _ => None,
        }
    }

    fn error(&self, ty: Type) -> Option<Constant> {
        match self.kind(&ty)? {
            TypeDefKind::Result(result) => match result.err {
                None => Some(Constant::Case(1, None)),
                Some(err) => Some(Constant::Case(1, Some(Box::new(self.denial(&err)?)))),
            },
            _ => None,
        }
    }

    /// A value of an error type that says that something is not allowed, as nearly as the type can.
    fn denial(&self, ty: &Type) -> Option<Constant> {
        if let Type::String = ty {
            return Some(Constant::Text("denied by policy"));
        }
        match self.kind(ty) {
            None => match self.resolve_alias(ty) {
                Type::String => Some(Constant::Text("denied by policy")),
                _ => None,
            },
            Some(TypeDefKind::Enum(ty)) => {
                let named =
                    |name: &str| ty.cases.iter().position(|case| case.name.eq_ignore_ascii_case(name));
                Some(Constant::Case(PREFERRED.iter().find_map(|name| named(name))?, None))
            }
            Some(TypeDefKind::Variant(ty)) => PREFERRED.iter().find_map(|name| {
                let index = ty.cases.iter().position(|case| case.name.eq_ignore_ascii_case(name))?;
                match &ty.cases[index].ty {
                    None => Some(Constant::Case(index, None)),
                    Some(payload) => Some(Constant::Case(index, Some(Box::new(self.denial(payload)?)))),
                }
            }),
            Some(TypeDefKind::Option(_)) => Some(Constant::Case(0, None)),
            _ => None,
        }
    }

    fn resolve_alias(&self, ty: &Type) -> Type {
        match ty {
            Type::Id(id) => match &self.resolve.types[*id].kind {
                TypeDefKind::Type(inner) => self.resolve_alias(inner),
                _ => *ty,
            },
            primitive => *primitive,
        }
    }
}

/// A resource may be known by other names.
pub fn resource_of(resolve: &Resolve, id: TypeId) -> TypeId {
    match resolve.types[id].kind {
        TypeDefKind::Type(Type::Id(next)) => resource_of(resolve, next),
        _ => id,
    }
}

/// Cases of errors, the plainest refusal first; the last ones say only that it did not work.
const PREFERRED: [&str; 19] = [
    "access",
    "access-denied",
    "not-permitted",
    "permission-denied",
    "denied",
    "http-request-denied",
    "forbidden",
    "unauthorized",
    "unsupported",
    "not-supported",
    "not-implemented",
    "unavailable",
    "closed",
    "runtime-error",
    "other",
    "internal-error",
    "internal",
    "unknown",
    "error",
];
