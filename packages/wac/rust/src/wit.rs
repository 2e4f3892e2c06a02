//! WIT text: resolving, encoding and printing it.

use crate::WitFile;
use crate::failure::{Failure, Position, malformed};
use crate::nesting::check_nesting;
use serde_json::Value;
use std::collections::BTreeMap;
use wasmparser::Parser;
use wit_component::WitPrinter;
use wit_parser::{PackageId, Resolve, SourceMap, Span, UnresolvedPackageGroup};

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
        .map_err(|error| Failure::new("wit-invalid", format!("{error:#}")))?;
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

/// Resolves files as a folder of them would be: those at the top are the package, `deps/NAME.wit` and
/// `deps/NAME/*.wit` the packages that it uses.
fn resolve(files: &[WitFile], _root: &str) -> Result<(Resolve, PackageId), Failure> {
    let mut top = SourceMap::new();
    let mut deps: BTreeMap<&str, SourceMap> = BTreeMap::new();
    let mut found = false;
    for file in files.iter().filter(|file| file.path.ends_with(".wit")) {
        let parts: Vec<&str> = file.path.split('/').collect();
        let map = match parts.as_slice() {
            [_] => {
                found = true;
                &mut top
            }
            ["deps", entry] | ["deps", entry, _] => deps.entry(entry).or_default(),
            _ => continue,
        };
        map.push_str(&file.path, text_of(file)?);
    }
    if !found {
        return Err(Failure::new("wit-invalid", "there is no .wit file at the top of the package"));
    }
    let top = parse(top, files)?;
    let deps = deps.into_values().map(|map| parse(map, files)).collect::<Result<_, _>>()?;
    let mut resolve = Resolve::new();
    match resolve.push_groups(top, deps) {
        Ok(package) => Ok((resolve, package)),
        Err(error) => {
            let span = error.kind().span();
            Err(located(&resolve.source_map, span, &error.to_string(), files))
        }
    }
}

fn parse(map: SourceMap, files: &[WitFile]) -> Result<UnresolvedPackageGroup, Failure> {
    map.parse().map_err(|(map, error)| located(&map, error.kind().span(), &error.to_string(), files))
}

fn text_of(file: &WitFile) -> Result<&str, Failure> {
    std::str::from_utf8(&file.content)
        .map_err(|_| Failure::new("wit-invalid", format!("{} is not UTF-8 text", file.path)).item(&file.path))
}

fn located(map: &SourceMap, span: Span, message: &str, files: &[WitFile]) -> Failure {
    let place = map.resolve_span(span);
    let text = place.as_ref().and_then(|place| files.iter().find(|file| file.path == place.path));
    match (place, text) {
        (Some(place), Some(file)) => {
            Failure::new("wit-invalid", message).item(&file.path).detail("file", file.path.as_str()).at(
                Position::of(&String::from_utf8_lossy(&file.content), place.range.start, place.range.end),
                None,
            )
        }
        _ => Failure::new("wit-invalid", message),
    }
}

/// The WIT of a component or of an encoded package as the files that [`encode`] takes.
pub fn decode(_bytes: &[u8]) -> Result<Vec<WitFile>, Failure> {
    Err(Failure::new("internal", "decode-wit is not there yet"))
}

/// The WIT of a component or of an encoded WIT package, its other packages nested below.
pub fn print(bytes: &[u8]) -> Result<String, Failure> {
    if !Parser::is_component(bytes) {
        return Err(malformed("the input", "it is not a binary component"));
    }
    check_nesting("the input", bytes)?;
    let broken = |error| malformed("the input", error);
    let decoded = wit_component::decode(bytes).map_err(broken)?;
    let (resolve, main) = (decoded.resolve(), decoded.package());
    let nested: Vec<PackageId> = resolve.packages.iter().map(|(id, _)| id).filter(|id| *id != main).collect();
    let mut printer = WitPrinter::default();
    printer.print(resolve, main, &nested).map_err(broken)?;
    Ok(printer.output.to_string())
}
