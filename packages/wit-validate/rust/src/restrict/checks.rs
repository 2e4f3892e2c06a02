//! What cannot be taken away, and why.

use super::plan::{Denied, Plan, Stub};
use super::refused;
use crate::failure::Failure;
use std::collections::HashSet;
use wit_parser::{
    InterfaceId, LiveTypes, Resolve, Type, TypeDefKind, TypeId, TypeOwner, World, WorldItem, WorldKey,
};

impl Plan {
    /// What stays cannot do with the types of what goes.
    pub fn check_allowed(&self, resolve: &Resolve, name: &str, live: &LiveTypes) -> Result<(), Failure> {
        match live.iter().find_map(|id| self.whole_owner(resolve, id)) {
            None => Ok(()),
            Some((denied, ty)) => {
                Err(refused(format!("{name} is allowed and has the type {ty} of {denied}, which is denied"))
                    .item(name)
                    .detail("denied", denied.as_str())
                    .hint(format!("Allow {denied} too, or deny {name} as well.")))
            }
        }
    }

    pub fn check_export(
        &self,
        resolve: &Resolve,
        source: &World,
        split: &HashSet<InterfaceId>,
        name: &str,
        item: &WorldItem,
    ) -> Result<(), Failure> {
        let mut live = LiveTypes::default();
        live.add_world_item(resolve, item);
        // The types would come from the adapter, and what is no interface cannot name them.
        if !matches!(item, WorldItem::Interface { .. }) && has_types_of(resolve, &live, split) {
            return Err(refused(format!(
                "the component exports {name}, which has a type of an interface of which functions are denied"
            ))
            .item(name)
            .hint("Allow all functions of that interface."));
        }
        let exported: HashSet<InterfaceId> = source
            .exports
            .values()
            .filter_map(|item| match item {
                WorldItem::Interface { id, .. } => Some(*id),
                _ => None,
            })
            .collect();
        let foreign = |id: &TypeId| match resolve.types[*id].owner {
            TypeOwner::Interface(owner) => !exported.contains(&owner),
            _ => false,
        };
        match live.iter().filter(foreign).find_map(|id| self.whole_owner(resolve, id)) {
            None => Ok(()),
            Some((denied, ty)) => Err(refused(format!(
                "the component exports {name}, which has the type {ty} of {denied}, and that is denied"
            ))
            .item(name)
            .detail("denied", denied.as_str())
            .hint(format!("Allow {denied}: without it nobody could call {name}."))),
        }
    }

    /// The denied interface that a type belongs to, and the type's name.
    fn whole_owner(&self, resolve: &Resolve, id: TypeId) -> Option<(String, String)> {
        let TypeOwner::Interface(owner) = resolve.types[id].owner else { return None };
        let key = self.whole.get(&owner)?;
        Some((resolve.name_world_key(key), resolve.types[id].name.clone().unwrap_or_default()))
    }
}

/// What is asynchronous answers in ways that are not generated here.
pub fn check_synchronous(resolve: &Resolve, stub: &Stub) -> Result<(), Failure> {
    let mut live = LiveTypes::default();
    live.add_func(resolve, &stub.function);
    let has_async_type = live
        .iter()
        .any(|id| matches!(resolve.types[id].kind, TypeDefKind::Future(_) | TypeDefKind::Stream(_)));
    let types = stub.function.parameter_and_result_types();
    if !stub.function.kind.is_async() && !has_async_type && !has_error_context(resolve, &live, types) {
        return Ok(());
    }
    let Stub { import, name, .. } = stub;
    Err(refused(format!(
        "{name} of {import} is asynchronous, and that can neither be denied nor stay where other functions of its interface are denied"
    ))
    .item(import)
    .hint(format!("Allow {name} of {import}.")))
}

/// Versions that are compatible become one import when components are composed, so no function of the one can be
/// denied that the other one keeps.
pub fn check_versions(
    resolve: &Resolve,
    source: &World,
    key: &WorldKey,
    denied: &Denied,
) -> Result<(), Failure> {
    let own = resolve.name_canonicalized_world_key(key);
    let name = resolve.name_world_key(key);
    let others = source
        .imports
        .keys()
        .filter(|other| *other != key && resolve.name_canonicalized_world_key(other) == own);
    for other in others.map(|other| resolve.name_world_key(other)) {
        if denied.0.get(&other) != Some(&None) {
            return Err(refused(format!(
                "{name} and {other} become one import where functions of one are denied"
            ))
            .item(&name)
            .hint(format!("Allow both without exception, or deny all of {name} or of {other}.")));
        }
    }
    Ok(())
}

/// Does something have types of one of these interfaces?
pub fn has_types_of(resolve: &Resolve, live: &LiveTypes, interfaces: &HashSet<InterfaceId>) -> bool {
    live.iter().any(|id| match resolve.types[id].owner {
        TypeOwner::Interface(owner) => interfaces.contains(&owner),
        _ => false,
    })
}

fn has_error_context(resolve: &Resolve, live: &LiveTypes, types: impl Iterator<Item = Type>) -> bool {
    let is = |ty: &Type| matches!(ty, Type::ErrorContext);
    types.into_iter().any(|ty| is(&ty))
        || live.iter().any(|id| match &resolve.types[id].kind {
            TypeDefKind::Record(record) => record.fields.iter().any(|field| is(&field.ty)),
            TypeDefKind::Tuple(tuple) => tuple.types.iter().any(is),
            TypeDefKind::Variant(variant) => {
                variant.cases.iter().any(|case| case.ty.as_ref().is_some_and(is))
            }
            TypeDefKind::Result(result) => [&result.ok, &result.err].into_iter().flatten().any(is),
            TypeDefKind::Option(ty)
            | TypeDefKind::List(ty)
            | TypeDefKind::FixedLengthList(ty, _)
            | TypeDefKind::Type(ty) => is(ty),
            TypeDefKind::Map(key, value) => is(key) || is(value),
            _ => false,
        })
}
