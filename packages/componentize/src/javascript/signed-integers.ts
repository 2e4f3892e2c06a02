const SIGNED = /(function toInt64\(val\) \{[^}]*?)BigInt\.asIntN\(64,/

const BITS_OF_FLOAT = 'const i64ToF64I = new BigInt64Array(1)'

const AS_SIGNED =
  "const $asSigned = (value) => (typeof value === 'bigint' ? BigInt.asIntN(64, value) : value);\n"

/**
 * The engine of componentize-js knows 64 bits as an unsigned integer only. On a negative one that leaves JavaScript it
 * traps, and an `s64` that comes in, as a parameter of an export or the result of an import, is as large as an `u64`.
 * So the same bits leave as an unsigned integer, and come in as a signed one, which the bindings convert for `u64`.
 *
 * @param bindings The code that componentize-js writes between the engine and a module.
 */
export function passSignedIntegers(bindings: string): string {
  const passed = bindings
    .replace(SIGNED, '$1BigInt.asUintN(64,')
    .replace(BITS_OF_FLOAT, BITS_OF_FLOAT.replace('BigInt64', 'BigUint64'))
    .replace(/^( *ret = (?:await )?)(\$import_[^\n]*\));$/gm, '$1$asSigned($2);')
    .replace(/^(?:async )?function export_[^\n(]*\(([^)\n]+)\) \{$/gm, (head, params: string) => {
      const names = params.split(', ')
      return `${head}\n${names.map((name) => `${name} = $asSigned(${name});`).join(' ')}`
    })
  return AS_SIGNED + passed
}
