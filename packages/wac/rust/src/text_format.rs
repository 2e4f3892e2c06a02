//! The WebAssembly text format: parsing and printing it.

use crate::failure::{Failure, unusable};
use crate::nesting::check_nesting;

pub fn parse(text: &str, path: Option<&str>) -> Result<Vec<u8>, Failure> {
    wat::parse_str(text).map_err(|mut error| {
        if let Some(path) = path {
            error.set_path(path);
        }
        Failure::from_error("input-unreadable", error)
    })
}

pub fn print(bytes: &[u8]) -> Result<String, Failure> {
    check_nesting("the input", bytes)?;
    wasmprinter::print_bytes(bytes).map_err(|error| unusable("the input", error))
}
