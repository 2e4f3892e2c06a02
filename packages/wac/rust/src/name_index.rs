//! The imports or exports of one component, found by what names have in common.

use crate::names::Name;
use indexmap::IndexMap;
use std::collections::HashMap;
use wac_types::ItemKind;

/// Every name is taken apart once, and only those of one group are compared with one another.
pub struct NameIndex<'a> {
    items: &'a IndexMap<String, ItemKind>,
    /// The first of those that wac takes for one another.
    by_track: HashMap<&'a str, usize>,
    by_letters: HashMap<String, Vec<(Name<'a>, ItemKind)>>,
}

impl<'a> NameIndex<'a> {
    pub fn new(items: &'a IndexMap<String, ItemKind>) -> Self {
        let mut by_track = HashMap::new();
        let mut by_letters: HashMap<String, Vec<_>> = HashMap::new();
        for (index, (text, item)) in items.iter().enumerate() {
            let name = Name::new(text);
            if let Some(track) = name.track {
                by_track.entry(track).or_insert(index);
            }
            by_letters.entry(name.letters.clone()).or_default().push((name, *item));
        }
        NameIndex { items, by_track, by_letters }
    }

    /// All that have the same letters, in the order of the component.
    pub fn alike(&self, name: &Name) -> &[(Name<'a>, ItemKind)] {
        self.by_letters.get(&name.letters).map_or(&[], Vec::as_slice)
    }

    /// The same name, else the first that is compatible: what `wac plug` chooses.
    pub fn find(&self, name: &Name) -> Option<(&'a str, ItemKind)> {
        let compatible = || self.items.get_index(*self.by_track.get(name.track?)?);
        let (text, item) = self.items.get_key_value(name.text).or_else(compatible)?;
        Some((text, *item))
    }
}
