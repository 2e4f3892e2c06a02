//! The code of each function of the adapter.

use super::answers::{Answer, Numbers};
use super::constants::Constant;
use super::handles::{Given, given_handles, is_wide};
use super::helpers::{FILL, NEXT};
use super::module::{Writer, values};
use super::plan::Stub;
use super::refused;
use crate::failure::Failure;
use wasm_encoder::{BlockType, Instruction, MemArg, ValType};
use wit_parser::abi::{AbiVariant, WasmSignature};
use wit_parser::{ResourceIntrinsic, TypeId, TypeOwner, WasmImport, WorldKey};

pub struct Body {
    pub signature: WasmSignature,
    pub code: Vec<Instruction<'static>>,
    pub how: &'static str,
}

impl Writer<'_> {
    pub fn body(&mut self, stub: &Stub) -> Result<Body, Failure> {
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
            Answer::FirstOfList => {
                let length = 1;
                code.extend([Instruction::LocalGet(length), Instruction::I32Eqz]);
                code.extend([Instruction::If(BlockType::Empty), Instruction::Unreachable, Instruction::End]);
                code.push(self.constant(stub, &signature, &Constant::List(vec![Constant::Number(0)]))?);
            }
            Answer::Error(constant) | Answer::Empty(constant) => {
                code.push(self.constant(stub, &signature, &constant)?);
            }
        }
        code.push(Instruction::End);
        Ok(Body { signature, code, how })
    }

    /// What gives the value of a result.
    fn constant(
        &mut self,
        stub: &Stub,
        signature: &WasmSignature,
        constant: &Constant,
    ) -> Result<Instruction<'static>, Failure> {
        let internal =
            |error: anyhow::Error| Failure::new("internal", format!("A defect: {error}.")).item(&stub.name);
        let ty = stub.function.result.as_ref().ok_or_else(|| refused("a function has no result"))?;
        let number = if signature.retptr {
            u64::from(self.data.put(ty, constant).map_err(internal)?)
        } else {
            self.data.flat(ty, constant).map_err(internal)?
        };
        Ok(match values(&signature.results).first() {
            Some(ValType::I64) => Instruction::I64Const(number as i64),
            _ => Instruction::I32Const(number as i32),
        })
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
}
