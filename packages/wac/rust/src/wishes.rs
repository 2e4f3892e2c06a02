//! Connections that the caller asks for: checked against what there is.

use crate::WantedConnection;
use crate::failure::Failure;
use crate::names::Name;
use crate::parts::Parts;
use crate::wiring::{Connection, Target};

/// A connection that is to be made instead of whatever would match by name.
pub struct Wish {
    pub connection: Connection,
}

/// How many names a hint lists.
const LISTED: usize = 20;

pub fn read_wishes(parts: &Parts, wanted: &[WantedConnection]) -> Result<Vec<Wish>, Failure> {
    let mut wishes: Vec<Wish> = Vec::new();
    for one in wanted {
        let connection = read_wish(parts, one)?;
        if wishes
            .iter()
            .any(|wish| wish.connection.to == connection.to && wish.connection.import == connection.import)
        {
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

fn read_wish(parts: &Parts, wanted: &WantedConnection) -> Result<Connection, Failure> {
    let plug = find_plug(parts, &wanted.plug)?;
    let to = match &wanted.to {
        Some(name) => Target::Plug(find_plug(parts, name)?),
        None => Target::Socket,
    };
    let imports: Vec<&str> = parts.imports(to).keys().map(String::as_str).collect();
    if !imports.contains(&wanted.import.as_str()) {
        let message = format!("{} has no import `{}`", parts.name(to), wanted.import);
        return Err(Failure::new("plug-unmatched", message)
            .item(&wanted.import)
            .hint(list("It imports", &imports))
            .detail("imports", imports));
    }
    let exports: Vec<&str> = parts.exports(plug).keys().map(String::as_str).collect();
    let found = match &wanted.export {
        Some(export) => exports.iter().find(|name| *name == export),
        None => {
            let import = Name::new(&wanted.import);
            let same = exports.iter().find(|name| **name == wanted.import);
            same.or_else(|| exports.iter().find(|name| import.matches(&Name::new(name))))
        }
    };
    let Some(export) = found else {
        let missing = wanted.export.as_ref().unwrap_or(&wanted.import);
        let message = format!("{} has no export `{missing}`", wanted.plug);
        return Err(Failure::new("plug-unmatched", message)
            .item(missing)
            .hint(list("It exports", &exports))
            .detail("exports", exports));
    };
    Ok(Connection { plug, export: (*export).into(), to, import: wanted.import.clone() })
}

fn find_plug(parts: &Parts, name: &str) -> Result<usize, Failure> {
    let mut found = (0..parts.plugs.len()).filter(|index| parts.plugs[*index].name == name);
    let names: Vec<&str> = parts.plugs.iter().map(|plug| plug.name.as_str()).collect();
    let message = match (found.next(), found.next()) {
        (Some(plug), None) => return Ok(plug),
        (None, _) => format!("`connect` names {name}, and no plug is called so"),
        (Some(_), Some(_)) => format!("`connect` names {name}, and several plugs are called so"),
    };
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
