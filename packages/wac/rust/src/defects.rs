//! Documents on which the WAC crates 0.12 panic, found beforehand and refused with the error that those crates
//! have for a case of the kind.

use crate::evaluation::evaluate;
use anyhow::anyhow;
use indexmap::IndexMap;
use miette::SourceSpan;
use std::collections::HashSet;
use wac_graph::CompositionGraph;
use wac_parser::resolution::{Error, Resolution};
use wac_parser::{
    Document, ExternType, ImportType, InterfaceItem, Statement, Type as SyntaxType, TypeAliasKind, TypeDecl,
    TypeStatement, WorldDecl, WorldItem, WorldItemPath,
};
use wac_types::{
    BorrowedPackageKey, ExternKind, ItemKind, PackageKey, SubtypeChecker, Type, TypeAggregator,
    are_semver_compatible,
};
use wasmparser::names::ComponentName;

/// What is wrong with the statements alone, or with them and the packages.
pub fn check_statements(
    document: &Document,
    packages: &IndexMap<BorrowedPackageKey, Vec<u8>>,
) -> Result<(), Error> {
    // Names of which it is known that an alias of them does no harm: each is bound but once.
    let mut harmless = HashSet::new();
    for (index, statement) in document.statements.iter().enumerate() {
        match statement {
            Statement::Import(import) => {
                if let ImportType::Func(_) | ImportType::Interface(_) = import.ty {
                    harmless.insert(import.id.string);
                }
                if let ImportType::Interface(interface) = &import.ty {
                    check_interface(None, &interface.items)?;
                }
            }
            Statement::Type(TypeStatement::Interface(interface)) => {
                check_name(interface.id.string, interface.id.span)?;
                check_interface(Some(interface.id.string), &interface.items)?;
            }
            Statement::Type(TypeStatement::World(world)) => {
                check_name(world.id.string, world.id.span)?;
                check_world(world)?;
            }
            Statement::Type(TypeStatement::Type(declared)) => {
                check_name(declared.id().string, declared.id().span)?;
                check_alias(document, index, declared, packages, &mut harmless)?;
                harmless.insert(declared.id().string);
            }
            Statement::Let(_) | Statement::Export(_) => {}
        }
    }
    Ok(())
}

/// The parser takes words that end with a hyphen, and names of types have to be names of exports.
fn check_name(name: &str, span: SourceSpan) -> Result<(), Error> {
    ComponentName::new(name, 0).map(|_| ()).map_err(|error| {
        let message = error.to_string();
        let source = anyhow!("{}", message.strip_suffix(" (at offset 0x0)").unwrap_or(&message));
        Error::InvalidExternName { name: name.into(), kind: ExternKind::Export, span, source }
    })
}

/// A type behind a function of the same name; the other way round has its error.
fn check_interface(name: Option<&str>, items: &[InterfaceItem]) -> Result<(), Error> {
    let mut functions = HashSet::new();
    for item in items {
        match item {
            InterfaceItem::Use(_) => {}
            InterfaceItem::Export(export) => {
                functions.insert(export.id.string);
            }
            InterfaceItem::Type(declared) if functions.contains(declared.id().string) => {
                return Err(Error::DuplicateInterfaceExport {
                    name: declared.id().string.into(),
                    interface_name: name.map(String::from),
                    span: declared.id().span,
                });
            }
            InterfaceItem::Type(_) => {}
        }
    }
    Ok(())
}

/// A type behind an import of the same name.
fn check_world(world: &WorldDecl) -> Result<(), Error> {
    let mut imports = HashSet::new();
    for item in &world.items {
        let path = match item {
            WorldItem::Import(import) => &import.path,
            WorldItem::Export(export) => &export.path,
            WorldItem::Type(declared) if imports.contains(declared.id().string) => {
                return Err(Error::DuplicateWorldItem {
                    kind: ExternKind::Import,
                    name: declared.id().string.into(),
                    world: world.id.string.into(),
                    span: declared.id().span,
                });
            }
            WorldItem::Use(_) | WorldItem::Type(_) | WorldItem::Include(_) => continue,
        };
        if let WorldItemPath::Named(named) = path {
            if let ExternType::Interface(interface) = &named.ty {
                check_interface(None, &interface.items)?;
            }
            if let WorldItem::Import(_) = item {
                imports.insert(named.id.string);
            }
        }
    }
    Ok(())
}

