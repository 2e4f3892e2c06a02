//! Where in a text something is, as editors count.

use serde_json::{Value, json};

/// A place in a text: line and column count from 1; column, offset and length are UTF-16 code units.
pub struct Position {
    line: usize,
    column: usize,
    offset: usize,
    length: usize,
}

impl Position {
    pub fn to_json(&self) -> Value {
        json!({
            "line": self.line,
            "column": self.column,
            "offset": self.offset,
            "length": self.length,
        })
    }
}

/// Between two bytes of the text whose offset in UTF-16 code units is known.
const STEP: usize = 256;

/// A text that was read once, so that each of many places in it is found without another look at all of it.
pub struct Places<'a> {
    text: &'a str,
    newlines: Vec<usize>,
    /// How many UTF-16 code units come before every `STEP`th byte.
    units: Vec<usize>,
}

impl<'a> Places<'a> {
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let newlines = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let mut before = 0;
        let mut units = vec![before];
        units.extend(bytes.chunks(STEP).map(|chunk| {
            before += count_units(chunk);
            before
        }));
        Places { text, newlines: newlines.map(|(at, _)| at).collect(), units }
    }

    /// From byte offsets, which are moved to the next character boundary.
    pub fn position(&self, start: usize, end: usize) -> Position {
        let start = self.boundary(start);
        let end = self.boundary(end.max(start));
        let lines = self.newlines.partition_point(|newline| *newline < start);
        let line_start = if lines == 0 { 0 } else { self.newlines[lines - 1] + 1 };
        let offset = self.units_before(start);
        Position {
            line: lines + 1,
            column: offset - self.units_before(line_start) + 1,
            offset,
            length: self.units_before(end) - offset,
        }
    }

    fn boundary(&self, offset: usize) -> usize {
        let length = self.text.len();
        (offset..length).find(|offset| self.text.is_char_boundary(*offset)).unwrap_or(length)
    }

    fn units_before(&self, offset: usize) -> usize {
        let step = offset / STEP;
        self.units[step] + count_units(&self.text.as_bytes()[step * STEP..offset])
    }
}

/// The UTF-16 code units of the characters that begin in these bytes of UTF-8.
fn count_units(bytes: &[u8]) -> usize {
    let units = |byte: &u8| match byte {
        0x80..=0xbf => 0,
        0xf0.. => 2,
        _ => 1,
    };
    bytes.iter().map(units).sum()
}
