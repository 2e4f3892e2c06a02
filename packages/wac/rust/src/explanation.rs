//! What the errors of wac-parser leave out: which component an argument is for, what an instance has instead,
//! everything that keeps a composition from its target. The document is resolved once more up to the error,
//! with what is in question bound to names of our own.

use crate::conformance::find_mismatches;
use crate::difference::{Difference, Offers};
use crate::evaluation::evaluate;
use crate::failure::Failure;
use crate::type_text::TypeText;
use indexmap::IndexMap;
use miette::SourceSpan;
use serde_json::Value;
use wac_graph::{CompositionGraph, NodeId};
use wac_parser::resolution::Error;
use wac_parser::{
    Document, Expr, ExternName, Ident, ImportStatement, ImportType, InstantiationArgument, LetStatement,
    NewExpr, PostfixExpr, PrimaryExpr, Statement,
};
use wac_types::{BorrowedPackageKey, ItemKind, World, are_semver_compatible};

pub type Packages<'a> = IndexMap<BorrowedPackageKey<'a>, Vec<u8>>;

/// Variables that no document can have.
const VALUE: &str = "\u{1}value";
const COMPONENT: &str = "\u{1}component";
/// An import that none is likely to have.
const WORLD: &str = "wasm-airlock-target-world";

/// What can be found out about an error; nothing is a possible answer.
pub fn explain(error: &Error, document: &Document, packages: &Packages) -> Explanation {
    let scene = Scene { document, packages };
    let explained = match error {
        Error::MismatchedInstantiationArg { name, span, .. } => scene.mismatched_argument(name, *span),
        Error::MissingInstantiationArg { span, .. } => scene.missing_arguments(*span),
        Error::MissingComponentImport { span, .. } => scene.unknown_import(*span),
        Error::SpreadInstantiationNoMatch { span } => scene.useless_spread(*span),
        Error::MissingInstanceExport { span, .. } => scene.missing_export(*span),
        Error::NotAnInstance { kind, .. } => {
            Some(Explanation::default().addition(format!(", found: {kind}")).detail("found", kind.as_str()))
        }
        Error::ImportNotInTarget { .. }
        | Error::MissingTargetExport { .. }
        | Error::TargetMismatch { .. } => scene.target_mismatches(),
        _ => None,
    };
    explained.unwrap_or_default()
}

/// What is added to a failure.
#[derive(Default)]
pub struct Explanation {
    /// Instead of the message.
    message: Option<String>,
    /// Behind the message.
    addition: Option<String>,
    hint: Option<String>,
    details: Vec<(&'static str, Value)>,
}

impl Explanation {
    fn message(mut self, message: String) -> Self {
        self.message = Some(message);
        self
    }

    fn hint(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    fn addition(mut self, addition: String) -> Self {
        self.addition = Some(addition);
        self
    }

    fn detail(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.details.push((key, value.into()));
        self
    }

    pub fn add_to(self, mut failure: Failure) -> Failure {
        if let Some(message) = self.message {
            failure = failure.with_message(message);
        }
        if let Some(addition) = self.addition {
            let message = format!("{}{addition}", failure.message());
            failure = failure.with_message(message);
        }
        if let Some(hint) = self.hint {
            failure = failure.hint(hint);
        }
        self.details.into_iter().fold(failure, |failure, (key, value)| failure.detail(key, value))
    }
}

struct Scene<'a, 'd> {
    document: &'d Document<'a>,
    packages: &'d Packages<'d>,
}

impl<'a> Scene<'a, '_> {
    fn mismatched_argument(&self, import: &str, span: SourceSpan) -> Option<Explanation> {
        let (index, new, argument) = self.argument_at(span)?;
        let (key, spread) = (key_of(new), matches!(argument, InstantiationArgument::Spread(_)));
        let value = match argument {
            InstantiationArgument::Named(named) => named.expr.clone(),
            InstantiationArgument::Inferred(id) | InstantiationArgument::Spread(id) => variable(*id),
            InstantiationArgument::Fill(_) => return None,
        };
        let from = described(&value).map_or("an instantiation".into(), |name| format!("`{name}`"));
        let variables = vec![(VALUE, value), (COMPONENT, filled(new))];
        let difference = self.resolve(index, variables, |graph, names| {
            let expected = imports_of(graph, names(COMPONENT)?)?.get(import)?.promote();
            let mut found = graph[names(VALUE)?].item_kind();
            if let (true, ItemKind::Instance(id)) = (spread, found) {
                let exports = &graph.types()[id].exports;
                let compatible = || exports.iter().find(|(name, _)| are_semver_compatible(name, import));
                found = *exports.get(import).or_else(|| Some(compatible()?.1))?;
            }
            let text = TypeText::new(graph.types());
            Difference::first(&text, import, expected, found, Offers::Found)
        });
        let explanation = Explanation::default().detail("package", key.as_str()).detail("import", import);
        Some(match difference {
            None => explanation.addition(format!(" (an import of `{key}`, given {from})")),
            Some(difference) => explanation
                .message(format!(
                    "mismatched instantiation argument `{import}` of `{key}`, given {from}: {}",
                    difference.reason()
                ))
                .detail("difference", difference.to_json()),
        })
    }

