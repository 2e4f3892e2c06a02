//! The core module of the adapter.

use super::answers::{Answer, Answers, Numbers};
use super::constants::Data;
use super::handles::{Given, given_handles, is_wide};
use super::helpers::{FILL, GLOBALS, Helpers, NEXT};
use super::plan::{Plan, Stub};
use super::refused;
use crate::failure::Failure;
use std::collections::HashMap;
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataSection, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, GlobalSection, GlobalType, ImportSection, Instruction, MemArg, MemorySection, Module,
    TypeSection, ValType,
};
use wit_parser::abi::{AbiVariant, WasmSignature, WasmType};
use wit_parser::{
    LiftLowerAbi, ManglingAndAbi, Resolve, ResourceIntrinsic, SizeAlign, TypeId, TypeOwner, WasmExport,
    WasmExportKind, WasmImport, WorldKey,
};

const DATA_BASE: u32 = 16;
const MANGLING: ManglingAndAbi = ManglingAndAbi::Legacy(LiftLowerAbi::Sync);

/// The module, and for each stub of the plan what it does.
pub fn write(
    resolve: &Resolve,
    plan: &Plan,
    answers: &Answers,
) -> Result<(Vec<u8>, Vec<&'static str>), Failure> {
    let mut sizes = SizeAlign::default();
    sizes.fill(resolve);
    let mut writer = Writer {
        resolve,
        plan,
        answers,
        types: TypeSection::new(),
        known_types: HashMap::new(),
        imports: ImportSection::new(),
        imported: HashMap::new(),
        data: Data { resolve, sizes, bytes: Vec::new(), base: DATA_BASE },
    };
    writer.import_allowed();
    let bodies: Vec<_> = plan.stubs.iter().map(|stub| writer.body(stub)).collect::<Result<_, _>>()?;
    Ok(writer.finish(bodies))
}

struct Writer<'a> {
    resolve: &'a Resolve,
    plan: &'a Plan,
    answers: &'a Answers<'a>,
    types: TypeSection,
    known_types: HashMap<(Vec<ValType>, Vec<ValType>), u32>,
    imports: ImportSection,
    imported: HashMap<(String, String), u32>,
    data: Data<'a>,
}

struct Body {
    signature: WasmSignature,
    code: Vec<Instruction<'static>>,
    how: &'static str,
}

