//! The core module of the adapter.

use super::answers::Answers;
use super::bodies::Body;
use super::constants::Data;
use super::helpers::{GLOBALS, Helpers};
use super::plan::Plan;
use crate::failure::Failure;
use std::collections::HashMap;
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, EntityType, ExportKind, ExportSection, Function, FunctionSection,
    GlobalSection, GlobalType, ImportSection, MemorySection, Module, TypeSection, ValType,
};
use wit_parser::abi::{AbiVariant, WasmType};
use wit_parser::{LiftLowerAbi, ManglingAndAbi, Resolve, SizeAlign, WasmExport, WasmExportKind, WasmImport};

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

pub struct Writer<'a> {
    pub resolve: &'a Resolve,
    pub plan: &'a Plan,
    pub answers: &'a Answers<'a>,
    types: TypeSection,
    known_types: HashMap<(Vec<ValType>, Vec<ValType>), u32>,
    imports: ImportSection,
    imported: HashMap<(String, String), u32>,
    pub data: Data<'a>,
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

    pub fn import(&mut self, import: WasmImport, params: &[ValType], results: &[ValType]) -> u32 {
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
            // A plain function may be called as the memory is. Between interfaces, these names do not tell versions apart.
            let mangling = if stub.key.is_some() { MANGLING } else { ManglingAndAbi::Standard32 };
            let name = self.resolve.wasm_export_name(mangling, export);
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

pub fn values(types: &[WasmType]) -> Vec<ValType> {
    let value = |ty: &WasmType| match ty {
        WasmType::I64 | WasmType::PointerOrI64 => ValType::I64,
        WasmType::F32 => ValType::F32,
        WasmType::F64 => ValType::F64,
        WasmType::I32 | WasmType::Pointer | WasmType::Length => ValType::I32,
    };
    types.iter().map(value).collect()
}
