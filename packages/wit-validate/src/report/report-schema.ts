import { type FindingCode, findingCodes } from '@wasm-airlock/shared'
import { z } from 'zod'
import { capabilityKinds } from '../capabilities/kinds.ts'
import type { ComponentReport } from '../component-report.ts'
import { incompleteWords, offerWords, secretWords, severities } from './wording/words.ts'

const count = z.int().nonnegative()
const where = z.string().describe('`component`, `module 0`, `component 1 / module 2`.')
const called = z
  .enum(['never', 'maybe'])
  .nullable()
  .describe('`never`: no path leads there; `null` where that was not looked into.')

const finding = z
  .strictObject({
    code: z.enum(keysOf(findingCodes) as [FindingCode, ...FindingCode[]]),
    severity: z.enum(severities).describe('Only `error` makes a validation fail.'),
    path: z.string(),
    args: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .describe('One thing that was noticed.')

const signature = z.strictObject({
  name: z.string(),
  params: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  result: z.string().nullable(),
})

const item = z.strictObject({
  name: z.string(),
  kind: z.enum(['interface', 'function', 'type', 'component', 'module', 'value']),
  functions: z.array(signature),
  typesOnly: z
    .literal(true)
    .exactOptional()
    .describe('It is a type of values, or an interface of nothing else.'),
})

const capability = z.strictObject({
  kind: z.enum(capabilityKinds),
  functions: z.array(z.strictObject({ import: z.string(), name: z.string(), called })),
})

const offer = z.strictObject({ kind: z.enum(keysOf(offerWords)), exports: z.array(z.string()) })

const reach = z
  .strictObject({
    complete: z.boolean().describe('Else no function is `never` called.'),
    reason: z.enum(keysOf(incompleteWords)).nullable().describe('`null` where it is complete.'),
  })
  .nullable()
  .describe('How far calls could be followed; `null` where that was not looked into.')

const coreModule = z.strictObject({
  where,
  bytes: count,
  functions: count,
  dataBytes: count,
  memories: z.array(z.strictObject({ minimumPages: count, maximumPages: count.nullable() })),
  tables: z.array(z.strictObject({ minimum: count, maximum: count.nullable() })),
  hasStart: z.boolean(),
})

const place = { where: z.string(), offset: count.describe('First byte, from the start of the component.') }

const contents = z.strictObject({
  bytes: count,
  hasStart: z.boolean(),
  modules: z.array(coreModule),
  components: z.array(z.strictObject({ where, bytes: count, hasStart: z.boolean() })),
  customSections: z.array(z.strictObject({ where, name: z.string(), bytes: count })),
  producers: z
    .record(z.string(), z.record(z.string(), z.string()))
    .describe('Field of the metadata → tool → version.'),
  hosts: z.array(
    z.strictObject({ ...place, host: z.string(), count, url: z.string(), isDocumentation: z.boolean() }),
  ),
  secrets: z.array(
    z.strictObject({ ...place, kind: z.enum(keysOf(secretWords)), start: z.string(), length: count }),
  ),
  embedded: z.array(
    z.strictObject({
      ...place,
      kind: z.enum(['core-module', 'component']),
      encoding: z.enum(['binary', 'base64']),
      bytes: count.nullable(),
    }),
  ),
  totals: z.strictObject({
    modules: count,
    components: count,
    customSections: count,
    hosts: count,
    secrets: count,
    embedded: count,
    dataBytes: count,
    searchedBytes: count,
    unlistedProducers: count.describe('Sections of which `producers` does not have everything.'),
    unchecked: count,
  }),
})

const shape = z
  .strictObject({
    ok: z.boolean().describe('No finding has the severity `error`.'),
    findings: z.array(finding),
    imports: z.array(item).describe('What the component asks for.'),
    exports: z.array(item).describe('What the component offers.'),
    capabilities: z.array(capability).describe('What it could do, most serious first.'),
    offers: z.array(offer).describe('What it can be used for.'),
    reach,
    contents: contents.nullable().describe('What it is made of; `null` where that was not read.'),
  })
  .describe('What a component is, what it can touch, and what is wrong with it.')

/** What a JSON report says; `report.schema.json` is generated from this. */
export const reportSchema: z.ZodType<ComponentReport> = shape

/** What the schema says in types, which a test compares with {@link ComponentReport}. */
export type ReportShape = z.output<typeof shape>

/** The JSON Schema of a JSON report. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(shape)
}

function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): [Key, ...Key[]] {
  return Object.keys(table) as [Key, ...Key[]]
}
