//! How much is dealt with. wit-component takes the square of most of these numbers in time.

use super::plan::Plan;
use super::refused;
use crate::failure::Failure;
use std::collections::HashMap;
use wit_parser::{InterfaceId, Resolve, WorldId, WorldItem};

/// All of WASI has 30 interfaces, and 400 functions and types.
const MAX_IMPORTS: usize = 200;
const MAX_FUNCTIONS: usize = 2000;
const MAX_TYPES: usize = 4000;
/// Each is five instances in the adapter, of which a component may have a thousand.
const MAX_PARTIALS: usize = 150;
/// wit-component and the composition follow each way from an interface to one whose types it uses, and from there on:
/// twenty interfaces that use all of one another have a million. All of WASI has a hundred, or 600 taken
/// apart.
const MAX_WAYS: u64 = 500_000;

/// Before anything is planned.
pub fn check_size(resolve: &Resolve, world: WorldId) -> Result<(), Failure> {
    let imports = &resolve.worlds[world].imports;
    let functions = imports.values().map(|item| match item {
        WorldItem::Interface { id, .. } => resolve.interfaces[*id].functions.len(),
        WorldItem::Function(_) | WorldItem::Type { .. } => 1,
    });
    at_most("imports", imports.len() as u64, MAX_IMPORTS as u64)?;
    at_most("imported functions", functions.sum::<usize>() as u64, MAX_FUNCTIONS as u64)?;
    at_most("types of imports and exports", resolve.types.len() as u64, MAX_TYPES as u64)?;
    check_ways(resolve, world)
}

/// Before anything is encoded.
pub fn check_effort(resolve: &Resolve, plan: &Plan) -> Result<(), Failure> {
    at_most("imports that are taken apart", plan.partials.len() as u64, MAX_PARTIALS as u64)?;
    check_ways(resolve, plan.world)
}

fn check_ways(resolve: &Resolve, world: WorldId) -> Result<(), Failure> {
    let mut known = HashMap::new();
    let world = &resolve.worlds[world];
    let ways = world.imports.values().chain(world.exports.values()).map(|item| match item {
        WorldItem::Interface { id, .. } => ways_from(resolve, *id, &mut known),
        WorldItem::Function(_) | WorldItem::Type { .. } => 0,
    });
    let ways = ways.fold(0, u64::saturating_add);
    at_most("ways between interfaces that use types of one another", ways, MAX_WAYS)
}

/// The number of ways that begin at an interface, the one that ends there included. No interface can use itself, and
/// the depth is at most the number of imports.
fn ways_from(resolve: &Resolve, interface: InterfaceId, known: &mut HashMap<InterfaceId, u64>) -> u64 {
    if let Some(ways) = known.get(&interface) {
        return *ways;
    }
    let mut ways = 1u64;
    // A type that is used is a way of its own.
    for used in resolve.interface_direct_deps(interface) {
        ways = ways.saturating_add(ways_from(resolve, used, known));
    }
    known.insert(interface, ways);
    ways
}

fn at_most(what: &str, actual: u64, limit: u64) -> Result<(), Failure> {
    if actual <= limit {
        return Ok(());
    }
    Err(refused(format!("the component has {actual} {what}, and at most {limit} can be dealt with"))
        .detail("limit", limit)
        .detail("actual", actual)
        .hint("Restrict the components that it was composed of, one by one."))
}
