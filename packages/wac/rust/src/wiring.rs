//! Which export satisfies which import: by name, as `wac plug` matches them, and by wish.

use crate::name_index::NameIndex;
use crate::names::Name;
use crate::parts::Parts;
use crate::wishes::Wish;
use std::collections::{HashMap, HashSet};
use wac_types::SubtypeChecker;

/// The socket, or a plug by its place in the list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Target {
    Socket,
    Plug(usize),
}

/// One export of a plug and the import that it satisfies.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Connection {
    pub plug: usize,
    pub export: String,
    pub to: Target,
    pub import: String,
}

/// Every connection of a composition, in the order in which `wac plug` makes them.
pub struct Wiring {
    pub connections: Vec<Connection>,
    used: HashSet<Target>,
}

impl Wiring {
    /// Matches exports and imports; a wish goes before what else would satisfy its import.
    pub fn new(parts: &Parts, wishes: &[Wish], feed: bool) -> Self {
        let wished: HashSet<(Target, &str)> =
            wishes.iter().map(|wish| (wish.connection.to, wish.connection.import.as_str())).collect();
        let mut chosen: HashMap<(usize, &str), Vec<&Connection>> = HashMap::new();
        for Wish { connection } in wishes {
            chosen.entry((connection.plug, connection.export.as_str())).or_default().push(connection);
        }
        let sockets = takers(parts, feed);
        let mut cache = Default::default();
        let mut checker = SubtypeChecker::new(&mut cache);
        let mut connections = Vec::new();
        for plug in 0..parts.plugs.len() {
            for (export, provided) in parts.exports(plug) {
                let name = Name::new(export);
                for (to, imports) in sockets.iter().filter(|(to, _)| *to != Target::Plug(plug)) {
                    let Some((import, wanted)) = imports.find(&name) else { continue };
                    let types = parts.types();
                    let fits = checker.is_subtype(*provided, types, wanted, types).is_ok();
                    if fits && !wished.contains(&(*to, import)) {
                        let (export, import) = (export.clone(), import.to_string());
                        connections.push(Connection { plug, export, to: *to, import });
                    }
                }
                let here = chosen.get(&(plug, export.as_str())).into_iter().flatten();
                connections.extend(here.map(|connection| (*connection).clone()));
            }
        }
        let used = reachable(&connections);
        connections.retain(|one| used.contains(&one.to));
        Wiring { connections, used }
    }

    pub fn uses(&self, plug: usize) -> bool {
        self.used.contains(&Target::Plug(plug))
    }

    /// The first import that several exports would satisfy, with all of them.
    pub fn ambiguous(&self) -> Option<Vec<&Connection>> {
        let mut taken = HashSet::new();
        let second = self.connections.iter().find(|one| !taken.insert((one.to, one.import.as_str())))?;
        let same = |one: &&Connection| one.to == second.to && one.import == second.import;
        Some(self.connections.iter().filter(same).collect())
    }

    /// Plugs that need one another, each with the connection to the next; the last one leads to the first.
    pub fn cycle(&self) -> Option<Vec<&Connection>> {
        let mut needs: HashMap<usize, Vec<&Connection>> = HashMap::new();
        for one in &self.connections {
            if let Target::Plug(to) = one.to {
                needs.entry(to).or_default().push(one);
            }
        }
        let mut starts: Vec<usize> = needs.keys().copied().collect();
        starts.sort_unstable();
        let mut finished = HashSet::new();
        for start in starts {
            // A stack of its own: there can be more plugs than the machine's stack holds.
            let mut path: Vec<(usize, usize)> = vec![(start, 0)];
            while let Some((plug, next)) = path.last_mut() {
                let needed = needs.get(plug).and_then(|all| all.get(*next)).copied();
                *next += 1;
                match needed {
                    None => {
                        finished.insert(*plug);
                        path.pop();
                    }
                    Some(one) if finished.contains(&one.plug) => {}
                    Some(one) => {
                        if let Some(begin) = path.iter().position(|(plug, _)| *plug == one.plug) {
                            let edge = |(plug, next): &(usize, usize)| needs[plug][next - 1];
                            return Some(path[begin..].iter().map(edge).collect());
                        }
                        path.push((one.plug, 0));
                    }
                }
            }
        }
        None
    }
}

/// Those whose imports the exports of plugs may satisfy, with these.
pub fn takers(parts: &Parts, feed: bool) -> Vec<(Target, NameIndex<'_>)> {
    let plugs = if feed { parts.plugs.len() } else { 0 };
    [Target::Socket]
        .into_iter()
        .chain((0..plugs).map(Target::Plug))
        .map(|target| (target, NameIndex::new(parts.imports(target))))
        .collect()
}

/// The socket and every plug that it needs, directly or for one that it needs.
fn reachable(connections: &[Connection]) -> HashSet<Target> {
    let mut feeders: HashMap<Target, Vec<usize>> = HashMap::new();
    for one in connections {
        feeders.entry(one.to).or_default().push(one.plug);
    }
    let mut used = HashSet::from([Target::Socket]);
    let mut next = vec![Target::Socket];
    while let Some(target) = next.pop() {
        for plug in feeders.get(&target).into_iter().flatten() {
            if used.insert(Target::Plug(*plug)) {
                next.push(Target::Plug(*plug));
            }
        }
    }
    used
}
