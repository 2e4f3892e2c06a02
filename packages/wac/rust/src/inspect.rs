//! What a WebAssembly binary is and what it carries, as far as it can be read.

use crate::contents::{Contents, Invalid, Item};
use crate::failure::Failure;
use crate::interface_form::is_wit_package;
use crate::limits::Exceeded;
use crate::signature::Signatures;
use crate::type_table::{Scope, TypeTable};
use serde_json::{Value, json};
use wasmparser::component_types::ComponentEntityType;
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
            Described::default(),
        ));
    }
    let walked = contents.walk(bytes);
    let validated = walked.and_then(|()| {
        let mut validator = Validator::new_with_features(WasmFeatures::all());
        Ok(validator.validate_all(bytes)?)
    });
    let kind = match (contents.encoding, &validated) {
        (None, _) => "not-wasm",
        (Some(Encoding::Module), _) => "core-module",
        (Some(Encoding::Component), Ok(types)) if is_wit_package(types.as_ref(), bytes) => "wit-package",
        (Some(Encoding::Component), _) => "component",
    };
    let described = validated.and_then(|types| Ok(contents.describe(types.as_ref())?));
    let (described, invalid) = match described {
        Ok(described) => (described, None),
        Err(invalid) => {
            let plain =
                |items: &[Item]| items.iter().map(|item| item.to_json(Vec::new(), Value::Null)).collect();
            let (imports, exports) = (plain(&contents.imports), plain(&contents.exports));
            (Described { imports, exports, types: Vec::new() }, Some(invalid))
        }
    };
    Ok(contents.to_json(kind, invalid, described))
}

/// The imports and exports, and the table of types that they refer to.
#[derive(Default)]
struct Described {
    imports: Vec<Value>,
    exports: Vec<Value>,
    types: Vec<Value>,
}

impl Contents {
    /// The imports and the exports, with the signatures of their functions and their types.
    fn describe(&self, types: TypesRef) -> Result<Described, Exceeded> {
        let import = |name: &str| types.component_item_for_import(name).map(|item| &item.ty);
        let export = |name: &str| types.component_item_for_export(name).map(|item| &item.ty);
        let imports = || self.imports.iter().map(|item| (item, import(&item.0)));
        let exports = || self.exports.iter().map(|item| (item, export(&item.0)));
        let known = || imports().chain(exports()).filter_map(|(item, ty)| Some((item.0.as_str(), ty?)));
        let signatures = Signatures::new(types, &self.budgets, known());
        let mut table = TypeTable::new(types, &self.budgets, known());
        let (mut imported, mut exported) = (Scope::default(), Scope::default());
        let mut to_json = |scope: &mut Scope, (item, ty): (&Item, Option<&ComponentEntityType>)| {
            let Some(ty) = ty else { return Ok(item.to_json(Vec::new(), Value::Null)) };
            let functions = signatures.functions(&item.0, ty)?;
            Ok(item.to_json(functions, table.item(scope, &item.0, ty)?))
        };
        Ok(Described {
            imports: imports().map(|item| to_json(&mut imported, item)).collect::<Result<_, _>>()?,
            exports: exports().map(|item| to_json(&mut exported, item)).collect::<Result<_, _>>()?,
            types: table.into_entries(),
        })
    }

    fn to_json(&self, kind: &str, invalid: Option<Invalid>, described: Described) -> String {
        let exceeded = invalid.as_ref().and_then(|one| one.exceeded.as_ref()).map(Exceeded::to_json);
        self.names.join_to(&json!({
            "kind": kind,
            "invalid": invalid.map(|one| json!({ "reason": one.reason, "offset": one.offset })),
            "exceeded": exceeded,
            "imports": described.imports,
            "exports": described.exports,
            "types": described.types,
            "modules": self.budgets.modules.used(),
            "components": self.budgets.components.used(),
            "memories": self.memories,
            "producers": self.producers,
        }))
    }
}
