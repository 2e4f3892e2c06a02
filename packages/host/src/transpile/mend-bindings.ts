/** Where jco's bindings do not do what the canonical ABI of the component model says, and what is put in the place. */
interface Mend {
  /** What the bindings hold now, as jco writes it. */
  readonly find: RegExp
  readonly replace: string
}

/**
 * Every one is a difference to Wasmtime that the corpus has found. The text of the bindings is jco's own apart from
 * names, which hold neither blanks nor brackets.
 */
const MENDS: readonly Mend[] = [
  // Text: a byte order mark is a character like any other, and what is no text traps.
  {
    find: /^( *const TEXT_DECODER_UTF8 = new TextDecoder\()\);$/m,
    replace: "$1'utf-8', { fatal: true, ignoreBOM: true });",
  },
  {
    find: /^( *const utf16Decoder = new TextDecoder\('utf-16')\);$/m,
    replace: '$1, { fatal: true, ignoreBOM: true });',
  },
  // The allocator is asked for the place of an empty text too, and may trap.
  {
    find: /^( *)if \(s\.length === 0\) \{? ?return \{ ptr: 1, len: 0 \};? ?\}?$/m,
    replace: '$1if (s.length === 0) return { ptr: $$within(memory, realloc(0, 0, 1, 0) >>> 0), len: 0 };',
  },
  // Bits beyond a small integer or a flag do not count, and all that is not 0 is true.
  {
    find: /^( *)throw new TypeError\(`must be between \$\{min\} and \$\{max\}`\);$/m,
    replace: '$1const size = max - min + 1;\n$1return ((((i - min) % size) + size) % size) + min;',
  },
  { find: /throw new TypeError\('flags have extraneous bits set'\)/g, replace: 'void 0' },
  {
    find: /^( *)throw new TypeError\('invalid variant discriminant for bool'\);$/m,
    replace: '$1return true;',
  },
  // What is smaller than the 64 bits that cases share is widened with zeros.
  { find: /(const f32ToI32 = f => \(i32ToF32F\[0\] = f, i32ToF32I\[0\])\);/, replace: '$1 >>> 0);' },
  { find: /BigInt\((toInt(?:8|16|32)\(e\))\)/g, replace: 'BigInt($1 >>> 0)' },
  // A list that does not lie in the memory traps; slicing would cut it off.
  {
    find: /\b(memory\d+)\.buffer\.slice\(((?:ptr|base)\d+), \2 \+ (len\d+) \* (\d+)\)/g,
    replace: '$$sliceWithin($1, $2, $3 * $4)',
  },
  {
    find: /^( *var (base\d+) = dataView\((memory\d+)\).*\n *)(?=if \(\2 % )/gm,
    replace: '$1$$within($3, $2); ',
  },
  // So does what is not aligned: a place from the allocator, or a place where a result lies.
  { find: /( = )(realloc\d+\(0, 0, (\d+), .+\));$/gm, replace: '$1$$aligned($2, $3);' },
  {
    find: /\.get(Big)?(U?[Ii]nt|Float)(16|32|64)\(ret \+ /g,
    replace: '.get$1$2$3($$aligned(ret, $3 / 8) + ',
  },
  // Handles: 0 is a representation like any other, and what was never in a table is not taken out of it.
  {
    find: /if \((?:rep|val) === 0 \|\| \(scope & T_FLAG\) !== 0\)/g,
    replace: 'if (scope === undefined || handle < 1 || (scope & T_FLAG) !== 0)',
  },
  { find: /\b(handleTable\d+)\[\((handle\d+) << 1\) \+ 1\] & ~T_FLAG/g, replace: '$$repOf($1, $2)' },
  // Start-up code may call what suspends: it is run so that it can, by no task that anything else would know of.
  {
    find: /^( *if \(!saved && !mayBlock\) \{\n *)throw new WebAssemblyRuntimeError\('cannot block a synchronous task before returning'\);$/m,
    replace: '$1return fn.apply(null, args);',
  },
  // A component that has owned a resource once is lent a handle like any other.
  {
    find: /^( *)const newHandle = rscTableCreateOwn\(toTable, rep\);$/m,
    replace:
      '$1const isItsOwn = toTable._createdReps.has(rep);\n$&\n$1if (!isItsOwn) toTable._createdReps.delete(rep);',
  },
]

/** Their names begin with a `$`, as no name of a function does that comes out of WIT and would hide them. */
const CHECKS = `
function $sliceWithin(memory, at, length) {
  $within(memory, at + length);
  return memory.buffer.slice(at, at + length);
}
function $within(memory, at) {
  if (at > memory.buffer.byteLength) {
    throw new WebAssembly.RuntimeError('what should lie in the memory lies outside of it');
  }
  return at;
}
function $repOf(table, handle) {
  const scope = table[handle << 1];
  if (handle < 1 || scope === undefined || (scope & (1 << 30)) !== 0) {
    throw new WebAssembly.RuntimeError('a handle that is not in the table: ' + handle);
  }
  return table[(handle << 1) + 1] & ~(1 << 30);
}
function $aligned(at, alignment) {
  if (at % alignment !== 0) throw new WebAssembly.RuntimeError('a place in the memory is not aligned');
  return at;
}
`

/**
 * Makes what jco generates do as Wasmtime does, where it does not.
 *
 * @param bindings The generated JavaScript.
 */
export function mendBindings(bindings: string): string {
  return MENDS.reduce((text, { find, replace }) => text.replace(find, replace), bindings) + CHECKS
}
