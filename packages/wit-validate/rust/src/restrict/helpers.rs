//! The functions of the adapter's core module that its stubs share, and its memory.

use wasm_encoder::{BlockType, Function, Instruction, MemArg, MemoryType, ValType};

const PAGE: u32 = 65_536;
/// As much as a call may hand over: 16 MiB. What is larger traps, whatever the answer would be.
const MAX_SCRATCH_PAGES: u32 = 256;
const MAX_SCRATCH: u32 = MAX_SCRATCH_PAGES * PAGE;

/// Stands in a call for `next() -> i64`, the next predictable number.
pub const NEXT: u32 = u32::MAX;
/// Stands in a call for `fill(length: i64) -> i32`, the address of as many predictable bytes.
pub const FILL: u32 = u32::MAX - 1;

/// The first values of the globals: the state of SplitMix64. Counting on, it never keeps a loop waiting that wants
/// another number than the last one.
pub const GLOBALS: [i64; 1] = [0];
const STATE: u32 = 0;

pub struct Helpers {
    /// Index of the first of these functions.
    pub first: u32,
    /// Address of what may be written over at any time, behind all that is constant.
    pub scratch: u32,
}

type Helper = (&'static [ValType], &'static [ValType], Function);

impl Helpers {
    pub fn realloc(&self) -> u32 {
        self.first
    }

    /// The instruction with the index of the function that is meant.
    pub fn placed<'a>(&self, instruction: Instruction<'a>) -> Instruction<'a> {
        match instruction {
            Instruction::Call(NEXT) => Instruction::Call(self.first + 1),
            Instruction::Call(FILL) => Instruction::Call(self.first + 2),
            other => other,
        }
    }

    pub fn memory(&self) -> MemoryType {
        let pages = self.scratch.div_ceil(PAGE).max(1);
        MemoryType {
            minimum: u64::from(pages),
            maximum: Some(u64::from(pages + MAX_SCRATCH_PAGES)),
            memory64: false,
            shared: false,
            page_size_log2: None,
        }
    }

    /// Parameters, results and body, in the order of their indexes.
    pub fn functions(&self) -> [Helper; 3] {
        const I32: ValType = ValType::I32;
        const I64: ValType = ValType::I64;
        [
            (&[I32; 4], &[I32], self.write(&[I32], self.realloc_body())),
            (&[], &[I64], self.write(&[I64], next_body())),
            (&[I64], &[I32], self.write(&[I32, I32], self.fill_body())),
        ]
    }

    fn write(&self, locals: &[ValType], body: Vec<Instruction<'static>>) -> Function {
        let mut function = Function::new_with_locals_types(locals.iter().copied());
        for instruction in body {
            function.instruction(&self.placed(instruction));
        }
        function.instruction(&Instruction::End);
        function
    }

    /// Gives the same address every time: nobody reads what is written there, so nothing needs to last.
    fn realloc_body(&self) -> Vec<Instruction<'static>> {
        let (new_size, missing) = (3, 4);
        vec![
            // A size that the memory cannot have is refused before it is added to anything.
            Instruction::LocalGet(new_size),
            Instruction::I32Const(MAX_SCRATCH as i32),
            Instruction::I32GtU,
            Instruction::If(BlockType::Empty),
            Instruction::Unreachable,
            Instruction::End,
            Instruction::LocalGet(new_size),
            Instruction::I32Const((self.scratch + PAGE - 1) as i32),
            Instruction::I32Add,
            Instruction::I32Const(16),
            Instruction::I32ShrU,
            Instruction::MemorySize(0),
            Instruction::I32Sub,
            Instruction::LocalTee(missing),
            Instruction::I32Const(0),
            Instruction::I32GtS,
            Instruction::If(BlockType::Empty),
            Instruction::LocalGet(missing),
            Instruction::MemoryGrow(0),
            Instruction::I32Const(-1),
            Instruction::I32Eq,
            Instruction::If(BlockType::Empty),
            Instruction::Unreachable,
            Instruction::End,
            Instruction::End,
            Instruction::I32Const(self.scratch as i32),
        ]
    }

    fn fill_body(&self) -> Vec<Instruction<'static>> {
        let (length, at, end) = (0, 1, 2);
        vec![
            Instruction::LocalGet(length),
            Instruction::I64Const(i64::from(MAX_SCRATCH - 8)),
            Instruction::I64GtU,
            Instruction::If(BlockType::Empty),
            Instruction::Unreachable,
            Instruction::End,
            // Room for the last number, of which not all bytes may be wanted.
            Instruction::I32Const(0),
            Instruction::I32Const(0),
            Instruction::I32Const(16),
            Instruction::LocalGet(length),
            Instruction::I32WrapI64,
            Instruction::I32Const(8),
            Instruction::I32Add,
            Instruction::Call(self.realloc()),
            Instruction::LocalTee(at),
            Instruction::LocalGet(length),
            Instruction::I32WrapI64,
            Instruction::I32Add,
            Instruction::LocalSet(end),
            Instruction::Block(BlockType::Empty),
            Instruction::Loop(BlockType::Empty),
            Instruction::LocalGet(at),
            Instruction::LocalGet(end),
            Instruction::I32GeU,
            Instruction::BrIf(1),
            Instruction::LocalGet(at),
            Instruction::Call(NEXT),
            Instruction::I64Store(MemArg { offset: 0, align: 0, memory_index: 0 }),
            Instruction::LocalGet(at),
            Instruction::I32Const(8),
            Instruction::I32Add,
            Instruction::LocalSet(at),
            Instruction::Br(0),
            Instruction::End,
            Instruction::End,
            Instruction::I32Const(self.scratch as i32),
        ]
    }
}

/// SplitMix64.
fn next_body() -> Vec<Instruction<'static>> {
    let number = 0;
    let mut body = vec![
        Instruction::GlobalGet(STATE),
        Instruction::I64Const(0x9E37_79B9_7F4A_7C15_u64 as i64),
        Instruction::I64Add,
        Instruction::LocalTee(number),
        Instruction::GlobalSet(STATE),
    ];
    for (shift, factor) in [(30, 0xBF58_476D_1CE4_E5B9_u64), (27, 0x94D0_49BB_1331_11EB)] {
        body.extend(mixed(number, shift));
        body.extend([
            Instruction::I64Const(factor as i64),
            Instruction::I64Mul,
            Instruction::LocalSet(number),
        ]);
    }
    body.extend(mixed(number, 31));
    body
}

/// The number, with its upper bits in the lower ones too.
fn mixed(number: u32, shift: i64) -> [Instruction<'static>; 5] {
    [
        Instruction::LocalGet(number),
        Instruction::LocalGet(number),
        Instruction::I64Const(shift),
        Instruction::I64ShrU,
        Instruction::I64Xor,
    ]
}
