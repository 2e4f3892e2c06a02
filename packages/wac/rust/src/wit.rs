//! WIT text: resolving, encoding and printing it.

use crate::WitFile;
use crate::failure::{Failure, malformed, unusable};
use crate::interface_form::without_wit;
use crate::nesting::check_nesting;
use crate::wit_folder::resolve;
use anyhow::{Context, anyhow};
use indexmap::IndexMap;
use serde_json::Value;
use wasmparser::{BinaryReaderError, Parser, ValidPayload, Validator, WasmFeatures};
use wit_component::{DecodedWasm, WitPrinter};
use wit_parser::{PackageId, Resolve};

/// A WIT package, resolved and as a binary.
pub struct Encoded {
    pub resolve: Resolve,
    pub package: PackageId,
    pub bytes: Vec<u8>,
}

pub fn resolve_to_json(files: &[WitFile], root: &str) -> Result<String, Failure> {
    let (resolve, package) = resolve(files, root)?;
    let mut json =
        serde_json::to_value(&resolve).map_err(|error| Failure::new("internal", error.to_string()))?;
    if let Value::Object(object) = &mut json {
        object.insert("package".into(), package.index().into());
    }
    Ok(json.to_string())
}

pub fn encode(files: &[WitFile], root: &str) -> Result<Encoded, Failure> {
    let (resolve, package) = resolve(files, root)?;
    let bytes = wit_component::encode(&resolve, package)
        .with_context(|| format!("failed to encode WIT package from `{root}`"))
        .map_err(|error| {
            Failure::new("wit-invalid", format!("{:#}", error.root_cause())).report_of(&error)
        })?;
    Ok(Encoded { resolve, package, bytes })
}

/// The plain name of the world that is meant: named plainly or in full, or the only one there is.
pub fn select_world(encoded: &Encoded, wanted: Option<&str>) -> Result<String, Failure> {
    let worlds = &encoded.resolve.packages[encoded.package].worlds;
    let found = match wanted {
        None if worlds.len() == 1 => worlds.keys().next(),
        None => None,
        Some(wanted) => worlds
            .keys()
            .find(|name| *name == wanted || encoded.resolve.id_of_name(encoded.package, name) == wanted),
    };
    found.cloned().ok_or_else(|| {
        let names: Vec<String> = worlds.keys().cloned().collect();
        let message = match wanted {
            Some(wanted) => format!("the WIT package has no world {wanted}"),
            None if names.is_empty() => "the WIT package has no world".into(),
            None => format!("the WIT package has several worlds: {}", names.join(", ")),
        };
        Failure::new("world-unknown", message).item(wanted.unwrap_or("world")).detail("worlds", names)
    })
}

/// The WIT of a component or of an encoded package as the files that [`encode`] takes: the main package at
/// the top, the others as `deps/NAMESPACE-NAME-VERSION/package.wit`.
pub fn decode(bytes: &[u8]) -> Result<Vec<WitFile>, Failure> {
    let decoded = decoded(bytes)?;
    let (resolve, main) = (decoded.resolve(), decoded.package());
    let mut files: IndexMap<String, Vec<u8>> = IndexMap::new();
    for (id, package) in resolve.packages.iter() {
        let name = &package.name;
        let mut path = format!("{}.wit", name.name);
        if id != main {
            let mut folder = format!("{}-{}", name.namespace, name.name);
            if let Some(version) = &name.version {
                folder.push_str(&format!("-{version}"));
            }
            // `a-b:c` and `a:b-c` are two packages.
            while files.contains_key(&format!("deps/{folder}/package.wit")) {
                folder.push('_');
            }
            path = format!("deps/{folder}/package.wit");
        }
        files.insert(path, printed(resolve, id, &[])?.into_bytes());
    }
    Ok(files.into_iter().map(|(path, content)| WitFile { path, content }).collect())
}

/// The WIT of a component or of an encoded WIT package, its other packages nested below.
pub fn print(bytes: &[u8]) -> Result<String, Failure> {
    let decoded = decoded(bytes)?;
    let (resolve, main) = (decoded.resolve(), decoded.package());
    let nested: Vec<PackageId> = resolve.packages.iter().map(|(id, _)| id).filter(|id| *id != main).collect();
    printed(resolve, main, &nested)
}

fn decoded(bytes: &[u8]) -> Result<DecodedWasm, Failure> {
    if !Parser::is_component(bytes) {
        return Err(malformed("the input", "it is not a binary component"));
    }
    check_nesting("the input", bytes)?;
    decode_component(bytes).map_err(|error| unusable("the input", error))
}

/// As `wit_component::decode`, which makes room for as many bytes as a section claims to have, and panics where
/// a valid component has what WIT cannot say.
pub fn decode_component(bytes: &[u8]) -> Result<DecodedWasm, anyhow::Error> {
    let mut validator = Validator::new_with_features(WasmFeatures::all());
    let mut read = || -> Result<Option<String>, BinaryReaderError> {
        let mut types = None;
        for payload in Parser::new(0).parse_all(bytes) {
            if let ValidPayload::End(valid) = validator.payload(&payload?)? {
                types = Some(valid);
            }
        }
        Ok(types.and_then(|types| without_wit(types.as_ref(), bytes)))
    };
    match read() {
        Ok(None) => wit_component::decode(bytes),
        Ok(Some(reason)) => Err(anyhow!(reason)),
        Err(error) => Err(error.into()),
    }
}

fn printed(resolve: &Resolve, package: PackageId, nested: &[PackageId]) -> Result<String, Failure> {
    let mut printer = WitPrinter::default();
    printer.print(resolve, package, nested).map_err(|error| unusable("the input", error))?;
    Ok(printer.output.to_string())
}
