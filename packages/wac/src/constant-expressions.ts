import type { Reader } from './binary.ts'
import { isReferenceType } from './simple-types.ts'

/** Of segments, which wasmparser does not see: one constant, or a global that is imported. */
export function skipConstant(reader: Reader, importedGlobals: number): boolean {
  switch (reader.byte()) {
    case 0x23: // global.get
      if (reader.u32() >= importedGlobals) return false
      break
    case 0x41: // i32.const
    case 0x42: // i64.const
      reader.skipNumber()
      break
    default:
      return false
  }
  return reader.byte() === 0x0b && !reader.failed
}

/** Of globals, which wasmparser sees: whatever names no function, whose numbers are not those of the stub. */
export function skipExpression(reader: Reader): boolean {
  while (!reader.failed) {
    switch (reader.byte()) {
      case 0x0b: // end
        return !reader.failed
      case 0x23: // global.get, i32.const, i64.const
      case 0x41:
      case 0x42:
        reader.skipNumber()
        break
      case 0x43: // f32.const
        reader.skip(4)
        break
      case 0x44: // f64.const
        reader.skip(8)
        break
      case 0xfd: // v128.const
        if (reader.u32() !== 0x0c) return false
        reader.skip(16)
        break
      case 0x6a: // i32.add, i32.sub, i32.mul
      case 0x6b:
      case 0x6c:
      case 0x7c: // i64.add, i64.sub, i64.mul
      case 0x7d:
      case 0x7e:
        break
      case 0xd0: {
        if (!isReferenceType(reader.byte())) return false
        break
      }
      default:
        return false
    }
  }
  return false
}
