//! What nearly fitted, which `wac plug` keeps to itself.

use crate::difference::{Difference, Offers, explain};
use crate::names::{Likeness, Name};
use crate::parts::{Parts, Plug};
use crate::type_text::TypeText;
use crate::wiring::{Imports, Target, Wiring};
use serde_json::{Value, json};
use std::collections::HashSet;
use wac_types::SubtypeChecker;

/// More are not reported: names that differ in nothing but the version multiply.
const LIMIT: usize = 1000;

/// Every export that is close to an import and does not satisfy it: the name matches and the type does
/// not, the version is not compatible, or only the spelling differs.
pub fn near_misses(parts: &Parts, wiring: &Wiring, feed: bool) -> Vec<Value> {
    let mut targets = vec![Target::Socket];
    if feed {
        targets.extend((0..parts.plugs.len()).map(Target::Plug));
    }
    let text = TypeText::new(parts.types());
    let imports: Vec<(Target, Imports)> =
        targets.into_iter().map(|target| (target, Imports::new(parts, target))).collect();
    let mut cache = Default::default();
    let mut checker = SubtypeChecker::new(&mut cache);
    let connected: HashSet<(usize, Target, &str)> =
        wiring.connections.iter().map(|one| (one.plug, one.to, one.import.as_str())).collect();
    let mut misses = Vec::new();
    for (plug, Plug { name, .. }) in parts.plugs.iter().enumerate() {
        for (export, provided) in parts.exports(plug) {
            let found = Name::new(export);
            for (to, imports) in imports.iter().filter(|(to, _)| *to != Target::Plug(plug)) {
                for (import, wanted) in imports.alike(&found) {
                    if misses.len() == LIMIT {
                        return misses;
                    }
                    if connected.contains(&(plug, *to, import.text)) {
                        continue;
                    }
                    let (kind, reason, difference) = match import.likeness(&found) {
                        Some(likeness) => {
                            let kind = match likeness {
                                Likeness::Version => "version",
                                Likeness::Spelling => "case",
                            };
                            (kind, import.explain(&found, &likeness), None)
                        }
                        None => {
                            let types = parts.types();
                            let Err(error) = checker.is_subtype(*provided, types, *wanted, types) else {
                                continue;
                            };
                            let difference =
                                Difference::first(&text, import.text, *wanted, *provided, Offers::Found);
                            ("type", explain(&difference, &error), difference)
                        }
                    };
                    let mut miss = json!({
                        "plug": name,
                        "export": export,
                        "to": parts.plug_name(*to),
                        "import": import.text,
                        "kind": kind,
                        "reason": reason,
                    });
                    if let Some(difference) = difference {
                        miss["difference"] = difference.to_json();
                    }
                    misses.push(miss);
                }
            }
        }
    }
    misses
}
