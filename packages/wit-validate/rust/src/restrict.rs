//! A component that stands in for what another one must not import: it exports the same interfaces, of exactly the
//! same types, and its functions trap, or give an answer that says no. It does nothing else: no function reads what
//! it is given.

mod aliases;
mod answers;
mod bodies;
mod checks;
mod constants;
mod graft;
mod handles;
mod helpers;
mod module;
mod outline;
mod partials;
mod plan;
mod size;
mod wasi;

use crate::failure::Failure;
use answers::Answers;
use plan::{Denied, Plan};
use serde_json::{Value, json};
use size::{check_effort, check_size};
use wit_component::{ComponentEncoder, DecodedWasm, StringEncoding};

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
    check_effort(&resolve, &plan)?;
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

/// What cannot be taken away.
fn refused(message: impl Into<String>) -> Failure {
    Failure::new("restrict-refused", message)
}

#[cfg(test)]
mod tests;