    fn missing_arguments(&self, span: SourceSpan) -> Option<Explanation> {
        let (index, new) = self.instantiation(|new| new.package.span == span)?;
        let written: Vec<String> = self.resolve(index, vec![(COMPONENT, filled(new))], |graph, names| {
            let imports = imports_of(graph, names(COMPONENT)?)?;
            Some(imports.keys().cloned().collect())
        })?;
        // Those that are left open stay open in a fill in place of nothing.
        let given = self.resolve(index, vec![(VALUE, filled_of(new))], |graph, names| {
            let given = graph.get_instantiation_arguments(names(VALUE)?).map(|(name, _)| name.to_string());
            Some(given.collect::<Vec<_>>())
        })?;
        let missing: Vec<String> = written.into_iter().filter(|name| !given.contains(name)).collect();
        Some(
            Explanation::default()
                .hint(format!(
                    "Give {}, or write `...` at the end to import what is missing.",
                    listed(&missing)
                ))
                .detail("package", key_of(new))
                .detail("missing", missing),
        )
    }

    fn unknown_import(&self, span: SourceSpan) -> Option<Explanation> {
        let (index, new, _) = self.argument_at(span)?;
        self.resolve(index, vec![(COMPONENT, filled(new))], |graph, names| {
            let imports: Vec<String> = imports_of(graph, names(COMPONENT)?)?.keys().cloned().collect();
            Some(
                Explanation::default()
                    .hint(format!("`{}` imports {}.", key_of(new), listed(&imports)))
                    .detail("package", key_of(new))
                    .detail("imports", imports),
            )
        })
    }

    fn useless_spread(&self, span: SourceSpan) -> Option<Explanation> {
        let (index, new, argument) = self.argument_at(span)?;
        let InstantiationArgument::Spread(id) = argument else { return None };
        let lets = vec![(VALUE, variable(*id)), (COMPONENT, filled(new))];
        self.resolve(index, lets, |graph, names| {
            let exports = exports_of(graph, names(VALUE)?)?;
            let imports: Vec<String> = imports_of(graph, names(COMPONENT)?)?.keys().cloned().collect();
            let (key, name) = (key_of(new), id.string);
            Some(
                Explanation::default()
                    .addition(format!(" (`{name}`, for `{key}`)"))
                    .hint(format!(
                        "`{name}` exports {}; `{key}` imports {}.",
                        listed(&exports),
                        listed(&imports)
                    ))
                    .detail("package", key)
                    .detail("imports", imports)
                    .detail("exports", exports),
            )
        })
    }

    fn missing_export(&self, span: SourceSpan) -> Option<Explanation> {
        let (index, accessed) = self.find(|expression| {
            let at = expression.postfix.iter().position(|postfix| match postfix {
                PostfixExpr::Access(access) => access.span == span,
                PostfixExpr::NamedAccess(access) => access.span == span,
            })?;
            let mut accessed = expression.clone();
            accessed.postfix.truncate(at);
            Some(accessed)
        })?;
        let name = described(&accessed);
        self.resolve(index, vec![(VALUE, accessed)], |graph, names| {
            let exports = exports_of(graph, names(VALUE)?)?;
            let name = name.map_or("The instance".into(), |name| format!("`{name}`"));
            Some(
                Explanation::default()
                    .hint(format!("{name} exports {}.", listed(&exports)))
                    .detail("exports", exports),
            )
        })
    }

    /// All that a composition lacks for its target, or has beyond it.
    fn target_mismatches(&self) -> Option<Explanation> {
        let target = self.document.directive.targets.clone()?;
        let mut probe = self.document.clone();
        probe.directive.targets = None;
        let at = target.span;
        let id = Ident { string: COMPONENT, span: at };
        let name = Some(ExternName::Ident(Ident { string: WORLD, span: at }));
        let ty = ImportType::Package(target);
        probe.statements.push(Statement::Import(ImportStatement { docs: Vec::new(), id, name, ty }));
        let mut graph = probe.resolve(self.packages.clone()).ok()?.into_graph();

        let mut composition = World {
            id: None,
            uses: Default::default(),
            imports: Default::default(),
            exports: Default::default(),
        };
        let mut world = None;
        for (name, kind, _) in graph.imports() {
            match kind {
                ItemKind::Component(id) if name == WORLD => world = Some(id),
                _ => drop(composition.imports.insert(name.into(), kind)),
            }
        }
        let evaluation = evaluate(&probe, &graph);
        for export in evaluation.exports {
            composition.exports.insert(export.name, graph[export.node].item_kind());
        }
        let composition = graph.types_mut().add_world(composition);
        let mismatches = find_mismatches(graph.types(), world?, composition);
        (!mismatches.is_empty()).then(|| Explanation::default().detail("mismatches", mismatches))
    }

