//! What is in the tables.

use super::items::CoreFunction;
use super::signatures::Signature;
use std::collections::HashMap;

/// A function, and the type by which the module that took a reference to it knows it.
pub type Taken = (Signature, CoreFunction);

/// More at one index are not told apart: each call would look at all of them.
const MAX_AT_AN_INDEX: usize = 16;

#[derive(Default)]
pub struct Table {
    pub elements: Vec<Taken>,
    at: HashMap<u32, Vec<Taken>>,
    /// There are elements of which the index is not known.
    somewhere: bool,
    /// Its elements may be others than those: any function that a reference was taken to.
    pub written: bool,
    /// Its elements may be in variables and other tables too.
    pub read: bool,
}

impl Table {
    pub fn put(&mut self, index: Option<u32>, taken: Taken) {
        self.elements.push(taken);
        match index {
            Some(index) => self.at.entry(index).or_default().push(taken),
            None => self.somewhere = true,
        }
    }

    /// All that this element can be, or nothing where that is not known.
    pub fn element(&self, index: u32) -> Option<&[Taken]> {
        let elements = self.at.get(&index).map_or(&[][..], Vec::as_slice);
        (!self.written && !self.somewhere && elements.len() <= MAX_AT_AN_INDEX).then_some(elements)
    }
}
