//! What a component handles while it is instantiated. Everything is a number of something in the `Linked` whole, so
//! that handing it on costs nothing.

use std::collections::HashMap;

/// A core function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CoreFunction {
    /// `index` counts the functions that the module of the instance defines.
    Defined { instance: u32, index: u32 },
    /// Made by the component model: a lowered function, a built-in.
    Canonical(u32),
}

#[derive(Clone, Copy)]
pub enum CoreItem {
    Function(CoreFunction),
    /// The number of the table among all tables of all instances.
    Table(u32),
    Other,
}

/// A function of the component model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// The number of one that the outermost component imports.
    Imported(u32),
    /// The number of one that is made of a core function.
    Lifted(u32),
}

/// A core module or component that can be instantiated: `None` is one that comes from outside.
pub type ModuleItem = Option<usize>;
pub type ComponentItem = Option<Closure>;

/// A component, and in which instance of the component around it it was defined: that is where its outer aliases lead.
#[derive(Clone, Copy)]
pub struct Closure {
    pub definition: usize,
    pub around: Option<usize>,
}

#[derive(Clone, Copy)]
pub enum Item {
    Function(Function),
    Instance(usize),
    Module(ModuleItem),
    Component(ComponentItem),
    /// Types and values.
    Other,
}

/// The exports of an instance.
pub type Exports<'a> = HashMap<&'a str, Item>;

/// A core instance: one of a module, or names for items.
pub enum CoreInstance<'a> {
    Module(u32),
    Names(HashMap<&'a str, CoreItem>),
}
