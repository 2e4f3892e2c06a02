import { valueTypes } from './body-module.ts'

const { I32, I64, F32, F64 } = valueTypes

/** Numeric instructions: first and last opcode, operands, result. */
export const numericInstructions: readonly (readonly [number, number, readonly number[], number])[] = [
  [0x45, 0x45, [I32], I32],
  [0x46, 0x4f, [I32, I32], I32],
  [0x50, 0x50, [I64], I32],
  [0x51, 0x5a, [I64, I64], I32],
  [0x5b, 0x60, [F32, F32], I32],
  [0x67, 0x69, [I32], I32],
  [0x6a, 0x78, [I32, I32], I32],
  [0x7c, 0x8a, [I64, I64], I64],
  [0x92, 0x98, [F32, F32], F32],
  [0xa0, 0xa6, [F64, F64], F64],
  [0xa7, 0xa7, [I64], I32],
  [0xac, 0xad, [I32], I64],
  [0xb2, 0xb3, [I32], F32],
  [0xb9, 0xba, [I64], F64],
  [0xbb, 0xbb, [F32], F64],
  [0xc2, 0xc4, [I64], I64],
  [0x2a, 0x2a, [I32], F32],
]
