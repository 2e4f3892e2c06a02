//! Constant expressions: what tables and globals hold before any code runs.

use super::gave_up::GaveUp;
use wasmparser::{ConstExpr, Operator};

/// What an element of a table is.
pub enum Value {
    Null,
    Function(u32),
    Unknown,
}

impl Value {
    pub fn function(&self) -> Option<u32> {
        match self {
            Value::Function(function) => Some(*function),
            Value::Null | Value::Unknown => None,
        }
    }
}

/// What a constant expression gives. Where that is not known, the functions that it mentions are taken.
pub fn read_reference(expression: &ConstExpr<'_>, taken: &mut Vec<u32>) -> Result<Value, GaveUp> {
    let operators: Vec<Operator<'_>> =
        expression.get_operators_reader().into_iter().collect::<Result<_, _>>()?;
    match operators[..] {
        [Operator::RefNull { .. }, Operator::End] => return Ok(Value::Null),
        [Operator::RefFunc { function_index }, Operator::End] => {
            return Ok(Value::Function(function_index));
        }
        _ => {}
    }
    taken.extend(operators.iter().filter_map(|operator| match operator {
        Operator::RefFunc { function_index } => Some(*function_index),
        _ => None,
    }));
    Ok(Value::Unknown)
}

/// The index at which elements begin, where that is written down.
pub fn read_offset(expression: &ConstExpr<'_>) -> Result<Option<u32>, GaveUp> {
    let mut operators = expression.get_operators_reader().into_iter();
    Ok(match (operators.next().transpose()?, operators.next().transpose()?) {
        (Some(Operator::I32Const { value }), Some(Operator::End)) => Some(value.cast_unsigned()),
        (Some(Operator::I64Const { value }), Some(Operator::End)) => u32::try_from(value).ok(),
        _ => None,
    })
}
