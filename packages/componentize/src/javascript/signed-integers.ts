const SIGNED = /(function toInt64\(val\) \{[^}]*?)BigInt\.asIntN\(64,/

const BITS_OF_FLOAT = 'const i64ToF64I = new BigInt64Array(1)'

/**
 * The engine of componentize-js takes no negative integer of 64 bits where one leaves JavaScript: it traps on what its
 * own code hands it for an `s64`. The same bits as an unsigned integer pass, and are the same to WebAssembly.
 *
 * @param bindings The code that componentize-js writes between the engine and a module.
 */
export function passSignedIntegers(bindings: string): string {
  return bindings
    .replace(SIGNED, '$1BigInt.asUintN(64,')
    .replace(BITS_OF_FLOAT, BITS_OF_FLOAT.replace('BigInt64', 'BigUint64'))
}
