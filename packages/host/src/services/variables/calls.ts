import { z } from '../../schema.ts'
import { defineOperation } from '../service.ts'

/** Longest name of a variable, in UTF-16 units. */
export const MAX_NAME_LENGTH = 1000

/** The value of one variable of the component. */
export const getVariable = defineOperation(
  'variables.get',
  z.strictObject({ name: z.string().max(MAX_NAME_LENGTH) }),
  z.discriminatedUnion('tag', [
    z.strictObject({ tag: z.literal('ok'), value: z.string() }),
    z.strictObject({ tag: z.literal('undefined'), message: z.string() }),
  ]),
)

/** All variables of the component. */
export const listVariables = defineOperation(
  'variables.list',
  z.strictObject({}),
  z.strictObject({ variables: z.array(z.tuple([z.string(), z.string()])) }),
)
