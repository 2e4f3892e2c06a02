//! What nearly fitted, which `wac plug` keeps to itself.

use crate::difference::{Difference, Offers, explain};
use crate::names::{Likeness, Name};
use crate::parts::{Parts, Plug};
use crate::type_text::TypeText;
use crate::wiring::{Target, Wiring, takers};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use wac_types::{ItemKind, SubtypeChecker};

/// More are not reported: names that differ in nothing but the version multiply.
const LIMIT: usize = 1000;

/// More pairs of like names are not compared: of a thousand versions of one name there are a million.
const PAIRS: usize = 100_000;

/// Every export that is close to an import and does not satisfy it: the name matches and the type does
/// not, the version is not compatible, or only the spelling differs.
pub fn near_misses(parts: &Parts, wiring: &Wiring, feed: bool) -> Vec<Value> {
    let text = TypeText::new(parts.types());
    let takers = takers(parts, feed);
    let mut cache = Default::default();
    let mut checker = SubtypeChecker::new(&mut cache);
    let connected: HashSet<(usize, Target, &str)> =
        wiring.connections.iter().map(|one| (one.plug, one.to, one.import.as_str())).collect();
    let (mut misses, mut pairs) = (Vec::new(), 0);
    for (plug, Plug { name, .. }) in parts.plugs.iter().enumerate() {
        // By name, what of the like imports this plug does not satisfy anyway.
        let mut open: HashMap<(Target, String), Vec<&(Name, ItemKind)>> = HashMap::new();
        for (export, provided) in parts.exports(plug) {
            let found = Name::new(export);
            for (to, imports) in takers.iter().filter(|(to, _)| *to != Target::Plug(plug)) {
                let alike = imports.alike(&found);
                if alike.is_empty() {
                    continue;
                }
                let is_open = |(name, _): &&(Name, _)| !connected.contains(&(plug, *to, name.text));
                let open = open
                    .entry((*to, found.letters.clone()))
                    .or_insert_with(|| alike.iter().filter(is_open).collect());
                for (import, wanted) in open {
                    if misses.len() == LIMIT || pairs == PAIRS {
                        return misses;
                    }
                    pairs += 1;
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
