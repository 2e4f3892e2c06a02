//! Why `wac plug` and its options refuse a composition.

use crate::PlugOptions;
use crate::difference::{Difference, Offers, explain};
use crate::failure::Failure;
use crate::parts::Parts;
use crate::type_text::TypeText;
use crate::wiring::{Connection, Target, Wiring};
use anyhow::anyhow;
use indexmap::IndexMap;
use serde_json::{Value, json};
use wac_graph::{EncodeError, InstantiationArgumentError, PlugError};
use wac_types::SubtypeChecker;

/// Refuses what could not be joined, or would leave a plug out.
pub fn check_wiring(
    parts: &mut Parts,
    wiring: &Wiring,
    near_misses: &[Value],
    options: &PlugOptions,
) -> Result<(), Failure> {
    if let Some(several) = wiring.ambiguous() {
        return Err(ambiguous(parts, &several).detail("nearMisses", near_misses));
    }
    if let Some(cycle) = wiring.cycle() {
        return Err(cyclic(parts, &cycle));
    }
    let idle = (0..parts.plugs.len()).find(|plug| !wiring.uses(*plug));
    let nothing = wiring.connections.is_empty();
    let refused = if options.drop_unmatched { nothing } else { nothing || idle.is_some() };
    if !refused {
        return Ok(());
    }
    let name = match idle {
        Some(_) if options.drop_unmatched && parts.plugs.len() > 1 => "none of the plugs",
        Some(plug) => parts.plugs[plug].name.as_str(),
        None => "no component",
    };
    let satisfied: Vec<&str> = wiring.connections.iter().map(|one| one.import.as_str()).collect();
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
    let failure = Failure::new(
        "plug-unmatched",
        format!("{name} exports nothing that fits an open import of the socket"),
    )
    .item(name)
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

/// A connection that the caller asked for must fit; others were chosen because they do.
pub fn check_wish(parts: &Parts, wish: &Connection) -> Result<(), Failure> {
    let types = parts.types();
    let (found, expected) = (parts.exports(wish.plug)[&wish.export], parts.imports(wish.to)[&wish.import]);
    let mut cache = Default::default();
    let Err(error) = SubtypeChecker::new(&mut cache).is_subtype(found, types, expected, types) else {
        return Ok(());
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

fn graph_error(source: impl Into<anyhow::Error>) -> PlugError {
    PlugError::GraphError { source: source.into() }
}

pub fn not_joined(source: impl Into<anyhow::Error>) -> Failure {
    let error = anyhow!(graph_error(source));
    let cause = error.chain().skip(1).map(ToString::to_string).collect::<Vec<_>>().join(": ");
    Failure::new("compose-failed", format!("the components cannot be joined: {cause}")).report_of(&error)
}