    /// Resolves the statements before one of them, then these variables.
    fn resolve<T>(
        &self,
        index: usize,
        variables: Vec<(&'static str, Expr<'a>)>,
        read: impl FnOnce(&CompositionGraph, &dyn Fn(&str) -> Option<NodeId>) -> Option<T>,
    ) -> Option<T> {
        let mut probe = self.document.clone();
        probe.directive.targets = None;
        probe.statements.truncate(index);
        probe.statements.extend(variables.into_iter().map(|(string, expr)| {
            let id = Ident { string, span: expr.span };
            Statement::Let(LetStatement { docs: Vec::new(), id, expr })
        }));
        let resolution = probe.resolve(self.packages.clone()).ok()?;
        let evaluation = evaluate(&probe, resolution.graph());
        read(resolution.graph(), &|name| evaluation.names.get(name).copied())
    }

    fn argument_at(&self, span: SourceSpan) -> Option<(usize, &NewExpr<'a>, &InstantiationArgument<'a>)> {
        let (index, new) = self.instantiation(|new| find_argument(new, span).is_some())?;
        Some((index, new, find_argument(new, span)?))
    }

    fn instantiation(&self, is_meant: impl Fn(&NewExpr<'a>) -> bool) -> Option<(usize, &NewExpr<'a>)> {
        self.find(|expression| match &expression.primary {
            PrimaryExpr::New(new) if is_meant(new) => Some(new),
            _ => None,
        })
    }

    /// The first expression of the document of which something is wanted, and the number of its statement.
    fn find<'s, T>(&'s self, wanted: impl Fn(&'s Expr<'a>) -> Option<T>) -> Option<(usize, T)> {
        self.document.statements.iter().enumerate().find_map(|(index, statement)| match statement {
            Statement::Let(statement) => Some((index, find_inside(&statement.expr, &wanted)?)),
            Statement::Export(statement) => Some((index, find_inside(&statement.expr, &wanted)?)),
            Statement::Import(_) | Statement::Type(_) => None,
        })
    }
}

fn find_inside<'s, 'a, T>(
    expression: &'s Expr<'a>,
    wanted: &impl Fn(&'s Expr<'a>) -> Option<T>,
) -> Option<T> {
    let inside = match &expression.primary {
        PrimaryExpr::New(new) => new.arguments.iter().find_map(|argument| match argument {
            InstantiationArgument::Named(named) => find_inside(&named.expr, wanted),
            _ => None,
        }),
        PrimaryExpr::Nested(nested) => find_inside(&nested.inner, wanted),
        PrimaryExpr::Ident(_) => None,
    };
    inside.or_else(|| wanted(expression))
}

fn find_argument<'s, 'a>(new: &'s NewExpr<'a>, span: SourceSpan) -> Option<&'s InstantiationArgument<'a>> {
    new.arguments.iter().find(|argument| match argument {
        InstantiationArgument::Named(named) => named.name.span() == span,
        InstantiationArgument::Inferred(id) | InstantiationArgument::Spread(id) => id.span == span,
        InstantiationArgument::Fill(_) => false,
    })
}

/// The same instantiation with every import left open.
fn filled<'a>(new: &NewExpr<'a>) -> Expr<'a> {
    let arguments = vec![InstantiationArgument::Fill(new.span)];
    expression(NewExpr { span: new.span, package: new.package.clone(), arguments })
}

/// The same instantiation with what it lacks left open.
fn filled_of<'a>(new: &NewExpr<'a>) -> Expr<'a> {
    let mut filled = new.clone();
    filled.arguments.push(InstantiationArgument::Fill(new.span));
    expression(filled)
}

fn expression(new: NewExpr<'_>) -> Expr<'_> {
    Expr { span: new.span, primary: PrimaryExpr::New(new), postfix: Vec::new() }
}

fn variable(id: Ident<'_>) -> Expr<'_> {
    Expr { span: id.span, primary: PrimaryExpr::Ident(id), postfix: Vec::new() }
}

fn imports_of(graph: &CompositionGraph, instance: NodeId) -> Option<&IndexMap<String, ItemKind>> {
    let package = &graph[graph[instance].package()?];
    Some(&graph.types()[package.ty()].imports)
}

fn exports_of(graph: &CompositionGraph, node: NodeId) -> Option<Vec<String>> {
    match graph[node].item_kind() {
        ItemKind::Instance(id) => Some(graph.types()[id].exports.keys().cloned().collect()),
        _ => None,
    }
}

/// How a document writes a plain variable or one export of it.
fn described(expression: &Expr) -> Option<String> {
    let PrimaryExpr::Ident(id) = &expression.primary else { return None };
    Some(expression.postfix.iter().fold(id.string.to_string(), |text, postfix| match postfix {
        PostfixExpr::Access(access) => format!("{text}.{}", access.id.string),
        PostfixExpr::NamedAccess(access) => format!("{text}[\"{}\"]", access.string.value),
    }))
}

fn key_of(new: &NewExpr) -> String {
    BorrowedPackageKey::from_name_and_version(new.package.name, new.package.version.as_ref()).to_string()
}

fn listed(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match names.len() {
        0 => "nothing".into(),
        length if length > SHOWN => format!("{} and {} more", shown.join(", "), length - SHOWN),
        _ => shown.join(", "),
    }
}
