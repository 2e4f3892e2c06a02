// Every function of the corpus, in plain JavaScript.
const echo = (v) => v
const settle = (v) => {
  if (v.tag === 'err') throw v.val
  return v.val
}
const show = (v) =>
  JSON.stringify(v, (_, item) => {
    if (typeof item === 'bigint') return `${item}n`
    if (typeof item === 'number' && (!Number.isFinite(item) || Object.is(item, -0))) {
      return Object.is(item, -0) ? '-0' : String(item)
    }
    return item instanceof Uint8Array ? [...item] : item
  }) ?? 'undefined'
const showText = (v) => `${v.length}: ${[...v].map((char) => char.codePointAt(0))}`

let calls = 0

const fail = (how) => {
  if (how === 'type') return 'no number'
  if (how === 'range') return 2 ** 32
  if (how === 'deep') return fail(how) + 1
  if (how === 'exit') throw { exit: 3 }
  throw new Error(how)
}

const recurse = (depth) => (depth === 0 ? 0 : 1 + recurse(depth - 1))

export const values = {
  echoBool: echo,
  echoU8: echo,
  echoS8: echo,
  echoU16: echo,
  echoS16: echo,
  echoU32: echo,
  echoS32: echo,
  echoU64: echo,
  echoS64: echo,
  echoF32: echo,
  echoF64: echo,
  echoChar: echo,
  echoText: echo,
  echoBytes: echo,
  echoSignedBytes: echo,
  echoBools: echo,
  echoShorts: echo,
  echoWords: echo,
  echoLongs: echo,
  echoSignedLongs: echo,
  echoFloats: echo,
  echoDoubles: echo,
  echoChars: echo,
  echoTexts: echo,
  echoBlobs: echo,
  echoGrid: echo,
  echoPairs: echo,
  echoTuple: echo,
  echoTupleOfOne: echo,
  echoDeepTuple: echo,
  echoPoint: echo,
  echoRecord: echo,
  echoWide: echo,
  echoNested: echo,
  echoHolder: echo,
  echoShape: echo,
  echoShapes: echo,
  echoOnlyText: echo,
  echoOfNumbers: echo,
  echoColour: echo,
  echoMany: echo,
  echoOne: echo,
  echoColours: echo,
  echoLone: echo,
  echoFew: echo,
  echoEight: echo,
  echoNine: echo,
  echoSixteen: echo,
  echoThirtyTwo: echo,
  echoRights: echo,
  echoOption: echo,
  echoOptionText: echo,
  echoOptionOption: echo,
  echoOptionThree: echo,
  echoOptions: echo,
  echoOptionBytes: echo,
  echoOptionRecord: echo,
  echoOptionResult: echo,
  echoResults: echo,
  echoResultOption: echo,
  returnBoth: settle,
  returnOk: settle,
  returnErr: settle,
  returnNeither: settle,
  returnNested: settle,
  returnRecords: settle,
  returnOptions: settle,
  showS64: show,
  showU64: show,
  showF32: show,
  showF64: show,
  showChar: show,
  showText: showText,
  showBytes: show,
  showRecord: show,
  showShape: show,
  showMany: show,
  showNine: show,
  showThirtyTwo: show,
  showOptionOption: show,
  showResults: show,
  showGrid: show,
  joinAll: (a, b, c, d, e, f, g, h, i, j, k, l) => show([a, b, c, d, e, f, g, h, i ?? null, j, k, l]),
  pair: (a, b) => [b, a],
  nothing: () => undefined,
  count: () => {
    calls += 1
    return calls
  },
  repeat: (text, times) => text.repeat(times),
  blob: (size) => Uint8Array.from({ length: size }, (_, index) => index % 251),
  fail,
  recurse,
}

export const plain = (v) => [...v].reverse()
