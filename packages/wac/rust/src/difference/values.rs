//! Value types: how records, variants and the rest differ.

use super::{Checked, NOTHING, Walk};
use crate::type_text::Cases;
use wac_types::{DefinedType, DefinedTypeId, ValueType};

impl Walk<'_> {
    pub(super) fn value(&mut self, expected: ValueType, found: ValueType) -> Checked {
        let (a, b) = (self.types.resolve_value_type(expected), self.types.resolve_value_type(found));
        match (a, b) {
            (ValueType::Primitive(one), ValueType::Primitive(other)) if one == other => Ok(()),
            (ValueType::Own(one), ValueType::Own(other))
            | (ValueType::Borrow(one), ValueType::Borrow(other)) => self.resource(one, other),
            (ValueType::Defined(one), ValueType::Defined(other)) => {
                if one == other || self.equal.contains(&(one, other)) {
                    return Ok(());
                }
                self.defined(one, other)?;
                self.equal.insert((one, other));
                Ok(())
            }
            (a, b) => self.whole(a, b, 0),
        }
    }

    fn whole(&self, expected: ValueType, found: ValueType, focus: usize) -> Checked {
        self.differ(self.text.spelled(expected, focus), self.text.spelled(found, focus))
    }

    fn defined(&mut self, expected: DefinedTypeId, found: DefinedTypeId) -> Checked {
        use DefinedType as Kind;
        let types = self.types;
        let whole =
            |walk: &Self, focus| walk.whole(ValueType::Defined(expected), ValueType::Defined(found), focus);
        match (&types[expected], &types[found]) {
            (Kind::List(a), Kind::List(b)) => self.payload("list element", Some(*a), Some(*b)),
            (Kind::FixedSizeList(a, length), Kind::FixedSizeList(b, other)) if length == other => {
                self.payload("list element", Some(*a), Some(*b))
            }
            (Kind::Map(key, value), Kind::Map(other_key, other_value)) => {
                self.payload("map key", Some(*key), Some(*other_key))?;
                self.payload("map value", Some(*value), Some(*other_value))
            }
            (Kind::Option(a), Kind::Option(b)) => self.payload("option", Some(*a), Some(*b)),
            (Kind::Future(a), Kind::Future(b)) => self.payload("future payload", *a, *b),
            (Kind::Stream(a), Kind::Stream(b)) => self.payload("stream payload", *a, *b),
            (Kind::Result { ok, err }, Kind::Result { ok: other_ok, err: other_err }) => {
                self.payload("result ok", *ok, *other_ok)?;
                self.payload("result error", *err, *other_err)
            }
            (Kind::Tuple(a), Kind::Tuple(b)) if a.len() != b.len() => whole(self, a.len().min(b.len())),
            (Kind::Tuple(a), Kind::Tuple(b)) => {
                a.iter().zip(b).enumerate().try_for_each(|(index, (a, b))| {
                    self.payload(&format!("item {index}"), Some(*a), Some(*b))
                })
            }
            (a, b) => match (Cases::of(a), Cases::of(b)) {
                (Some(a), Some(b)) if a.keyword == b.keyword => {
                    let names = a.entries.iter().zip(&b.entries);
                    let alike = names.take_while(|((a, _), (b, _))| a == b).count();
                    if a.entries.len() != b.entries.len() {
                        return whole(self, alike);
                    }
                    for ((name, a_type), (_, b_type)) in a.entries.iter().zip(&b.entries).take(alike) {
                        self.payload(&format!("{} {name}", a.word), *a_type, *b_type)?;
                    }
                    if alike == a.entries.len() { Ok(()) } else { whole(self, alike) }
                }
                _ => whole(self, 0),
            },
        }
    }

    fn payload(&mut self, place: &str, expected: Option<ValueType>, found: Option<ValueType>) -> Checked {
        self.inside(place.into(), |walk| match (expected, found) {
            (None, None) => Ok(()),
            (Some(expected), Some(found)) => walk.value(expected, found),
            (expected, found) => {
                let text = |ty: Option<ValueType>| ty.map_or(NOTHING.into(), |ty| walk.text.spelled(ty, 0));
                walk.differ(text(expected), text(found))
            }
        })
    }
}
