import { leb128 } from '../../../../tools/leb128.ts'

/** Types of values, as they are written; the last one is no byte: a reference to functions of type 0. */
export const valueTypes = {
  I32: 0x7f,
  I64: 0x7e,
  F32: 0x7d,
  F64: 0x7c,
  V128: 0x7b,
  FUNC: 0x70,
  EXTERN: 0x6f,
  TYPED: 0,
} as const

const { I32, I64, F32, F64, V128, FUNC, EXTERN, TYPED } = valueTypes
const END = 0x0b

export interface FunctionType {
  readonly parameters: readonly number[]
  readonly results: readonly number[]
}

/** The types of the functions of {@link wrapBody}, one each, by number; calls of the last ones are of interest. */
export const functionTypes: readonly FunctionType[] = [
  { parameters: [], results: [] },
  { parameters: [I32], results: [I64] },
  { parameters: [FUNC, V128], results: [EXTERN] },
  { parameters: [F64, I64], results: [F32] },
  { parameters: [TYPED], results: [I32] },
  { parameters: [], results: [TYPED] },
]

/** A body and how many functions and which of them it is for. */
export interface RandomBody {
  readonly body: readonly number[]
  readonly type: number
}

/** A module in which the body may stand, among other functions, a table, a memory and so on. */
export function wrapBody({ body, type }: RandomBody): Uint8Array {
  const section = (id: number, content: readonly number[]) => [id, ...leb128(content.length), ...content]
  const bytesOf = (type: number) => (type === TYPED ? [0x64, 0] : [type])
  const types = functionTypes.flatMap(({ parameters, results }) => {
    return [
      0x60,
      ...[parameters.length, ...parameters.flatMap(bytesOf)],
      ...[results.length, ...results.flatMap(bytesOf)],
    ]
  })
  const count = functionTypes.length
  const smallest = [3, 0, 0x00, END]
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [count, ...types]),
    ...section(3, [count + 1, ...functionTypes.keys(), type]),
    ...section(4, [2, FUNC, 0, 4, EXTERN, 0, 4]),
    ...section(5, [1, 0, 2]),
    ...section(6, [2, I32, 1, 0x41, 0, END, FUNC, 1, 0xd0, FUNC, END]),
    ...section(9, [2, 1, 0, 1, 0, 3, 0, 1, 1]),
    ...section(12, [1]),
    ...section(10, [
      count + 1,
      ...Array.from({ length: count }, () => smallest).flat(),
      ...leb128(body.length),
      ...body,
    ]),
    ...section(11, [1, 1, 1, 7]),
  ])
}
