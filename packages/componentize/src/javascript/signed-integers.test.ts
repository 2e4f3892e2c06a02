import { expect, test } from 'vitest'
import { passSignedIntegers } from './signed-integers.ts'

const bindings = `
const i64ToF64I = new BigInt64Array(1);
const i64ToF64F = new Float64Array(i64ToF64I.buffer);
const f64ToI64 = f => (i64ToF64F[0] = f, i64ToF64I[0]);
const i64ToF64 = i => (i64ToF64I[0] = i, i64ToF64F[0]);
function toInt64(val) {
  const converted = BigInt(val)
  return BigInt.asIntN(64, converted);
}
const own = (x) => BigInt.asIntN(64, x);
return { toInt64, f64ToI64, i64ToF64, own };
`

test('64 bits leave as an unsigned integer, and nothing else changes', () => {
  const before = new Function(bindings)()
  const after = new Function(passSignedIntegers(bindings))()
  for (const value of [-7n, -(2n ** 63n), -1n, 0n, 7n, 2n ** 63n - 1n]) {
    expect(after.toInt64(value)).toBeGreaterThanOrEqual(0n)
    expect(BigInt.asIntN(64, after.toInt64(value))).toBe(before.toInt64(value))
    expect(after.own(value)).toBe(value)
  }
  for (const value of [-2.5, 0, 1e300, -Infinity]) {
    expect(after.f64ToI64(value)).toBeGreaterThanOrEqual(0n)
    expect(after.i64ToF64(after.f64ToI64(value))).toBe(value)
  }
})
