//! How much an analysis takes on. What real toolchains build stays far below: the largest, Python of 18 MB, needs a
//! fifteenth of the work and a tenth of the memory.

use super::gave_up::GaveUp;

/// Functions, instructions that matter and elements of tables, once for each instance of their module.
const MAX_WORK: usize = 10_000_000;
/// Bytes, roughly.
const MAX_MEMORY: usize = 150_000_000;

#[derive(Default)]
pub struct Budget {
    pub work: usize,
    pub memory: usize,
}

impl Budget {
    pub fn work(&mut self, amount: usize) -> Result<(), GaveUp> {
        self.work = self.work.saturating_add(amount);
        if self.work > MAX_WORK { Err(GaveUp::TooLarge) } else { Ok(()) }
    }

    /// Room for so many items of so many bytes.
    pub fn memory(&mut self, count: usize, bytes: usize) -> Result<(), GaveUp> {
        self.memory = self.memory.saturating_add(count.saturating_mul(bytes));
        if self.memory > MAX_MEMORY { Err(GaveUp::TooLarge) } else { Ok(()) }
    }
}
