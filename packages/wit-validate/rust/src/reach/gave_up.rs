//! Why the analysis has no answer: then every import may be called.

use wasmparser::BinaryReaderError;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GaveUp {
    /// It cannot be read, or contradicts itself.
    Malformed,
    /// It instantiates a core module that it imports.
    ImportedModule,
    /// It instantiates a component that it imports.
    ImportedComponent,
    /// Code that may run has an instruction of which it is not known what it calls.
    UnknownInstruction,
    /// More instances, or instances in instances, than are followed.
    TooLarge,
}

impl GaveUp {
    pub fn code(self) -> &'static str {
        match self {
            GaveUp::Malformed => "malformed",
            GaveUp::ImportedModule => "imported-module",
            GaveUp::ImportedComponent => "imported-component",
            GaveUp::UnknownInstruction => "unknown-instruction",
            GaveUp::TooLarge => "too-large",
        }
    }
}

impl From<BinaryReaderError> for GaveUp {
    fn from(_: BinaryReaderError) -> Self {
        GaveUp::Malformed
    }
}

/// What a valid component has, and a malformed one may lack.
pub fn known<T>(found: Option<T>) -> Result<T, GaveUp> {
    found.ok_or(GaveUp::Malformed)
}
