//! How deep components are nested, found without a look into core modules: validators take time that
//! grows with the square of it, and nothing builds components that are nested deeply.

use crate::failure::{Failure, malformed};
use wasmparser::{BinaryReaderError, Chunk, Parser, Payload};

pub const DEPTH_LIMIT: usize = 64;

/// Bytes that a failure calls `item`, refused where they nest too deeply. What does not parse passes: the
/// one who reads it next says what is wrong.
pub fn check_nesting(item: &str, bytes: &[u8]) -> Result<(), Failure> {
    let mut depth = 0;
    let walked = walk_components(bytes, |payload, level| {
        if matches!(payload, Payload::ComponentSection { .. }) {
            depth = depth.max(level + 1);
        }
        depth < DEPTH_LIMIT
    });
    match walked {
        Ok(()) if depth >= DEPTH_LIMIT => {
            Err(malformed(item, format!("components are nested more than {DEPTH_LIMIT} deep")))
        }
        _ => Ok(()),
    }
}

/// Hands every payload of a component and of those inside of it to the visitor, with its depth, until that
/// returns false. Core modules are passed over.
pub fn walk_components(
    bytes: &[u8],
    mut visit: impl FnMut(&Payload, usize) -> bool,
) -> Result<(), BinaryReaderError> {
    let mut parser = Parser::new(0);
    let mut outer = Vec::new();
    let mut rest = bytes;
    loop {
        let Chunk::Parsed { consumed, payload } = parser.parse(rest, true)? else { return Ok(()) };
        rest = &rest[consumed..];
        if !visit(&payload, outer.len()) {
            return Ok(());
        }
        match payload {
            Payload::ModuleSection { unchecked_range, .. } => {
                let length = (unchecked_range.end - unchecked_range.start) as usize;
                rest = rest.get(length..).unwrap_or(&[]);
            }
            Payload::ComponentSection { parser: inner, .. } => {
                outer.push(std::mem::replace(&mut parser, inner));
            }
            Payload::End(_) => match outer.pop() {
                Some(next) => parser = next,
                None => return Ok(()),
            },
            _ => {}
        }
    }
}
