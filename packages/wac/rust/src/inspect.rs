//! What a WebAssembly binary is and what it carries, as far as it can be read.

use crate::contents::{Contents, Invalid, Item};
use crate::failure::Failure;
use crate::limits::Exceeded;
use crate::signature::Signatures;
use serde_json::{Value, json};
use wasmparser::types::TypesRef;
use wasmparser::{Encoding, Validator, WasmFeatures};

pub fn inspect(bytes: &[u8]) -> Result<String, Failure> {
    let mut contents = Contents::default();
    if !bytes.starts_with(b"\0asm") {
        let reason = match bytes {
            [] => "the file is empty",
            _ => "the file does not begin with the four bytes of WebAssembly",
        };
        return Ok(contents.to_json(
            "not-wasm",
            Some(Invalid { reason: reason.into(), offset: 0, exceeded: None }),
            [Vec::new(), Vec::new()],
        ));
    }
    let walked = contents.walk(bytes);
    let validated = walked.and_then(|()| {
        let mut validator = Validator::new_with_features(WasmFeatures::all());
        Ok(validator.validate_all(bytes)?)
    });
    let kind = match contents.encoding {
        None => "not-wasm",
        Some(Encoding::Module) => "core-module",
        Some(Encoding::Component) if validated.is_ok() && contents.is_wit_package(bytes) => "wit-package",
        Some(Encoding::Component) => "component",
    };
    let described = validated.and_then(|types| Ok(contents.describe(types.as_ref())?));
    let (items, invalid) = match described {
        Ok(items) => (items, None),
        Err(invalid) => {
            let plain = |item: &Item| item.to_json(Vec::new());
            let items = [&contents.imports, &contents.exports].map(|all| all.iter().map(plain).collect());
            (items, Some(invalid))
        }
    };
    Ok(contents.to_json(kind, invalid, items))
}

impl Contents {
    /// The imports and the exports, with the signatures of their functions.
    fn describe(&self, types: TypesRef) -> Result<[Vec<Value>; 2], Exceeded> {
        let import = |name: &str| types.component_item_for_import(name).map(|item| &item.ty);
        let export = |name: &str| types.component_item_for_export(name).map(|item| &item.ty);
        let imports = || self.imports.iter().map(|item| (item, import(&item.0)));
        let exports = || self.exports.iter().map(|item| (item, export(&item.0)));
        let known = imports().chain(exports()).filter_map(|(item, ty)| Some((item.0.as_str(), ty?)));
        let signatures = Signatures::new(types, &self.budgets, known);
        let to_json = |(item, ty): (&Item, Option<_>)| {
            let functions = ty.map_or(Ok(Vec::new()), |ty| signatures.functions(&item.0, ty))?;
            Ok(item.to_json(functions))
        };
        Ok([
            imports().map(to_json).collect::<Result<_, _>>()?,
            exports().map(to_json).collect::<Result<_, _>>()?,
        ])
    }

    fn is_wit_package(&self, bytes: &[u8]) -> bool {
        let only_types = self.exports.iter().all(|Item(_, kind)| *kind == "type");
        only_types
            && !self.exports.is_empty()
            && self.imports.is_empty()
            && self.budgets.modules.used() == 0
            && matches!(wit_component::decode(bytes), Ok(wit_component::DecodedWasm::WitPackage(..)))
    }

    fn to_json(&self, kind: &str, invalid: Option<Invalid>, items: [Vec<Value>; 2]) -> String {
        let [imports, exports] = items;
        let exceeded = invalid.as_ref().and_then(|one| one.exceeded.as_ref()).map(Exceeded::to_json);
        json!({
            "kind": kind,
            "invalid": invalid.map(|one| json!({ "reason": one.reason, "offset": one.offset })),
            "exceeded": exceeded,
            "imports": imports,
            "exports": exports,
            "names": self.names,
            "modules": self.budgets.modules.used(),
            "components": self.budgets.components.used(),
            "memories": self.memories,
            "producers": self.producers,
        })
        .to_string()
    }
}
