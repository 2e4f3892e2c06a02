//! Whether a valid component is an encoded WIT package, and whether WIT can say what it imports and exports.
//! wit-parser's decoder would answer both, but panics on valid components.

use crate::nesting::walk_components;
use wasmparser::Payload;
use wasmparser::component_types::{ComponentAnyTypeId, ComponentEntityType, ComponentItem, ComponentTypeId};
use wasmparser::names::{ComponentName, ComponentNameKind};
use wasmparser::types::TypesRef;

/// As wit-parser encodes packages: nothing but exported component types. In the older form that is one, called
/// `NAMESPACE:PACKAGE/wit`; in the newer one each is called as the interface or world that it holds, which is
/// its only export.
pub fn is_wit_package(types: TypesRef, bytes: &[u8]) -> bool {
    let (imports, exports) = externs(bytes);
    if !imports.is_empty() || without_wit(types, bytes).is_some() {
        return false;
    }
    let encoded: Option<Vec<_>> = exports
        .iter()
        .map(|name| Some((name.as_str(), component_type(&types.component_item_for_export(name)?.ty)?)))
        .collect();
    match encoded.as_deref() {
        None | Some([]) => false,
        Some([(name, id)]) if name.contains(':') => {
            let full = kind_of(name, |kind| match kind {
                ComponentNameKind::Interface(name) => name.interface().as_str() == "wit",
                _ => false,
            });
            full && types[*id].exports.values().all(|item| holds_interface(&item.ty))
        }
        Some(all) => {
            let mut packages = all.iter().map(|(label, id)| package_of(types, label, *id));
            let Some(Some(first)) = packages.next() else { return false };
            packages.all(|package| package.as_ref() == Some(&first))
        }
    }
}

/// What of a valid component cannot be said in WIT, where wit-parser panics instead of saying so.
pub fn without_wit(types: TypesRef, bytes: &[u8]) -> Option<String> {
    let (imports, exports) = externs(bytes);
    let imported = imports.iter().filter_map(|name| Some((name, types.component_item_for_import(name)?)));
    let exported = exports.iter().filter_map(|name| Some((name, types.component_item_for_export(name)?)));
    imported.chain(exported).find_map(|(name, item)| unspeakable(types, name, item, 0))
}

fn unspeakable(types: TypesRef, name: &str, item: &ComponentItem, depth: usize) -> Option<String> {
    let inner = |name: &String, item: &ComponentItem| unspeakable(types, name, item, depth + 1);
    match item.ty {
        ComponentEntityType::Func(_) => {
            let plain = kind_of(name, |kind| {
                use ComponentNameKind::{Constructor, Label, Method, Static};
                matches!(kind, Label(_) | Constructor(_) | Method(_) | Static(_))
            });
            (!plain).then(|| format!("the function {name} has a name that WIT cannot say"))
        }
        ComponentEntityType::Instance(id) => {
            types[id].exports.iter().find_map(|(name, item)| inner(name, item))
        }
        ComponentEntityType::Type { referenced: ComponentAnyTypeId::Component(id), .. } if depth == 0 => {
            let ty = &types[id];
            ty.imports.iter().chain(&ty.exports).find_map(|(name, item)| match item.ty {
                ComponentEntityType::Component(world) => {
                    let world = &types[world];
                    world.imports.iter().chain(&world.exports).find_map(|(name, item)| inner(name, item))
                }
                _ => inner(name, item),
            })
        }
        ComponentEntityType::Type { referenced, .. } => {
            let what = match referenced {
                ComponentAnyTypeId::Func(_) => "function",
                ComponentAnyTypeId::Component(_) => "component",
                ComponentAnyTypeId::Instance(_) => "instance",
                ComponentAnyTypeId::Defined(_) | ComponentAnyTypeId::Resource(_) => return None,
            };
            Some(format!("{name} is the type of {what}s, which WIT has no types for"))
        }
        _ => None,
    }
}

/// The package, with its version, whose interface or world of that name the type holds.
fn package_of(types: TypesRef, label: &str, id: ComponentTypeId) -> Option<String> {
    let exports = &types[id].exports;
    let (name, item) = exports.iter().next().filter(|_| exports.len() == 1)?;
    if !holds_interface(&item.ty) || !kind_of(label, |kind| matches!(kind, ComponentNameKind::Label(_))) {
        return None;
    }
    if !kind_of(name, |kind| matches!(kind, ComponentNameKind::Interface(_))) {
        return None;
    }
    let (package, interface) = name.split_once('/')?;
    Some(format!("{package}@{}", interface.split_once('@').map_or("", |(_, version)| version)))
}

fn holds_interface(ty: &ComponentEntityType) -> bool {
    matches!(ty, ComponentEntityType::Component(_) | ComponentEntityType::Instance(_))
}

fn component_type(ty: &ComponentEntityType) -> Option<ComponentTypeId> {
    match ty {
        ComponentEntityType::Type { created: ComponentAnyTypeId::Component(id), .. } => Some(*id),
        _ => None,
    }
}

fn kind_of(name: &str, is: impl FnOnce(ComponentNameKind) -> bool) -> bool {
    ComponentName::new(name, 0).is_ok_and(|name| is(name.kind()))
}

/// The names of the imports and of the exports of the component itself.
fn externs(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let (mut imports, mut exports) = (Vec::new(), Vec::new());
    let _ = walk_components(bytes, |payload, level| {
        match payload {
            Payload::ComponentImportSection(section) if level == 0 => {
                imports.extend(section.clone().into_iter().flatten().map(|one| one.name.name.to_string()));
            }
            Payload::ComponentExportSection(section) if level == 0 => {
                exports.extend(section.clone().into_iter().flatten().map(|one| one.name.name.to_string()));
            }
            _ => {}
        }
        true
    });
    (imports, exports)
}
