//! Connections that the caller asks for: checked against what there is.

use crate::WantedConnection;
use crate::failure::Failure;
use crate::name_index::NameIndex;
use crate::names::Name;
use crate::parts::Parts;
use crate::wiring::{Connection, Target};
use std::collections::{HashMap, HashSet};

/// A connection that is to be made instead of whatever would match by name.
pub struct Wish {
    pub connection: Connection,
}

/// How many names a hint lists.
const LISTED: usize = 20;

pub fn read_wishes(parts: &Parts, wanted: &[WantedConnection]) -> Result<Vec<Wish>, Failure> {
    let mut wishes: Vec<Wish> = Vec::new();
    let mut taken = HashSet::new();
    let mut exports = HashMap::new();
    for one in wanted {
        let connection = read_wish(parts, one, &mut exports)?;
        if !taken.insert((connection.to, &one.import)) {
            let to = parts.name(connection.to);
            let message = format!("`connect` names the import `{}` of {to} twice", connection.import);
            return Err(Failure::new("usage-invalid", message)
                .item(connection.import)
                .hint("Name one plug for each import.".into()));
        }
        wishes.push(Wish { connection });
    }
    Ok(wishes)
}

/// `indexes` are those of the exports of plugs, made when they are first needed.
fn read_wish<'a>(
    parts: &'a Parts,
    wanted: &WantedConnection,
    indexes: &mut HashMap<usize, NameIndex<'a>>,
) -> Result<Connection, Failure> {
    let plug = find_plug(parts, &wanted.plug)?;
    let to = match &wanted.to {
        Some(name) => Target::Plug(find_plug(parts, name)?),
        None => Target::Socket,
    };
    if !parts.imports(to).contains_key(&wanted.import) {
        let imports: Vec<&str> = parts.imports(to).keys().map(String::as_str).collect();
        let message = format!("{} has no import `{}`", parts.name(to), wanted.import);
        return Err(Failure::new("plug-unmatched", message)
            .item(&wanted.import)
            .hint(list("It imports", &imports))
            .detail("imports", imports));
    }
    let exports = parts.exports(plug);
    let found = match &wanted.export {
        Some(export) => exports.get_key_value(export).map(|(name, _)| name.as_str()),
        None => {
            let index = indexes.entry(plug).or_insert_with(|| NameIndex::new(exports));
            index.find(&Name::new(&wanted.import)).map(|(name, _)| name)
        }
    };
    let Some(export) = found else {
        let exports: Vec<&str> = exports.keys().map(String::as_str).collect();
        let missing = wanted.export.as_ref().unwrap_or(&wanted.import);
        let message = format!("{} has no export `{missing}`", wanted.plug);
        return Err(Failure::new("plug-unmatched", message)
            .item(missing)
            .hint(list("It exports", &exports))
            .detail("exports", exports));
    };
    Ok(Connection { plug, export: export.into(), to, import: wanted.import.clone() })
}

fn find_plug(parts: &Parts, name: &str) -> Result<usize, Failure> {
    let mut found = (0..parts.plugs.len()).filter(|index| parts.plugs[*index].name == name);
    let message = match (found.next(), found.next()) {
        (Some(plug), None) => return Ok(plug),
        (None, _) => format!("`connect` names {name}, and no plug is called so"),
        (Some(_), Some(_)) => format!("`connect` names {name}, and several plugs are called so"),
    };
    let names: Vec<&str> = parts.plugs.iter().map(|plug| plug.name.as_str()).collect();
    Err(Failure::new("usage-invalid", message).item(name).hint(list("The plugs are", &names)))
}

/// `It exports a, b and 3 more.`
pub fn list(what: &str, names: &[&str]) -> String {
    let more = names.len().saturating_sub(LISTED);
    match names {
        [] => format!("{what} nothing."),
        _ if more > 0 => format!("{what} {} and {more} more.", names[..LISTED].join(", ")),
        _ => format!("{what} {}.", names.join(", ")),
    }
}
