import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { makeFolder } from '../test-support/source-folder.ts'
import type { Shape } from '../wit/shape.ts'
import { readBuildReport } from './build-report.ts'
import { writeGlue } from './write-glue.ts'

const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

/** Runs the glue in the machine's Python, which is the same language as the one in the component. */
async function runGlue(source: string, shape: Shape, script: string) {
  const user = await makeFolder({ 'app.py': source })
  const glue = await makeFolder({})
  folders.push(user, glue)
  await writeGlue(glue, {
    modules: ['app'],
    lazy: ['no_such_module', 'colorsys'],
    classes: { Iface: { functions: { go: ['app', 'go', 'app.go', 'the type', shape] } } },
  })
  const program = `import sys; sys.dont_write_bytecode = True; sys.path[:0] = [${JSON.stringify(glue)}, ${JSON.stringify(user)}]\nimport airlock_glue\n${script}`
  const { stdout } = await promisify(execFile)('python3', ['-I', '-c', program]).catch(
    (error: { stdout: string; stderr: string }) => ({ stdout: error.stderr }),
  )
  return { output: stdout.trim(), report: await readBuildReport(glue) }
}

test('a function is called with the arguments of the world', async () => {
  const ran = await runGlue(
    'def go(a, b): return a + b',
    ['string'],
    "print(airlock_glue.Iface().go('x', 'y'))",
  )
  expect(ran).toEqual({ output: 'xy', report: undefined })
})

test.each<[string, Shape]>([
  ['1', ['string']],
  ['True', ['int', 'u', 8]],
  ['256', ['int', 'u', 8]],
  ['2**64', ['int', 'u', 64]],
  ['-129', ['int', 's', 8]],
  ['"ab"', ['char']],
  ['[1, "x"]', ['list', ['int', 'u', 32]]],
  ['(1,)', ['tuple', ['bool'], ['bool']]],
  ['"x"', ['bytes']],
  ['0', ['none']],
  ['1', ['option', ['string']]],
])('the result %s is not a %j', async (value, shape) => {
  const { output } = await runGlue(`def go(): return ${value}`, shape, 'airlock_glue.Iface().go()')
  expect(output).toMatch(/TypeError: app\.go returned \w+, but its WIT result is the type$/)
})

test.each<[string, Shape]>([
  ['2**64 - 1', ['int', 'u', 64]],
  ['-128', ['int', 's', 8]],
  ['3', ['f64']],
  ['None', ['option', ['string']]],
  ['[["a"], []]', ['list', ['list', ['string']]]],
  ['object()', null],
])('the result %s is a %j', async (value, shape) => {
  const { output } = await runGlue(
    `def go(): return ${value}`,
    shape,
    "airlock_glue.Iface().go(); print('fine')",
  )
  expect(output).toBe('fine')
})

test('an exception while importing is reported with its places', async () => {
  const { report } = await runGlue('def f():\n  raise ValueError("\u00fc\\n\\x1b")\nf()', null, '')
  expect(report?.message).toBe('ValueError: \u00fc\n\u001b')
  expect(report?.frames.map((frame) => frame.line)).toEqual([3, 2])
})

test('a function that is not there after all is reported', async () => {
  const { report } = await runGlue('gone = 1', null, '')
  expect(report).toMatchObject({ kind: 'missing', subject: 'go' })
})

test('a report that breaks the rules counts as none', async () => {
  const folder = await makeFolder({ 'report.json': '{"kind":"import","extra":1}' })
  folders.push(folder)
  expect(await readBuildReport(folder)).toBeUndefined()
})
