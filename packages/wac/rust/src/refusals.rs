//! Why `wac plug` and its options refuse a composition.

use crate::PlugOptions;
use crate::difference::{Difference, Offers, explain};
use crate::failure::Failure;
use crate::names::Name;
use crate::parts::Parts;
use crate::type_text::TypeText;
use crate::wiring::{Connection, Target, Wiring};
use anyhow::anyhow;
use indexmap::IndexMap;
use serde_json::{Value, json};
use std::collections::HashSet;
use wac_graph::{EncodeError, InstantiationArgumentError, NodeId, NodeKind, PlugError};
use wac_types::{ItemKind, SubtypeChecker};

/// Refuses what could not be joined.
pub fn check_order(parts: &mut Parts, wiring: &Wiring) -> Result<(), Failure> {
    if let Some(several) = wiring.ambiguous() {
        return Err(ambiguous(parts, &several));
    }
    match wiring.cycle() {
        Some(cycle) => Err(cyclic(parts, &cycle)),
        None => Ok(()),
    }
}

/// Refuses what would leave a plug out, or all.
pub fn check_use(
    parts: &Parts,
    wiring: &Wiring,
    near_misses: &[Value],
    options: &PlugOptions,
) -> Result<(), Failure> {
    let idle = (0..parts.plugs.len()).find(|plug| !wiring.uses(*plug));
    let nothing = wiring.connections.is_empty();
    let refused = if options.drop_unmatched { nothing } else { nothing || idle.is_some() };
    if !refused {
        return Ok(());
    }
    let satisfied: HashSet<&str> = wiring.connections.iter().map(|one| one.import.as_str()).collect();
    let open: Vec<&str> = parts
        .imports(Target::Socket)
        .keys()
        .map(String::as_str)
        .filter(|import| !satisfied.contains(import))
        .collect();
    let mut exports: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for (index, plug) in parts.plugs.iter().enumerate() {
        // Plugs of one name are told apart by nothing.
        exports.entry(&plug.name).or_default().extend(parts.exports(index).keys().map(String::as_str));
    }
    let takers = if options.feed { "the socket or of a plug that it needs" } else { "the socket" };
    let unmatched = |message: String| Failure::new("plug-unmatched", message);
    let failure = match idle {
        None => unmatched("there is no plug for the open imports of the socket".into()),
        Some(_) if options.drop_unmatched && parts.plugs.len() > 1 => {
            unmatched(format!("no plug exports anything that fits an open import of {takers}"))
        }
        Some(plug) => {
            let name = &parts.plugs[plug].name;
            unmatched(format!("{name} exports nothing that fits an open import of {takers}")).item(name)
        }
    };
    let failure = failure
        .detail("openImports", open)
        .detail("exports", json!(exports))
        .detail("nearMisses", near_misses);
    Err(if nothing { failure.report_of(&PlugError::NoPlugHappened.into()) } else { failure })
}

/// Several plugs export what one import wants: `wac plug` ends with the second argument of that name.
fn ambiguous(parts: &mut Parts, several: &[&Connection]) -> Failure {
    let one = several[0];
    let offers: Vec<String> = several
        .iter()
        .map(|each| match each.export == one.import {
            true => parts.plugs[each.plug].name.clone(),
            false => format!("{} (as `{}`)", parts.plugs[each.plug].name, each.export),
        })
        .collect();
    let message = format!(
        "several exports fit the import `{}` of {}: {}",
        one.import,
        parts.name(one.to),
        offers.join(", ")
    );
    let candidates: Vec<Value> = several.iter().map(|each| parts.to_json(each)).collect();
    let node = parts.graph.instantiate(parts.package(one.to));
    let error = InstantiationArgumentError::ArgumentAlreadyPassed { node, name: one.import.clone() };
    Failure::new("compose-failed", message)
        .item(&one.import)
        .hint("Choose one of them with `connect`, by the import and the plug.".into())
        .detail("candidates", candidates)
        .report_of(&graph_error(error).into())
}

fn cyclic(parts: &mut Parts, cycle: &[&Connection]) -> Failure {
    let steps: Vec<String> = cycle
        .iter()
        .map(|one| {
            let (plug, import) = (&parts.plugs[one.plug].name, &one.import);
            format!("{} takes `{import}` from {plug}", parts.name(one.to))
        })
        .collect();
    let connections: Vec<Value> = cycle.iter().map(|one| parts.to_json(one)).collect();
    let first = parts.name(cycle[0].to).to_string();
    let node = parts.graph.instantiate(parts.socket);
    Failure::new("plug-cycle", format!("the plugs need one another: {}", steps.join(", ")))
        .item(first)
        .detail("cycle", connections)
        .report_of(&EncodeError::GraphContainsCycle { node }.into())
}

