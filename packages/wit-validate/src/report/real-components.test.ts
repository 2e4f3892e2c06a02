import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { componentizeSource } from '@wasm-airlock/componentize'
import { promptWit, promptWorld } from '@wasm-airlock/shared'
import { parseWat } from '@wasm-airlock/wac'
import { Ajv2020 } from 'ajv/dist/2020.js'
import stringWidth from 'string-width'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ComponentReport } from '../component-report.ts'
import { componentWithNames, promptComponent } from '../fixtures.ts'
import { reportComponent } from '../report-component.ts'
import { diffReports } from './diff/diff.ts'
import { formatDiff, formatMarkdownDiff } from './diff/format-diff.ts'
import { formatMarkdown } from './markdown/markdown.ts'
import { reportJsonSchema } from './report-schema.ts'
import { toSarif } from './sarif/sarif.ts'
import { findForeign } from './testing/foreign.ts'
import { hostileNames } from './testing/hostile-report.ts'
import { formatReport } from './text/text.ts'

const conforms = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(reportJsonSchema())
const target = { wit: promptWit, world: promptWorld }

const python = (body: string) =>
  `import os\n\ndef before(userprompt: str) -> str:\n    return ${body}\n\ndef after(promptresult: str) -> str:\n    return promptresult\n`

let folder: string
const reports: Record<string, ComponentReport> = {}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-reports-'))
  const build = async (name: string, text: string, options = {}) => {
    const source = join(folder, name)
    await writeFile(source, text)
    return (await componentizeSource(source, options)).bytes
  }
  const source = python('userprompt')
  const script = 'export const before = (x) => x\nexport const after = (x) => x\n'
  const components: Record<string, Uint8Array> = {
    python: await build('pure.py', source),
    wasi: await build('wasi.py', source, { wasi: true }),
    javascript: await build('script.js', script),
    text: await promptComponent('(import "log" (func (param "line" string)))'),
    hostile: await componentWithNames(hostileNames.join('')),
    module: new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
    empty: await parseWat('(component)'),
  }
  for (const [name, component] of Object.entries(components)) {
    reports[name] = await reportComponent(component, target)
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function reportOf(name: string): ComponentReport {
  const report = reports[name]
  if (report === undefined) throw new Error(`no component ${name}`)
  return report
}

describe.each(['python', 'wasi', 'javascript', 'text', 'hostile', 'module', 'empty'])(
  'the report of a real component: %s',
  (name) => {
    test('fits the JSON Schema', () => {
      expect(conforms(JSON.parse(JSON.stringify(reportOf(name)))), JSON.stringify(conforms.errors)).toBe(true)
    })

    test('fits 80 columns', () => {
      for (const line of formatReport(reportOf(name)).split('\n')) {
        expect(Math.max(stringWidth(line), [...line].length)).toBeLessThanOrEqual(80)
      }
    })

    test('brings nothing of its own into a pull request', () => {
      expect(findForeign(formatMarkdown(reportOf(name)))).toEqual([])
    })

    test('becomes a result for each finding', async () => {
      const { runs } = await toSarif(reportOf(name), { file: 'a.wasm' })
      expect(runs[0].results.length).toBeGreaterThanOrEqual(reportOf(name).findings.length)
    })

    test('is no different from itself', () => {
      expect(formatDiff(diffReports(reportOf(name), reportOf(name)))).not.toMatch(/^ {2}[-+~] /m)
    })
  },
)

describe('two builds of one source', () => {
  test('with WASI it can touch more than without, and is told in words', () => {
    const diff = diffReports(reportOf('python'), reportOf('wasi'))
    expect(diff.grew).toBe(true)
    expect(diff.capabilities.added.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['writes-files', 'reads-files', 'opens-sockets', 'reads-environment']),
    )
    expect(diff.exports).toMatchObject({ added: [], removed: [], moved: [] })
    expect(formatDiff(diff)).toContain('It can touch more than before.')
    expect(formatDiff(diff)).toMatch(/ {2}\+ opens sockets: \d+ functions, through wasi:sockets/)
    expect(findForeign(formatMarkdownDiff(diff))).toEqual([])
  })

  test('without WASI it can touch no more than with', () => {
    const diff = diffReports(reportOf('wasi'), reportOf('python'))
    expect(diff.grew).toBe(false)
    expect(diff.findings.added).toEqual([])
    expect(formatDiff(diff)).toMatch(/ {2}- reads files: \d+ functions/)
  })
})