/// An alias of a resource at the top of the document. Whether the name is one of a resource is known to those
/// who resolve what comes before it.
fn check_alias<'a>(
    document: &Document,
    index: usize,
    declared: &TypeDecl<'a>,
    packages: &IndexMap<BorrowedPackageKey, Vec<u8>>,
    harmless: &mut HashSet<&'a str>,
) -> Result<(), Error> {
    let TypeDecl::Alias(alias) = declared else { return Ok(()) };
    let TypeAliasKind::Type(SyntaxType::Ident(id)) = &alias.kind else { return Ok(()) };
    if harmless.contains(id.string) {
        return Ok(());
    }
    let mut before = document.clone();
    before.directive.targets = None;
    before.statements.truncate(index);
    let Ok(resolution) = before.resolve(packages.clone()) else { return Ok(()) };
    let node = evaluate(&before, resolution.graph()).names.get(id.string).copied();
    match node.map(|node| resolution.graph()[node].item_kind()) {
        Some(ItemKind::Type(Type::Resource(_))) => {
            let kind = "resource".into();
            Err(Error::InvalidAliasType { name: id.string.into(), kind, span: id.span })
        }
        _ => {
            harmless.insert(id.string);
            Ok(())
        }
    }
}

/// The imports of a composition with their types, those of compatible versions merged; none where two of an
/// instantiation do not go together, which encoding reports.
pub fn merge_imports(graph: &CompositionGraph) -> Option<TypeAggregator> {
    let mut cache = Default::default();
    let mut checker = SubtypeChecker::new(&mut cache);
    graph.imports().try_fold(TypeAggregator::default(), |merged, (name, kind, _)| {
        merged.aggregate(name, graph.types(), kind, &mut checker).ok()
    })
}

/// An import statement whose type does not go together with an import of a compatible version.
pub fn check_imports(resolution: &Resolution, document: &Document) -> Result<(), Error> {
    let graph = resolution.graph();
    if graph.imports().all(|(_, _, node)| node.is_none()) || merge_imports(graph).is_some() {
        return Ok(());
    }
    let evaluation = evaluate(document, graph);
    let place = |node| evaluation.imports.get(&node).copied();
    let mut cache = Default::default();
    let mut checker = SubtypeChecker::new(&mut cache);
    let mut merged = TypeAggregator::default();
    for (name, kind, node) in graph.imports() {
        merged = match (merged.aggregate(name, graph.types(), kind, &mut checker), node) {
            (Ok(merged), _) => merged,
            // Encoding has an error for it.
            (Err(_), None) => return Ok(()),
            (Err(_), Some(node)) => {
                let Some(span) = place(node) else { return Ok(()) };
                let mut explicit = graph.imports().filter_map(|(other, _, node)| Some((other, node?)));
                let previous = explicit
                    .find(|(other, earlier)| *earlier != node && are_semver_compatible(other, name))
                    .and_then(|(_, earlier)| place(earlier));
                if let Some(previous) = previous {
                    let (name, kind) = (name.to_string(), ExternKind::Import);
                    return Err(Error::DuplicateExternName { name, kind, span, previous, help: None });
                }
                for (node, instantiation) in &evaluation.instantiations {
                    let package = graph[*node].package().map(|package| &graph[package]);
                    let imports = package.map(|package| &graph.types()[package.ty()].imports);
                    let leaves_open = imports.is_some_and(|imports| {
                        imports.keys().any(|import| {
                            are_semver_compatible(import, name)
                                && !instantiation.arguments.contains_key(import)
                        })
                    });
                    if let (true, Some(package), Some(instantiation)) =
                        (leaves_open, package, instantiation.span)
                    {
                        let (name, package) = (name.to_string(), PackageKey::new(package));
                        return Err(Error::ImportConflict { name, package, import: span, instantiation });
                    }
                }
                return Ok(());
            }
        };
    }
    Ok(())
}