impl Writer<'_> {
    /// What is allowed of an interface stays with the import of the adapter because the module imports it.
    fn import_allowed(&mut self) {
        for partial in &self.plan.partials {
            let key = &self.plan.imported[&partial.interface];
            for function in self.resolve.interfaces[partial.interface].functions.values() {
                let signature = self.resolve.wasm_signature(AbiVariant::GuestImport, function);
                let import = WasmImport::Func { interface: Some(key), func: function };
                self.import(import, &values(&signature.params), &values(&signature.results));
            }
        }
    }

    fn import(&mut self, import: WasmImport, params: &[ValType], results: &[ValType]) -> u32 {
        let (module, name) = self.resolve.wasm_import_name(MANGLING, import);
        let ty = self.function_type(params, results);
        let next = self.imported.len() as u32;
        let Writer { imports, imported, .. } = self;
        *imported.entry((module, name)).or_insert_with_key(|(module, name)| {
            imports.import(module, name, EntityType::Function(ty));
            next
        })
    }

    fn function_type(&mut self, params: &[ValType], results: &[ValType]) -> u32 {
        let Writer { types, known_types, .. } = self;
        *known_types.entry((params.into(), results.into())).or_insert_with(|| {
            types.ty().function(params.iter().copied(), results.iter().copied());
            types.len() - 1
        })
    }

    fn body(&mut self, stub: &Stub) -> Result<Body, Failure> {
        let signature = self.resolve.wasm_signature(AbiVariant::GuestExport, &stub.function);
        let wanted = if stub.is_denied { self.answers.answer(stub) } else { Answer::Trap };
        let (answer, given) = match wanted {
            Answer::Trap => (Answer::Trap, Vec::new()),
            answer => match given_handles(self.answers, &stub.function, signature.indirect_params) {
                Some(given) => (answer, given),
                None => (Answer::Trap, Vec::new()),
            },
        };
        let mut code = Vec::new();
        for handle in &given {
            self.drop_handle(&mut code, &signature, handle)?;
        }
        let how = answer.how();
        match answer {
            Answer::Trap => code.push(Instruction::Unreachable),
            Answer::Nothing => {}
            Answer::Fresh(resource) => {
                let key = self.key_of(resource)?;
                let intrinsic = WasmImport::ResourceIntrinsic {
                    interface: Some(&key),
                    resource,
                    intrinsic: ResourceIntrinsic::ExportedNew,
                };
                let new = self.import(intrinsic, &[ValType::I32], &[ValType::I32]);
                // Nobody asks what it stands for.
                code.extend([Instruction::I32Const(1), Instruction::Call(new)]);
            }
            Answer::Predictable(Numbers::One) => code.push(Instruction::Call(NEXT)),
            Answer::Predictable(Numbers::Two) => {
                let at = self.data.reserve(16, 8) as i32;
                let store = |offset| Instruction::I64Store(MemArg { offset, align: 3, memory_index: 0 });
                code.extend([Instruction::I32Const(at), Instruction::Call(NEXT), store(0)]);
                code.extend([Instruction::I32Const(at), Instruction::Call(NEXT), store(8)]);
                code.push(Instruction::I32Const(at));
            }
            Answer::Predictable(Numbers::Bytes) => {
                let at = self.data.reserve(8, 4) as i32;
                let store = |offset| Instruction::I32Store(MemArg { offset, align: 2, memory_index: 0 });
                code.extend([
                    Instruction::I32Const(at),
                    Instruction::LocalGet(0),
                    Instruction::Call(FILL),
                    store(0),
                ]);
                code.extend([
                    Instruction::I32Const(at),
                    Instruction::LocalGet(0),
                    Instruction::I32WrapI64,
                    store(4),
                ]);
                code.push(Instruction::I32Const(at));
            }
            Answer::Error(constant) | Answer::Empty(constant) => {
                let internal = |error: anyhow::Error| {
                    Failure::new("internal", format!("A defect: {error}.")).item(&stub.name)
                };
                let ty = stub.function.result.as_ref().ok_or_else(|| refused("a function has no result"))?;
                let number = if signature.retptr {
                    u64::from(self.data.put(ty, &constant).map_err(internal)?)
                } else {
                    self.data.flat(ty, &constant).map_err(internal)?
                };
                code.push(match values(&signature.results).first() {
                    Some(ValType::I64) => Instruction::I64Const(number as i64),
                    _ => Instruction::I32Const(number as i32),
                });
            }
        }
        code.push(Instruction::End);
        Ok(Body { signature, code, how })
    }

    fn drop_handle(
        &mut self,
        code: &mut Vec<Instruction<'static>>,
        signature: &WasmSignature,
        handle: &Given,
    ) -> Result<(), Failure> {
        let get = |code: &mut Vec<_>, local: u32| {
            code.push(Instruction::LocalGet(local));
            if is_wide(signature.params[local as usize]) {
                code.push(Instruction::I32WrapI64);
            }
        };
        for (local, value) in &handle.when {
            get(code, *local);
            code.extend([Instruction::I32Const(*value as i32), Instruction::I32Eq]);
            code.push(Instruction::If(BlockType::Empty));
        }
        let key = self.key_of(handle.resource)?;
        let own = self.answers.is_own(handle.resource);
        let intrinsic = WasmImport::ResourceIntrinsic {
            interface: Some(&key),
            resource: handle.resource,
            intrinsic: if own { ResourceIntrinsic::ExportedDrop } else { ResourceIntrinsic::ImportedDrop },
        };
        let drop = self.import(intrinsic, &[ValType::I32], &[]);
        get(code, handle.local);
        code.push(Instruction::Call(drop));
        code.extend(handle.when.iter().map(|_| Instruction::End));
        Ok(())
    }

    fn key_of(&self, resource: TypeId) -> Result<WorldKey, Failure> {
        let owner = match self.resolve.types[resource].owner {
            TypeOwner::Interface(owner) => owner,
            _ => return Err(refused("a function that is denied has a resource of the world itself")),
        };
        let key = self.plan.whole.get(&owner).or_else(|| self.plan.imported.get(&owner));
        key.cloned().ok_or_else(|| refused("a function that is denied has a resource from nowhere"))
    }

    fn finish(mut self, bodies: Vec<Body>) -> (Vec<u8>, Vec<&'static str>) {
        let (mut functions, mut exports, mut code) =
            (FunctionSection::new(), ExportSection::new(), CodeSection::new());
        let first = self.imported.len() as u32;
        let helpers = Helpers {
            first: first + bodies.len() as u32,
            scratch: (DATA_BASE + self.data.bytes.len() as u32).next_multiple_of(16),
        };
        for (index, (stub, body)) in self.plan.stubs.iter().zip(&bodies).enumerate() {
            let ty = self.function_type(&values(&body.signature.params), &values(&body.signature.results));
            functions.function(ty);
            let export = WasmExport::Func {
                interface: stub.key.as_ref(),
                func: &stub.function,
                kind: WasmExportKind::Normal,
            };
            let name = self.resolve.wasm_export_name(MANGLING, export);
            exports.export(&name, ExportKind::Func, first + index as u32);
            let mut function = Function::new([]);
            for instruction in &body.code {
                function.instruction(&helpers.placed(instruction.clone()));
            }
            code.function(&function);
        }
        for (params, results, function) in helpers.functions() {
            let ty = self.function_type(params, results);
            functions.function(ty);
            code.function(&function);
        }
        exports.export("cabi_realloc", ExportKind::Func, helpers.realloc());
        exports.export("memory", ExportKind::Memory, 0);
        let mut globals = GlobalSection::new();
        for start in GLOBALS {
            let ty = GlobalType { val_type: ValType::I64, mutable: true, shared: false };
            globals.global(ty, &ConstExpr::i64_const(start));
        }
        let mut memories = MemorySection::new();
        memories.memory(helpers.memory());
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(DATA_BASE as i32), self.data.bytes);

        let mut module = Module::new();
        module
            .section(&self.types)
            .section(&self.imports)
            .section(&functions)
            .section(&memories)
            .section(&globals)
            .section(&exports)
            .section(&code)
            .section(&data);
        (module.finish(), bodies.iter().map(|body| body.how).collect())
    }
}

fn values(types: &[WasmType]) -> Vec<ValType> {
    let value = |ty: &WasmType| match ty {
        WasmType::I64 | WasmType::PointerOrI64 => ValType::I64,
        WasmType::F32 => ValType::F32,
        WasmType::F64 => ValType::F64,
        WasmType::I32 | WasmType::Pointer | WasmType::Length => ValType::I32,
    };
    types.iter().map(value).collect()
}
