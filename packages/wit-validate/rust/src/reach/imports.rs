//! What the outermost component imports.

use super::budget::Budget;
use super::definitions::{Definitions, Step};
use super::gave_up::{GaveUp, known};
use super::items::{Exports, Function, Item};
use super::linked::{Imported, Linked};
use wasmparser::component_types::ComponentEntityType;
use wasmparser::types::Types;

/// Instances in imported instances.
const MAX_DEPTH: usize = 50;

/// Adds all imported functions to `linked`, and an instance of names for each imported one.
pub fn read_imports<'a>(
    definitions: &'a Definitions<'a>,
    linked: &mut Linked,
    instances: &mut Vec<Exports<'a>>,
    budget: &mut Budget,
) -> Result<Exports<'a>, GaveUp> {
    let types = &definitions.types;
    let outermost = known(definitions.components.last())?;
    let mut reader = ImportReader { types, linked, instances, budget };
    let mut items = Exports::new();
    for step in &outermost.steps {
        let Step::Import(import) = step else { continue };
        let name = import.name.name;
        let item = known(types.component_item_for_import(name))?;
        let place = Place { import: name, path: "", depth: 0 };
        items.insert(name, reader.read(name, &item.ty, &place)?);
    }
    Ok(items)
}

struct Place<'p> {
    import: &'p str,
    /// The instances in the imported one that lead here.
    path: &'p str,
    depth: usize,
}

struct ImportReader<'a, 'l> {
    types: &'a Types,
    linked: &'l mut Linked,
    instances: &'l mut Vec<Exports<'a>>,
    budget: &'l mut Budget,
}

impl<'a> ImportReader<'a, '_> {
    fn read(&mut self, name: &str, ty: &ComponentEntityType, place: &Place<'_>) -> Result<Item, GaveUp> {
        Ok(match ty {
            ComponentEntityType::Func(_) => {
                let number = self.linked.imported.len();
                let name = join(place.path, name);
                // Here, among the exports of an instance, and in the answer.
                self.budget.memory(1, 200 + 4 * (place.import.len() + name.len()))?;
                self.linked.imported.push(Imported { import: place.import.into(), name });
                Item::Function(Function::Imported(number as u32))
            }
            ComponentEntityType::Instance(id) => {
                if place.depth == MAX_DEPTH {
                    return Err(GaveUp::TooLarge);
                }
                self.budget.memory(1 + self.types[*id].exports.len(), 100)?;
                let path = if place.depth == 0 { String::new() } else { join(place.path, name) };
                let inside = Place { import: place.import, path: &path, depth: place.depth + 1 };
                let mut exports = Exports::new();
                let types: &'a Types = self.types;
                for (name, item) in &types[*id].exports {
                    exports.insert(name, self.read(name, &item.ty, &inside)?);
                }
                self.instances.push(exports);
                Item::Instance(self.instances.len() - 1)
            }
            ComponentEntityType::Module(_) => Item::Module(None),
            ComponentEntityType::Component(_) => Item::Component(None),
            ComponentEntityType::Value(_) | ComponentEntityType::Type { .. } => Item::Other,
        })
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.into() } else { format!("{path}#{name}") }
}
