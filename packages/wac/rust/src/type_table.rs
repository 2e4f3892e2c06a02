//! Every type of a component's imports and exports, resolved: a table whose entries refer to one another.

mod items;
mod values;

use crate::limits::{Budgets, Exceeded};
use serde_json::Value;
use std::collections::{HashMap, VecDeque};
use wasmparser::component_types::{
    AliasableResourceId, ComponentAnyTypeId, ComponentCoreModuleTypeId, ComponentDefinedTypeId,
    ComponentEntityType, ComponentFuncTypeId, ComponentInstanceTypeId, ComponentItem, ComponentTypeId,
};
use wasmparser::types::TypesRef;

/// What one entry is made of. Each is filled after the one that refers to it, so that nesting costs no stack.
enum Task {
    Defined(ComponentDefinedTypeId),
    Function { name: Option<String>, id: ComponentFuncTypeId, resource: Option<usize> },
    Instance { name: Option<String>, id: ComponentInstanceTypeId },
    Component(ComponentTypeId),
    Module(ComponentCoreModuleTypeId),
}

/// A type's name and the interface that it belongs to.
#[derive(Clone)]
struct Known {
    name: String,
    owner: Option<String>,
}

pub struct TypeTable<'a> {
    types: TypesRef<'a>,
    budgets: &'a Budgets,
    entries: Vec<Value>,
    tasks: VecDeque<(usize, Task)>,
    defined: HashMap<ComponentDefinedTypeId, usize>,
    resources: HashMap<AliasableResourceId, usize>,
    instances: HashMap<ComponentInstanceTypeId, usize>,
    components: HashMap<ComponentTypeId, usize>,
    known: HashMap<ComponentAnyTypeId, Known>,
}

impl<'a> TypeTable<'a> {
    /// The items are those that `item` will be asked for, imports first.
    pub fn new<'b>(
        types: TypesRef<'a>,
        budgets: &'a Budgets,
        items: impl Iterator<Item = (&'b str, &'b ComponentEntityType)>,
    ) -> Self {
        let mut table = TypeTable {
            types,
            budgets,
            entries: Vec::new(),
            tasks: VecDeque::new(),
            defined: HashMap::new(),
            resources: HashMap::new(),
            instances: HashMap::new(),
            components: HashMap::new(),
            known: HashMap::new(),
        };
        for (name, item) in items {
            table.learn(None, name, item);
            if let ComponentEntityType::Instance(id) = item {
                table.learn_all(Some(name), types[*id].exports.iter());
            }
        }
        table
    }

    /// Names of types; those that are known already keep the first name.
    fn learn_all<'b>(
        &mut self,
        owner: Option<&str>,
        items: impl Iterator<Item = (&'b String, &'b ComponentItem)>,
    ) {
        for (name, item) in items {
            self.learn(owner, name, &item.ty);
        }
    }

    fn learn(&mut self, owner: Option<&str>, name: &str, item: &ComponentEntityType) {
        if let ComponentEntityType::Type { created, .. } = item {
            let known = || Known { name: name.into(), owner: owner.map(Into::into) };
            self.known.entry(*created).or_insert_with(known);
        }
    }

    /// Where the type of an import or export of the component stands; a primitive type is its own name.
    pub fn item(
        &mut self,
        scope: &mut Scope,
        name: &str,
        item: &ComponentEntityType,
    ) -> Result<Value, Exceeded> {
        let reference = match item {
            ComponentEntityType::Instance(id) => {
                self.add(Task::Instance { name: Some(name.into()), id: *id })?.into()
            }
            item => self.scoped(scope, name, item)?,
        };
        while let Some((index, task)) = self.tasks.pop_front() {
            self.entries[index] = match task {
                Task::Defined(id) => self.fill_defined(id)?,
                Task::Function { name, id, resource } => self.fill_function(name, id, resource)?,
                Task::Instance { name, id } => self.fill_instance(name, id)?,
                Task::Component(id) => self.fill_component(id)?,
                Task::Module(id) => self.fill_module(id)?,
            };
        }
        Ok(reference)
    }

    pub fn into_entries(self) -> Vec<Value> {
        self.entries
    }

    fn add(&mut self, task: Task) -> Result<usize, Exceeded> {
        let index = self.place(Value::Null)?;
        self.tasks.push_back((index, task));
        Ok(index)
    }

    fn place(&mut self, entry: Value) -> Result<usize, Exceeded> {
        self.budgets.type_entries.spend(1)?;
        self.entries.push(entry);
        Ok(self.entries.len() - 1)
    }

    fn member(
        &mut self,
        name: Option<&str>,
        item: &ComponentEntityType,
        resource: Option<usize>,
    ) -> Result<Value, Exceeded> {
        Ok(match item {
            ComponentEntityType::Func(id) => {
                let name = name.map(Into::into);
                self.add(Task::Function { name, id: *id, resource })?.into()
            }
            ComponentEntityType::Instance(id) => match name.filter(|name| name.contains(':')) {
                Some(name) => self.add(Task::Instance { name: Some(name.into()), id: *id })?.into(),
                None => match self.instances.get(id) {
                    Some(index) => (*index).into(),
                    None => {
                        let index = self.add(Task::Instance { name: None, id: *id })?;
                        self.instances.insert(*id, index);
                        index.into()
                    }
                },
            },
            ComponentEntityType::Component(id) => self.component(*id)?.into(),
            ComponentEntityType::Module(id) => self.add(Task::Module(*id))?.into(),
            ComponentEntityType::Value(ty) => self.value(ty)?,
            ComponentEntityType::Type { created, .. } => match created {
                ComponentAnyTypeId::Resource(id) => self.resource(*id)?.into(),
                ComponentAnyTypeId::Defined(id) => self.defined(*id)?.into(),
                ComponentAnyTypeId::Func(id) => {
                    self.add(Task::Function { name: None, id: *id, resource: None })?.into()
                }
                ComponentAnyTypeId::Instance(id) => {
                    self.member(None, &ComponentEntityType::Instance(*id), None)?
                }
                ComponentAnyTypeId::Component(id) => self.component(*id)?.into(),
            },
        })
    }

    fn component(&mut self, id: ComponentTypeId) -> Result<usize, Exceeded> {
        if let Some(index) = self.components.get(&id) {
            return Ok(*index);
        }
        let index = self.add(Task::Component(id))?;
        self.components.insert(id, index);
        Ok(index)
    }

    fn is_known(&self, id: ComponentAnyTypeId) -> bool {
        self.known.contains_key(&id)
    }
}

/// The resources of one interface, or of the component itself, by name.
#[derive(Default)]
pub struct Scope(HashMap<String, usize>);

impl Scope {
    fn resource_of(&self, function: &str) -> Option<usize> {
        let (_, plain) = function.split_once(']')?;
        self.0.get(plain.split_once('.').map_or(plain, |(resource, _)| resource)).copied()
    }
}
