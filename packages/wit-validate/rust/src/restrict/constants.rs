//! Values that are known beforehand, as the canonical ABI lays them out.

use wit_parser::{Int, Resolve, SizeAlign, Type, TypeDefKind};

pub enum Constant {
    /// Of an integer type, or `bool`.
    Number(u64),
    Text(&'static str),
    List(Vec<Constant>),
    /// Of an `enum`, `variant`, `option` or `result`.
    Case(usize, Option<Box<Constant>>),
}

/// The part of a memory that never changes.
pub struct Data<'a> {
    pub resolve: &'a Resolve,
    pub sizes: SizeAlign,
    pub bytes: Vec<u8>,
    /// The address of the first byte; a multiple of 16.
    pub base: u32,
}

impl Data<'_> {
    /// The address at which the value stands from now on.
    pub fn put(&mut self, ty: &Type, constant: &Constant) -> anyhow::Result<u32> {
        let at = self.allocate(self.size(ty), self.sizes.align(ty).align_wasm32());
        self.store(ty, constant, at)?;
        Ok(self.base + at as u32)
    }

    /// The address of bytes that a function writes before it returns.
    pub fn reserve(&mut self, size: usize, align: usize) -> u32 {
        self.base + self.allocate(size, align) as u32
    }

    /// The one number that the value is, of a type that is passed as one.
    pub fn flat(&self, ty: &Type, constant: &Constant) -> anyhow::Result<u64> {
        match (kind(self.resolve, ty), constant) {
            (None, Constant::Number(number)) => Ok(*number),
            (Some(_), Constant::Case(index, None)) => Ok(*index as u64),
            _ => anyhow::bail!("a constant is not of its type"),
        }
    }

    fn size(&self, ty: &Type) -> usize {
        self.sizes.size(ty).size_wasm32()
    }

    fn allocate(&mut self, size: usize, align: usize) -> usize {
        let at = self.bytes.len().next_multiple_of(align.max(1));
        self.bytes.resize(at + size, 0);
        at
    }

    fn write(&mut self, at: usize, value: u64, size: usize) {
        self.bytes[at..at + size].copy_from_slice(&value.to_le_bytes()[..size]);
    }

    fn write_range(&mut self, at: usize, start: usize, length: usize) {
        self.write(at, u64::from(self.base) + start as u64, 4);
        self.write(at + 4, length as u64, 4);
    }

    fn store(&mut self, ty: &Type, constant: &Constant, at: usize) -> anyhow::Result<()> {
        let resolve = self.resolve;
        match (kind(resolve, ty), constant) {
            (None, Constant::Number(number)) => self.write(at, *number, self.size(ty)),
            (None, Constant::Text(text)) => {
                let start = self.allocate(text.len(), 1);
                self.bytes[start..start + text.len()].copy_from_slice(text.as_bytes());
                self.write_range(at, start, text.len());
            }
            (Some(TypeDefKind::List(element)), Constant::List(items)) => {
                let size = self.size(element);
                // Of an empty list, too, the address is looked at.
                let align = self.sizes.align(element).align_wasm32();
                let start = self.allocate(size * items.len(), align);
                for (index, item) in items.iter().enumerate() {
                    self.store(element, item, start + index * size)?;
                }
                self.write_range(at, start, items.len());
            }
            (Some(TypeDefKind::Enum(ty)), Constant::Case(index, None)) => {
                self.write(at, *index as u64, tag_bytes(ty.tag()));
            }
            (Some(TypeDefKind::Variant(ty)), Constant::Case(index, payload)) => {
                let cases: Vec<_> = ty.cases.iter().map(|case| case.ty.as_ref()).collect();
                self.store_case(ty.tag(), &cases, *index, payload.as_deref(), at)?;
            }
            (Some(TypeDefKind::Option(ty)), Constant::Case(index, payload)) => {
                self.store_case(Int::U8, &[None, Some(ty)], *index, payload.as_deref(), at)?;
            }
            (Some(TypeDefKind::Result(ty)), Constant::Case(index, payload)) => {
                self.store_case(Int::U8, &[ty.ok.as_ref(), ty.err.as_ref()], *index, payload.as_deref(), at)?;
            }
            _ => anyhow::bail!("a constant is not of its type"),
        }
        Ok(())
    }

    fn store_case(
        &mut self,
        tag: Int,
        cases: &[Option<&Type>],
        index: usize,
        payload: Option<&Constant>,
        at: usize,
    ) -> anyhow::Result<()> {
        self.write(at, index as u64, tag_bytes(tag));
        let offset = self.sizes.payload_offset(tag, cases.iter().copied()).size_wasm32();
        match (cases.get(index), payload) {
            (Some(None), None) => Ok(()),
            (Some(Some(ty)), Some(payload)) => self.store(ty, payload, at + offset),
            _ => anyhow::bail!("a constant is not of its type"),
        }
    }
}

/// What stands behind aliases; nothing for what is built in.
fn kind<'a>(resolve: &'a Resolve, ty: &Type) -> Option<&'a TypeDefKind> {
    let Type::Id(id) = ty else { return None };
    match &resolve.types[*id].kind {
        TypeDefKind::Type(ty) => kind(resolve, ty),
        kind => Some(kind),
    }
}

fn tag_bytes(tag: Int) -> usize {
    match tag {
        Int::U8 => 1,
        Int::U16 => 2,
        Int::U32 => 4,
        Int::U64 => 8,
    }
}
