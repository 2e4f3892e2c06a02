import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { componentizeSource } from '@wasm-airlock/componentize'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ComponentReport } from './component-report.ts'
import { reportComponent } from './report-component.ts'
import { body } from './testing/planted.ts'

const token = `npm_${body(36)}`
const url = 'https://collector.example.test/in?from=here'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-report-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function build(
  name: string,
  source: string,
  options: Parameters<typeof componentizeSource>[1],
): Promise<Uint8Array> {
  const path = join(folder, name)
  await writeFile(path, source)
  return (await componentizeSource(path, options)).bytes
}

const kindsOf = ({ capabilities }: ComponentReport) => capabilities.map(({ kind }) => kind)

function expectPlanted(report: ComponentReport): void {
  expect(report.contents?.hosts).toContainEqual(
    expect.objectContaining({ host: 'collector.example.test', url: 'https://collector.example.test/in' }),
  )
  const kinds = new Set(report.contents?.secrets.map(({ kind }) => kind))
  expect([...kinds]).toEqual(['npm-token'])
  expect(JSON.stringify(report)).not.toContain(token.slice(5, 13))
}

test('Python with WASI, a token and a URL in its source', async () => {
  const source = `TOKEN = '${token}'\nURL = '${url}'\n
def before(userprompt: str) -> str:
    return TOKEN + URL

def after(promptresult: str) -> str:
    return promptresult
`
  const report = await reportComponent(await build('planted.py', source, { wasi: true }))
  expect(kindsOf(report)).toEqual([
    'writes-files',
    'reads-files',
    'opens-sockets',
    'resolves-names',
    'reads-environment',
    'ends-process',
    'uses-terminal',
    'tells-time',
    'gets-random',
  ])
  expectPlanted(report)
  expect(report.offers[0]?.kind).toBe('own-interface')
  expect(report.contents?.producers).toMatchObject({
    'processed-by': { 'wit-component': expect.any(String) },
  })
  expect(report.contents?.modules.length).toBeGreaterThan(5)
  expect(report.contents?.totals).toMatchObject({ unchecked: 0 })
  expect(report.contents?.totals.searchedBytes).toBe(report.contents?.totals.dataBytes)
  // The documentation in the standard library comes behind what the author wrote.
  expect(report.contents?.hosts.at(-1)?.isDocumentation).toBe(true)
})

test('JavaScript with all features, a token and a URL in its source', async () => {
  const source = `const token = '${token}'\nconst url = '${url}'
export const before = (text) => token + url + text
export const after = (text) => text
`
  const features = ['stdio', 'clocks', 'random', 'http', 'fetch-event'] as const
  const report = await reportComponent(await build('planted.js', source, { features }))
  expect(kindsOf(report)).toEqual(
    expect.arrayContaining(['sends-http', 'tells-time', 'gets-random', 'uses-terminal']),
  )
  expect(kindsOf(report)).not.toContain('unknown')
  expectPlanted(report)
  expect(report.contents?.producers).toMatchObject({ language: { JavaScript: '' } })
})
