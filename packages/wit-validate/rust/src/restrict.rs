//! An adapter that stands in for denied imports.

use crate::failure::Failure;

pub fn build_adapter(
    component: &[u8],
    denied: Vec<(String, Option<String>)>,
    _always_trap: bool,
) -> Result<(Vec<u8>, String), Failure> {
    let decoded = wit_component::decode(component).map_err(Failure::malformed)?;
    let _ = (decoded, denied);
    Err(Failure::new("internal", "not there yet"))
}
