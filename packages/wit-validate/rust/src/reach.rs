//! Which imported functions of a component can never be called.
//!
//! The component is linked as an engine would do it, without running anything; then everything is searched that may run,
//! from its exports, start functions and destructors. What is not found is `never` called: that is a proof. What is
//! found `maybe` is: the search takes every branch, and every function that a call through a table could mean.

mod body;
mod budget;
mod canonical;
mod constants;
mod definitions;
mod frame;
mod gave_up;
mod imports;
mod items;
mod link;
mod link_module;
mod linked;
mod module;
mod references;
mod search;
mod signatures;
mod tables;
#[cfg(test)]
mod tests;

use budget::Budget;
use definitions::read_definitions;
use gave_up::GaveUp;
use link::Linker;
use linked::Linked;
use serde_json::json;

/// JSON: `{gaveUp, functions: [{import, name, called}]}`, the functions in the order of the imports. Where the analysis
/// gave up, `gaveUp` says why, and no function is `never` called; some may be missing then.
pub fn find_called_imports(component: &[u8]) -> String {
    let (linked, called) = analyse(component);
    let gave_up = called.as_ref().err().map(|gave_up| gave_up.code());
    let functions = linked.imported.iter().enumerate().map(|(number, function)| {
        let maybe = called.as_ref().map_or(true, |called| called[number]);
        json!({
            "import": function.import,
            "name": function.name,
            "called": if maybe { "maybe" } else { "never" },
        })
    });
    json!({ "gaveUp": gave_up, "functions": functions.collect::<Vec<_>>() }).to_string()
}

fn analyse(component: &[u8]) -> (Linked, Result<Vec<bool>, GaveUp>) {
    let mut budget = Budget::default();
    let definitions = match read_definitions(component, &mut budget) {
        Ok(definitions) => definitions,
        Err(gave_up) => return (Linked::default(), Err(gave_up)),
    };
    let mut linker = Linker::new(&definitions, budget);
    let linked = linker.link();
    let called = linked.and_then(|()| search::find_called(&linker.linked, &definitions));
    (linker.linked, called)
}
