//! Follows a document in the order in which wac-parser resolves it. The resolution keeps no record of where
//! in the source the nodes of its graph come from; their order does.

use miette::SourceSpan;
use std::collections::{HashMap, HashSet};
use wac_graph::types::ItemKind;
use wac_graph::{CompositionGraph, NodeId, NodeKind};
use wac_parser::{
    Document, ExportOptions, ExportStatement, Expr, ImportStatement, ImportType, InstantiationArgument,
    NewExpr, PostfixExpr, PrimaryExpr, Statement, TypeStatement,
};
use wac_types::Interface;

/// How an argument of an instantiation is written.
pub type Argument = (&'static str, SourceSpan);

#[derive(Default)]
pub struct Instantiation {
    pub span: Option<SourceSpan>,
    pub arguments: HashMap<String, Argument>,
}

pub struct Export {
    pub name: String,
    pub node: NodeId,
    pub span: SourceSpan,
}

/// Where in the source the parts of a composition are.
#[derive(Default)]
pub struct Evaluation {
    pub definitions: Vec<Export>,
    pub imports: HashMap<NodeId, SourceSpan>,
    pub instantiations: HashMap<NodeId, Instantiation>,
    /// In the order of the composition's exports.
    pub exports: Vec<Export>,
    /// The variables at the end of the document.
    pub names: HashMap<String, NodeId>,
}

pub fn evaluate(document: &Document, graph: &CompositionGraph) -> Evaluation {
    let of_kind = |wanted: fn(&NodeKind) -> bool| -> Vec<NodeId> {
        graph.node_ids().filter(|node| wanted(graph[*node].kind())).collect()
    };
    let aliases = of_kind(|kind| matches!(kind, NodeKind::Alias)).into_iter().filter_map(|node| {
        let (source, export) = graph.get_alias_source(node)?;
        Some(((source, export), node))
    });
    let mut walk = Walk {
        graph,
        aliases: aliases.collect(),
        imports: of_kind(|kind| matches!(kind, NodeKind::Import(_))).into_iter(),
        instances: of_kind(|kind| matches!(kind, NodeKind::Instantiation(_))).into_iter(),
        names: HashMap::new(),
        exported: HashSet::new(),
        found: Evaluation::default(),
    };
    for statement in &document.statements {
        // What resolved has every node; without one, the rest stays without its place.
        if walk.statement(statement).is_none() {
            break;
        }
    }
    walk.found.names = walk.names.into_iter().map(|(name, node)| (name.into(), node)).collect();
    walk.found
}

struct Walk<'a> {
    graph: &'a CompositionGraph,
    aliases: HashMap<(NodeId, &'a str), NodeId>,
    imports: std::vec::IntoIter<NodeId>,
    instances: std::vec::IntoIter<NodeId>,
    names: HashMap<&'a str, NodeId>,
    exported: HashSet<String>,
    found: Evaluation,
}

impl<'a> Walk<'a> {
    fn statement(&mut self, statement: &'a Statement) -> Option<()> {
        match statement {
            Statement::Import(import) => {
                let node = self.imports.next()?;
                self.found.imports.insert(node, import_span(import));
                self.names.insert(import.id.string, node);
            }
            Statement::Type(declared) => {
                let id = match declared {
                    TypeStatement::Interface(interface) => interface.id,
                    TypeStatement::World(world) => world.id,
                    TypeStatement::Type(declared) => *declared.id(),
                };
                let node = self.graph.get_export(id.string)?;
                self.found.definitions.push(Export { name: id.string.into(), node, span: id.span });
                self.export(id.string.into(), node, id.span);
                self.names.insert(id.string, node);
            }
            Statement::Let(statement) => {
                let node = self.expression(&statement.expr)?;
                self.names.insert(statement.id.string, node);
            }
            Statement::Export(statement) => self.export_statement(statement)?,
        }
        Some(())
    }

    fn export_statement(&mut self, statement: &'a ExportStatement) -> Option<()> {
        let node = self.expression(&statement.expr)?;
        let start = statement.expr.span;
        match &statement.options {
            ExportOptions::None => {
                let interface = self.interface(node).and_then(|interface| interface.id.as_deref());
                let inferred = interface.or_else(|| match self.graph[node].import_name() {
                    Some(name) => Some(name),
                    None => self.graph.get_alias_source(node).map(|(_, name)| name),
                })?;
                self.export(inferred.into(), node, start);
            }
            ExportOptions::Rename(name) => {
                self.export(name.as_str().into(), node, joined(start, name.span()));
            }
            ExportOptions::Spread(dots) => {
                for name in self.interface(node)?.exports.keys() {
                    if !self.exported.contains(name) {
                        let source = self.alias(node, name)?;
                        self.export(name.clone(), source, joined(start, *dots));
                    }
                }
            }
        }
        Some(())
    }

    fn export(&mut self, name: String, node: NodeId, span: SourceSpan) {
        self.exported.insert(name.clone());
        self.found.exports.push(Export { name, node, span });
    }

    fn expression(&mut self, expression: &'a Expr) -> Option<NodeId> {
        let mut node = match &expression.primary {
            PrimaryExpr::New(new) => self.instantiation(new)?,
            PrimaryExpr::Nested(nested) => self.expression(&nested.inner)?,
            PrimaryExpr::Ident(id) => *self.names.get(id.string)?,
        };
        for access in &expression.postfix {
            node = match access {
                PostfixExpr::NamedAccess(access) => self.alias(node, access.string.value)?,
                PostfixExpr::Access(access) => {
                    let exports = &self.interface(node)?.exports;
                    let name = only_interface(access.id.string, exports.keys()).unwrap_or(access.id.string);
                    self.alias(node, name)?
                }
            };
        }
        Some(node)
    }

    fn instantiation(&mut self, new: &'a NewExpr) -> Option<NodeId> {
        let mut written: Vec<Argument> = Vec::new();
        let mut spreads = Vec::new();
        for argument in &new.arguments {
            match argument {
                InstantiationArgument::Inferred(id) => written.push(("inferred", id.span)),
                InstantiationArgument::Spread(id) => spreads.push(("spread", id.span)),
                InstantiationArgument::Fill(_) => {}
                InstantiationArgument::Named(named) => {
                    self.expression(&named.expr)?;
                    written.push(("named", joined(named.name.span(), named.expr.span)));
                }
            }
        }
        let node = self.instances.next()?;
        // The graph has the newest first. Those that are written come before those of the spreads, and every
        // spread gives at least one, each an export of its own instance.
        let mut given: Vec<(&str, NodeId)> = self.graph.get_instantiation_arguments(node).collect();
        given.reverse();
        let mut spreads = spreads.into_iter();
        let (mut spread, mut instance) = (None, None);
        let mut arguments = HashMap::new();
        for (index, (name, source)) in given.into_iter().enumerate() {
            let argument = match written.get(index) {
                Some(argument) => *argument,
                None => {
                    let origin = self.graph.get_alias_source(source).map(|(instance, _)| instance);
                    if instance.is_none() || instance != origin {
                        spread = spreads.next();
                    }
                    instance = origin;
                    spread?
                }
            };
            arguments.insert(name.to_string(), argument);
        }
        self.found.instantiations.insert(node, Instantiation { span: Some(new.span), arguments });
        Some(node)
    }

    fn interface(&self, node: NodeId) -> Option<&'a Interface> {
        match self.graph[node].item_kind() {
            ItemKind::Instance(id) => Some(&self.graph.types()[id]),
            _ => None,
        }
    }

    fn alias(&self, node: NodeId, export: &str) -> Option<NodeId> {
        self.aliases.get(&(node, export)).copied()
    }
}

/// What wac-parser takes as the place of an import: that of its name.
fn import_span(import: &ImportStatement) -> SourceSpan {
    match (&import.name, &import.ty) {
        (Some(name), _) => name.span(),
        (None, ImportType::Package(path)) => path.span,
        (None, _) => import.id.span,
    }
}

/// The name of the only interface that a plain word can mean, unless it is a name itself.
fn only_interface<'n>(word: &str, names: impl Iterator<Item = &'n String> + Clone) -> Option<&'n str> {
    if names.clone().any(|name| name == word) {
        return None;
    }
    let mut matches = names
        .filter(|name| name.rsplit_once('/').is_some_and(|(_, last)| last.split('@').next() == Some(word)));
    let found = matches.next()?;
    matches.next().is_none().then_some(found)
}

fn joined(first: SourceSpan, last: SourceSpan) -> SourceSpan {
    let start = first.offset();
    SourceSpan::new(start.into(), last.offset() + last.len() - start)
}
