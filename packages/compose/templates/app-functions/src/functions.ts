import type { OfferedFunction } from './shape.ts'

/** Written anew for the interface of each project. */
export const functions: readonly OfferedFunction[] = [
  {
    path: '/apply',
    signature: 'apply: func(text: string) -> string',
    params: [['text', 'string']],
    returns: 'string',
  },
]
