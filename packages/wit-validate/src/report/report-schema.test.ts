import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { ComponentReport } from '../component-report.ts'
import { type ReportShape, reportJsonSchema, reportSchema } from './report-schema.ts'
import { exampleReport } from './testing/example-report.ts'
import { hostileReport } from './testing/hostile-report.ts'

type Unlocked<Value> = Value extends object ? { -readonly [Key in keyof Value]: Unlocked<Value[Key]> } : Value

const conforms = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(reportJsonSchema())

describe('the JSON Schema of a report', () => {
  test('is the one that the package carries', async () => {
    const built = await readFile(new URL('../../dist/report.schema.json', import.meta.url), 'utf8')
    expect(JSON.parse(built)).toEqual(reportJsonSchema())
    expect(JSON.parse(built).$schema).toBe('https://json-schema.org/draft/2020-12/schema')
  })

  test('says what the type says', () => {
    expectTypeOf<Unlocked<ReportShape>>().toEqualTypeOf<Unlocked<ComponentReport>>()
  })

  test('fits reports, before and after they were text', () => {
    for (const report of [exampleReport(), exampleReport({ contents: null }), hostileReport(1)]) {
      expect(reportSchema.parse(report)).toEqual(report)
      expect(conforms(JSON.parse(JSON.stringify(report))), JSON.stringify(conforms.errors)).toBe(true)
    }
  })

  test('refuses a key more or less at any depth', () => {
    for (const [where, object] of listObjects(exampleReport())) {
      if (/\/(args|producers|producers\/[^/]*)$/.test(where)) continue
      const changed = structuredClone(exampleReport())
      const target = listObjects(changed).find(([place]) => place === where)?.[1] as Record<string, unknown>
      target.surprise = 1
      expect(conforms(changed), `${where}/surprise`).toBe(false)
      delete target.surprise
      for (const key of Object.keys(object)) {
        const value = target[key]
        delete target[key]
        expect(conforms(changed), `${where}/${key}`).toBe(false)
        target[key] = value
      }
    }
  })
})

/** All objects inside of a value that are no arrays, with where they are. */
function listObjects(value: unknown, where = ''): [string, object][] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.entries(value).flatMap(([key, each]) => listObjects(each, `${where}/${key}`))
  return Array.isArray(value) ? inside : [[where, value], ...inside]
}
