import type { Lacking, PlannedExport, PlannedFunction } from './plan.ts'

/** Marks an error that the glue throws while the component is made. */
export const GLUE_ERROR = 'airlock-glue:'

/**
 * The module that joins the author's exports to the world. Names are written as string literals only.
 *
 * @param entries Specifiers of the author's entry modules.
 */
export function writeGlue(plan: readonly PlannedExport[], entries: readonly string[]): string {
  const text = (value: unknown) => JSON.stringify(value).replace(/[\u2028\u2029]/g, '')
  const wire = (func: PlannedFunction) =>
    `wire(m${func.source[0]}[${text(func.source[1])}], ${text(func.name)}, ${func.params}, ${text(func.signature)}, ${text(func.shape)})`
  const member = (func: PlannedFunction | Lacking) =>
    `[${text(func.name)}]: ${'lack' in func ? `fail('function-missing', ${text(func.name)}, ${text(func.lack)})` : wire(func)}`
  const exported = (each: PlannedExport) => {
    if ('function' in each) return wire(each.function)
    const object = `{ ${each.functions.map(member).join(', ')} }`
    if (!('pass' in each)) return object
    const own = `m${each.pass[0]}[${text(each.pass[1])}]`
    return `typeof ${own} === 'function' ? ${object} : ${own}`
  }
  const lines = plan.map(
    (each, index) => `const e${index} = ${exported(each)};\nexport { e${index} as ${text(each.name)} };`,
  )
  const imports = entries.map((entry, index) => `import * as m${index} from ${text(entry)};`)
  return [...imports, RUNTIME, ...lines].join('\n')
}

/**
 * What a return value must be, by the kind of its shape. Bytes that came in as a parameter are a `Uint8Array` of
 * another realm, which `instanceof` does not know.
 */
const RUNTIME = `
const fits = (value, shape) => {
  if (shape === null) return true;
  const [kind, ...parts] = shape;
  switch (kind) {
    case 'none': return value === undefined;
    case 'bool': return typeof value === 'boolean';
    case 'string': return typeof value === 'string';
    case 'char': return typeof value === 'string' && [...value].length === 1;
    case 'f32': case 'f64': return typeof value === 'number';
    case 'int': {
      const [sign, bits] = parts;
      if (bits === 64) return typeof value === 'bigint';
      const low = sign === 'u' ? 0 : -(2 ** (bits - 1));
      return Number.isInteger(value) && value >= low && value < low + 2 ** bits;
    }
    case 'bytes': return (ArrayBuffer.isView(value) && value[Symbol.toStringTag] === 'Uint8Array') || (Array.isArray(value) && value.every((item) => Number.isInteger(item)));
    case 'list': return ArrayBuffer.isView(value) || (Array.isArray(value) && value.every((item) => fits(item, parts[0])));
    case 'tuple': return Array.isArray(value) && value.length === parts.length && value.every((item, index) => fits(item, parts[index]));
    case 'option': return value === undefined || value === null || fits(value, parts[0]);
    default: return true;
  }
};
const fail = (code, name, message) => { throw new Error('${GLUE_ERROR}' + JSON.stringify({ code, name, message })); };
const wired = new Set();
const wire = (func, name, params, signature, shape) => {
  if (wired.has(name)) fail('world-unsupported', name, 'would stand for two functions of the world: export an object for each interface');
  wired.add(name);
  if (typeof func !== 'function') fail('function-missing', name, 'is exported, but is not a function');
  if (func.length > params) fail('function-signature-mismatch', name, 'takes ' + func.length + ' parameters, but its WIT function has ' + params);
  const check = (value) => {
    if (!fits(value, shape)) throw new TypeError(name + ' returned ' + typeof value + ', but its WIT signature is ' + signature);
    return value;
  };
  return (...args) => {
    const value = func(...args);
    return typeof value?.then === 'function' ? value.then(check) : check(value);
  };
};`
