//! What the code of one function may call, and what it does to tables.

use super::gave_up::GaveUp;
use std::collections::BTreeSet;
use wasmparser::{FunctionBody, Operator};

/// What running a function may lead to. The numbers are the indices of its module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    Call {
        function: u32,
    },
    /// A reference to the function exists from then on.
    Take {
        function: u32,
    },
    CallTable {
        table: u32,
        ty: u32,
    },
    /// The element of this index.
    CallElement {
        table: u32,
        ty: u32,
        index: u32,
    },
    CallReference {
        ty: u32,
    },
    /// An instruction of which it is not known what it calls.
    Unknown,
}

/// What the code of a module does to its tables.
#[derive(Default)]
pub struct TableUse {
    /// Something is written while it runs.
    pub written: BTreeSet<u32>,
    /// Something is read otherwise than by a call.
    pub read: BTreeSet<u32>,
}

/// The effects of a function, each once.
pub fn read_body(body: &FunctionBody<'_>, tables: &mut TableUse) -> Result<Vec<Effect>, GaveUp> {
    let mut effects = Vec::new();
    let mut reader = body.get_operators_reader()?;
    // The instruction right before a call puts the index on the stack: whoever arrives at the call ran it, since a
    // branch can only lead behind an instruction that ends or begins a block.
    let mut constant = None;
    while !reader.eof() {
        let operator = reader.read()?;
        let index = constant.take();
        match operator {
            Operator::I32Const { value } => constant = Some(value.cast_unsigned()),
            Operator::I64Const { value } => constant = u32::try_from(value).ok(),
            Operator::Call { function_index } | Operator::ReturnCall { function_index } => {
                effects.push(Effect::Call { function: function_index });
            }
            Operator::RefFunc { function_index } => effects.push(Effect::Take { function: function_index }),
            Operator::CallIndirect { type_index: ty, table_index: table }
            | Operator::ReturnCallIndirect { type_index: ty, table_index: table } => {
                effects.push(match index {
                    Some(index) => Effect::CallElement { table, ty, index },
                    None => Effect::CallTable { table, ty },
                });
            }
            Operator::CallRef { type_index: ty } | Operator::ReturnCallRef { type_index: ty } => {
                effects.push(Effect::CallReference { ty });
            }
            Operator::TableSet { table }
            | Operator::TableGrow { table }
            | Operator::TableFill { table }
            | Operator::TableInit { table, .. } => {
                tables.written.insert(table);
            }
            Operator::TableCopy { dst_table, src_table } => {
                tables.written.insert(dst_table);
                tables.read.insert(src_table);
            }
            Operator::TableGet { table } => {
                tables.read.insert(table);
            }
            operator if calls_nothing(&operator) => {}
            _ => effects.push(Effect::Unknown),
        }
    }
    effects.sort_unstable();
    effects.dedup();
    Ok(effects)
}

macro_rules! proposal_calls_nothing {
    // These can start and resume code in ways of their own, and write tables.
    (stack_switching) => {
        false
    };
    (shared_everything_threads) => {
        false
    };
    (custom_descriptors) => {
        false
    };
    // Whatever else of these calls or takes a function, or touches a table, is a case above.
    (mvp) => {
        true
    };
    (sign_extension) => {
        true
    };
    (saturating_float_to_int) => {
        true
    };
    (bulk_memory) => {
        true
    };
    (reference_types) => {
        true
    };
    (tail_call) => {
        true
    };
    (function_references) => {
        true
    };
    (gc) => {
        true
    };
    (exceptions) => {
        true
    };
    (legacy_exceptions) => {
        true
    };
    (threads) => {
        true
    };
    (simd) => {
        true
    };
    (relaxed_simd) => {
        true
    };
    (memory_control) => {
        true
    };
    (wide_arithmetic) => {
        true
    };
    ($other:ident) => {
        false
    };
}

macro_rules! define_calls_nothing {
    ($( @$proposal:ident $op:ident $({ $($arg:ident: $argty:ty),* })? => $visit:ident ($($ann:tt)*))*) => {
        /// Of an operator that `read_body` has no case for: a new one of a parser to come calls something.
        fn calls_nothing(operator: &Operator<'_>) -> bool {
            match operator {
                $(Operator::$op { .. } => proposal_calls_nothing!($proposal),)*
                _ => false,
            }
        }
    };
}

wasmparser::for_each_operator!(define_calls_nothing);
