//! An interface that uses all types of another one.

use std::collections::HashMap;
use wit_parser::{
    Function, FunctionKind, Handle, InterfaceId, Resolve, Type, TypeDef, TypeDefKind, TypeId, TypeOwner,
};

/// What the types of the one interface are in the other.
pub struct Aliases(HashMap<TypeId, TypeId>);

impl Aliases {
    pub fn new(resolve: &mut Resolve, from: InterfaceId, to: InterfaceId) -> Self {
        let mut aliases = HashMap::new();
        for (name, id) in resolve.interfaces[from].types.clone() {
            let alias = resolve.types.alloc(TypeDef {
                name: Some(name.clone()),
                kind: TypeDefKind::Type(Type::Id(id)),
                owner: TypeOwner::Interface(to),
                docs: Default::default(),
                stability: Default::default(),
                span: Default::default(),
                external_id: None,
            });
            resolve.interfaces[to].types.insert(name, alias);
            aliases.insert(id, alias);
        }
        Aliases(aliases)
    }

    /// A function of the other interface, no matter what it belongs to there.
    pub fn plain_function(
        &mut self,
        resolve: &mut Resolve,
        mut function: Function,
        name: String,
    ) -> Function {
        for param in &mut function.params {
            param.ty = self.translate(resolve, param.ty);
        }
        Function {
            name,
            kind: match function.kind.is_async() {
                true => FunctionKind::AsyncFreestanding,
                false => FunctionKind::Freestanding,
            },
            result: function.result.map(|ty| self.translate(resolve, ty)),
            ..function
        }
    }

    fn translate(&mut self, resolve: &mut Resolve, ty: Type) -> Type {
        match ty {
            Type::Id(id) => Type::Id(self.translate_id(resolve, id)),
            primitive => primitive,
        }
    }

    /// Types without a name are made anew, with the others in them.
    fn translate_id(&mut self, resolve: &mut Resolve, id: TypeId) -> TypeId {
        if let Some(alias) = self.0.get(&id) {
            return *alias;
        }
        if resolve.types[id].name.is_some() {
            return id;
        }
        let mut made = resolve.types[id].clone();
        self.translate_kind(resolve, &mut made.kind);
        let new = resolve.types.alloc(made);
        self.0.insert(id, new);
        new
    }

    fn translate_kind(&mut self, resolve: &mut Resolve, kind: &mut TypeDefKind) {
        let mut each = |ty: &mut Type| *ty = self.translate(resolve, *ty);
        match kind {
            TypeDefKind::Record(record) => record.fields.iter_mut().for_each(|field| each(&mut field.ty)),
            TypeDefKind::Tuple(tuple) => tuple.types.iter_mut().for_each(each),
            TypeDefKind::Variant(variant) => {
                variant.cases.iter_mut().filter_map(|case| case.ty.as_mut()).for_each(each)
            }
            TypeDefKind::Result(result) => {
                [&mut result.ok, &mut result.err].into_iter().flatten().for_each(each)
            }
            TypeDefKind::Option(ty)
            | TypeDefKind::List(ty)
            | TypeDefKind::FixedLengthList(ty, _)
            | TypeDefKind::Type(ty)
            | TypeDefKind::Future(Some(ty))
            | TypeDefKind::Stream(Some(ty)) => each(ty),
            TypeDefKind::Map(key, value) => {
                each(key);
                each(value);
            }
            TypeDefKind::Handle(Handle::Own(id) | Handle::Borrow(id)) => {
                *id = self.translate_id(resolve, *id);
            }
            TypeDefKind::Flags(_)
            | TypeDefKind::Enum(_)
            | TypeDefKind::Resource
            | TypeDefKind::Future(None)
            | TypeDefKind::Stream(None)
            | TypeDefKind::Unknown => {}
        }
    }
}
