//! References to functions that are somewhere, and calls of what is there.

use super::items::CoreFunction;
use super::signatures::Signature;
use super::tables::Taken;
use std::collections::{HashMap, HashSet};

/// Each function comes out once, when there is both a reference to it and a call that fits it: however many calls
/// and references there are, the work stays proportional to their number.
#[derive(Default)]
pub struct References {
    /// Types by which a reference is called.
    called: HashSet<Signature>,
    /// Those that no call fits so far.
    uncalled: HashMap<Signature, HashSet<CoreFunction>>,
}

impl References {
    /// One more reference; gives the function back where it is called.
    pub fn take(&mut self, (signature, function): Taken) -> Option<CoreFunction> {
        if self.is_called(signature) {
            return Some(function);
        }
        self.uncalled.entry(signature).or_default().insert(function);
        None
    }

    /// A call of any reference of this type: the functions that are called by it, and were not before.
    pub fn call(&mut self, signature: Signature) -> Vec<CoreFunction> {
        if !self.called.insert(signature) {
            return Vec::new();
        }
        if signature == Signature::ANY {
            return self.uncalled.drain().flat_map(|(_, functions)| functions).collect();
        }
        let fitting = [signature, Signature::ANY];
        fitting.iter().filter_map(|known_as| self.uncalled.remove(known_as)).flatten().collect()
    }

    fn is_called(&self, signature: Signature) -> bool {
        match signature {
            Signature::ANY => !self.called.is_empty(),
            _ => self.called.contains(&signature) || self.called.contains(&Signature::ANY),
        }
    }
}