/// A connection that the caller asked for must fit, and be of use; others were chosen because they are.
pub fn check_wish(parts: &Parts, made: &HashSet<&Connection>, wish: &Connection) -> Result<(), Failure> {
    let types = parts.types();
    let (found, expected) = (parts.exports(wish.plug)[&wish.export], parts.imports(wish.to)[&wish.import]);
    let mut cache = Default::default();
    let Err(error) = SubtypeChecker::new(&mut cache).is_subtype(found, types, expected, types) else {
        if made.contains(wish) {
            return Ok(());
        }
        let (to, import) = (parts.name(wish.to), &wish.import);
        let message = format!("`connect` names the import `{import}` of {to}, and nothing uses {to}");
        return Err(Failure::new("plug-unmatched", message).item(to));
    };
    let difference = Difference::first(&TypeText::new(types), &wish.import, expected, found, Offers::Found);
    let message = format!(
        "the export `{}` of {} does not fit the import `{}` of {}: {}",
        wish.export,
        parts.plugs[wish.plug].name,
        wish.import,
        parts.name(wish.to),
        explain(&difference, &error)
    );
    let mismatch =
        InstantiationArgumentError::ArgumentTypeMismatch { name: wish.import.clone(), source: error };
    Err(Failure::new("compose-failed", message)
        .item(&wish.import)
        .detail("difference", difference.map(|one| one.to_json()))
        .report_of(&graph_error(mismatch).into()))
}

/// What was joined cannot be written down, mostly because two components leave one import open and do not
/// agree on its type.
pub fn not_encoded(parts: &Parts, error: EncodeError) -> Failure {
    let conflict = match &error {
        EncodeError::ImportTypeMergeConflict { import, second, .. } => disagreement(parts, import, *second),
        _ => None,
    };
    let failure = Failure::from_error("compose-failed", error);
    match conflict {
        Some((import, message, difference)) => {
            failure.with_message(message).item(import).detail("difference", difference.to_json())
        }
        None => failure,
    }
}

/// Which other component leaves this import open with a type that contradicts, and where.
fn disagreement(parts: &Parts, import: &str, second: NodeId) -> Option<(String, String, Difference)> {
    let graph = &parts.graph;
    let (text, wanted) = (TypeText::new(graph.types()), Name::new(import));
    let target = |node: NodeId| parts.target(graph[node].package()?);
    let late = target(second)?;
    let found = *parts.imports(late).get(import)?;
    for node in graph.node_ids().filter(|node| matches!(graph[*node].kind(), NodeKind::Instantiation(_))) {
        let early = target(node)?;
        for (name, expected) in
            parts.imports(early).iter().filter(|(name, _)| wanted.matches(&Name::new(name)))
        {
            if early == late && name == import {
                continue;
            }
            if let Some(difference) = contradiction(&text, import, *expected, found) {
                let message = format!(
                    "the import `{name}` of {} and the import `{import}` of {} do not go together: {}",
                    parts.name(early),
                    parts.name(late),
                    difference.reason()
                );
                return Some((import.into(), message, difference));
            }
        }
    }
    None
}

/// The first difference in what two types both have: what only one has is no contradiction.
fn contradiction(text: &TypeText, name: &str, expected: ItemKind, found: ItemKind) -> Option<Difference> {
    let (ItemKind::Instance(one), ItemKind::Instance(other)) = (expected, found) else {
        return Difference::first(text, name, expected, found, Offers::Found);
    };
    let (one, other) = (&text.types()[one].exports, &text.types()[other].exports);
    one.iter().find_map(|(export, item)| {
        let mut difference = Difference::first(text, export, *item, *other.get(export)?, Offers::Found)?;
        difference.path.insert(0, format!("interface {name}"));
        Some(difference)
    })
}

fn graph_error(source: impl Into<anyhow::Error>) -> PlugError {
    PlugError::GraphError { source: source.into() }
}

pub fn not_joined(source: impl Into<anyhow::Error>) -> Failure {
    let error = anyhow!(graph_error(source));
    let cause = error.chain().skip(1).map(ToString::to_string).collect::<Vec<_>>().join(": ");
    Failure::new("compose-failed", format!("the components cannot be joined: {cause}")).report_of(&error)
}
