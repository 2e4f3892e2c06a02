//! A component that stands in for what another one must not import: it exports the same interfaces, of exactly the
//! same types, and its functions trap, or give an answer that says no. It does nothing else: no function reads what
//! it is given.

mod aliases;
mod answers;
mod checks;
mod constants;
mod graft;
mod handles;
mod helpers;
mod module;
mod outline;
mod plan;
mod wasi;

use crate::failure::Failure;
use answers::Answers;
use plan::{Denied, Plan};
use serde_json::{Value, json};
use wit_component::{ComponentEncoder, DecodedWasm, StringEncoding};
use wit_parser::{Resolve, WorldId, WorldItem};

/// A component that stands in for denied imports.
#[derive(Debug)]
pub struct Adapter {
    pub component: Vec<u8>,
    /// The imports that it satisfies.
    pub imports: Vec<String>,
    /// As JSON, what it does in place of each function.
    pub report: String,
}

pub fn build_adapter(
    component: &[u8],
    denied: Vec<(String, Option<String>)>,
    always_trap: bool,
) -> Result<Adapter, Failure> {
    let (mut resolve, world) = match wit_component::decode(component) {
        Ok(DecodedWasm::Component(resolve, world)) => (resolve, world),
        Ok(DecodedWasm::WitPackage(..)) => return Err(Failure::malformed("it is a WIT package")),
        Err(error) => {
            return Err(refused(format!("what the component imports or exports is no WIT: {error:#}")).hint(
                "Restrict a component whose imports and exports are interfaces and functions of WIT.",
            ));
        }
    };
    check_size(&resolve, world)?;
    let plan = Plan::new(&mut resolve, world, &Denied::new(denied))?;
    let answers = Answers::new(&resolve, &plan, always_trap);
    let (mut module, report) = module::write(&resolve, &plan, &answers)?;
    let report: Vec<Value> = plan
        .stubs
        .iter()
        .zip(report)
        .filter(|(stub, _)| stub.is_denied)
        .map(|(stub, how)| json!({ "import": stub.import, "name": stub.name, "how": how }))
        .collect();
    let internal = |error: anyhow::Error| Failure::new("internal", format!("A defect: {error:#}."));
    wit_component::embed_component_metadata(&mut module, &resolve, plan.world, StringEncoding::UTF8)
        .map_err(internal)?;
    let adapter = ComponentEncoder::default()
        .validate(false)
        .merge_imports_based_on_semver(false)
        .module(&module)
        .and_then(|encoder| encoder.encode())
        .map_err(internal)?;
    let component = graft::graft(adapter, &plan.partials).map_err(internal)?;
    Ok(Adapter { component, imports: plan.satisfied(&resolve), report: Value::from(report).to_string() })
}

/// wit-component takes the square of these numbers in time. All of WASI has 30 interfaces, and 400 functions and types.
const MAX_IMPORTS: usize = 300;
const MAX_FUNCTIONS: usize = 2500;
const MAX_TYPES: usize = 5000;

fn check_size(resolve: &Resolve, world: WorldId) -> Result<(), Failure> {
    let imports = &resolve.worlds[world].imports;
    let functions = imports.values().map(|item| match item {
        WorldItem::Interface { id, .. } => resolve.interfaces[*id].functions.len(),
        WorldItem::Function(_) | WorldItem::Type { .. } => 1,
    });
    for (what, count, limit) in [
        ("imports", imports.len(), MAX_IMPORTS),
        ("imported functions", functions.sum(), MAX_FUNCTIONS),
        ("types of imports and exports", resolve.types.len(), MAX_TYPES),
    ] {
        if count > limit {
            return Err(refused(format!(
                "the component has {count} {what}, and at most {limit} can be dealt with"
            ))
            .detail("limit", limit)
            .detail("actual", count)
            .hint("Restrict the components that it was composed of, one by one."));
        }
    }
    Ok(())
}

/// What cannot be taken away.
fn refused(message: impl Into<String>) -> Failure {
    Failure::new("restrict-refused", message)
}

#[cfg(test)]
mod tests;
