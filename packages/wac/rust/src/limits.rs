//! How much an inspection collects. What real toolchains build stays far below: componentize-py's Python,
//! the largest, has 8000 names in 38 modules, and 20 KB of types.

use serde_json::{Value, json};
use std::cell::Cell;

/// A limit that the input does not stay within.
pub struct Exceeded {
    what: &'static str,
    limit: usize,
    actual: usize,
}

impl Exceeded {
    pub fn reason(&self) -> String {
        format!("{}: {} is more than the {} that are read", self.what, self.actual, self.limit)
    }

    pub fn to_json(&self) -> Value {
        json!({ "what": self.what, "limit": self.limit, "actual": self.actual })
    }
}

/// Something that is counted up to its limit.
pub struct Budget {
    what: &'static str,
    limit: usize,
    used: Cell<usize>,
}

impl Budget {
    const fn new(what: &'static str, limit: usize) -> Self {
        Budget { what, limit, used: Cell::new(0) }
    }

    pub fn used(&self) -> usize {
        self.used.get()
    }

    pub fn spend(&self, amount: usize) -> Result<(), Exceeded> {
        let actual = self.used.get().saturating_add(amount);
        self.used.set(actual);
        match actual > self.limit {
            true => Err(Exceeded { what: self.what, limit: self.limit, actual }),
            false => Ok(()),
        }
    }
}

pub struct Budgets {
    pub sections: Budget,
    /// Functions, globals, segments, imports, exports, aliases: 100 bytes each in a validator, and more.
    pub items: Budget,
    pub modules: Budget,
    pub components: Budget,
    pub memories: Budget,
    pub names: Budget,
    pub functions: Budget,
    /// The sections that define types, core and component: a type of two bytes takes a validator hundreds.
    pub types: Budget,
    /// Entries of the table of types.
    pub type_entries: Budget,
    text: Budget,
}

impl Default for Budgets {
    fn default() -> Self {
        Budgets {
            sections: Budget::new("sections", 100_000),
            items: Budget::new("functions, globals, imports, exports and the like", 1_000_000),
            modules: Budget::new("core modules", 1000),
            components: Budget::new("nested components", 1000),
            memories: Budget::new("memories", 100),
            names: Budget::new("names of imports and exports", 100_000),
            functions: Budget::new("functions", 20_000),
            types: Budget::new("bytes that define types", 2 << 20),
            type_entries: Budget::new("types of imports and exports", 50_000),
            text: Budget::new("bytes of names and signatures", 16 << 20),
        }
    }
}

impl Budgets {
    /// Text that becomes part of the answer, each piece with what surrounds it there.
    pub fn spend_text<'a>(&self, parts: impl IntoIterator<Item = &'a str>) -> Result<(), Exceeded> {
        const AROUND: usize = 16;
        parts.into_iter().try_for_each(|part| self.text.spend(part.len() + AROUND))
    }
}
