//! Core modules: what is missing, and functions that differ.

use super::{Checked, NOTHING, Offers, Walk};
use indexmap::IndexMap;
use wac_types::{CoreExtern, ModuleTypeId};

impl Walk<'_> {
    /// Limits of memories and the like are left to the checker.
    pub(super) fn module(&mut self, expected: ModuleTypeId, found: ModuleTypeId, offers: Offers) -> Checked {
        let types = self.types;
        let (expected, found) = (&types[expected], &types[found]);
        let name = |(module, name): &(String, String)| format!("import {module}::{name}");
        self.core_items(name, &expected.imports, &found.imports, offers.turned())?;
        self.core_items(|name| format!("export {name}"), &expected.exports, &found.exports, offers)
    }

    fn core_items<K: std::hash::Hash + Eq>(
        &mut self,
        name: impl Fn(&K) -> String,
        expected: &IndexMap<K, CoreExtern>,
        found: &IndexMap<K, CoreExtern>,
        offers: Offers,
    ) -> Checked {
        for key in if offers == Offers::Found { expected.keys() } else { found.keys() } {
            let (expected, found) = (expected.get(key), found.get(key));
            self.inside(name(key), |walk| match (expected, found) {
                (Some(CoreExtern::Func(a)), Some(CoreExtern::Func(b)))
                | (Some(CoreExtern::Tag(a)), Some(CoreExtern::Tag(b)))
                    if a != b =>
                {
                    walk.differ(format!("func {a}"), format!("func {b}"))
                }
                (Some(a), Some(b)) if std::mem::discriminant(a) == std::mem::discriminant(b) => Ok(()),
                (a, b) => {
                    let text = |item: Option<&CoreExtern>| {
                        item.map_or(NOTHING.into(), |item| format!("core {item}"))
                    };
                    walk.differ(text(a), text(b))
                }
            })?;
        }
        Ok(())
    }
}
