import { rm } from 'node:fs/promises'
import { execa } from 'execa'
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
async function runGlue(
  source: string,
  shapes: Readonly<Record<string, Shape>>,
  script: string,
  module = 'app',
) {
  const user = await makeFolder({ [`${module}.py`]: source })
  const glue = await makeFolder({})
  folders.push(user, glue)
  await writeGlue(glue, {
    modules: [module],
    lazy: ['no_such_module', 'colorsys'],
    classes: {
      Iface: {
        functions: Object.fromEntries(
          Object.entries(shapes).map(([name, shape]) => [
            name,
            [module, name, `${module}.${name}`, 'the type', shape],
          ]),
        ),
      },
    },
  })
  const program = `import sys; sys.dont_write_bytecode = True; sys.path[:0] = [${JSON.stringify(glue)}, ${JSON.stringify(user)}]\nimport airlock_glue\n${script}`
  const { all } = await execa('python3', ['-I', '-c', program], { all: true, reject: false })
  return { output: all, report: await readBuildReport(glue) }
}

test('a function is called with the arguments of the world', async () => {
  const ran = await runGlue(
    'def go(a, b): return a + b',
    { go: ['string'] },
    "print(airlock_glue.Iface().go('x', 'y'))",
  )
  expect(ran).toEqual({ output: 'xy', report: undefined })
})

test.each(['json', 'string', 'os', 'sys', 'code', 'calendar', 'enum'])(
  'a file may be named like the module %s of the standard library',
  async (module) => {
    const ran = await runGlue(
      'import dataclasses\n@dataclasses.dataclass\nclass Pair:\n  a: str\ndef go(a): return Pair(a).a + __file__',
      { go: ['string'] },
      "import os, enum; print(airlock_glue.Iface().go('x')[:1], os.sep, enum.Enum.__name__)",
      module,
    )
    expect(ran).toEqual({ output: 'x / Enum', report: undefined })
  },
)

const MISFITS: readonly [value: string, shape: Shape][] = [
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
]
const FITS: readonly [value: string, shape: Shape][] = [
  ['2**64 - 1', ['int', 'u', 64]],
  ['-128', ['int', 's', 8]],
  ['3', ['f64']],
  ['None', ['option', ['string']]],
  ['[["a"], []]', ['list', ['list', ['string']]]],
  ['object()', null],
]

test('a result that is not what its WIT type asks for raises', async () => {
  const cases = [...MISFITS, ...FITS]
  const { output } = await runGlue(
    cases.map(([value], index) => `def go${index}(): return ${value}`).join('\n'),
    Object.fromEntries(cases.map(([, shape], index) => [`go${index}`, shape])),
    `for index in range(${cases.length}):
  try:
    getattr(airlock_glue.Iface(), 'go%d' % index)()
    print('fine')
  except TypeError as error:
    print(error)`,
  )
  const lines = output.split('\n')
  const said = cases.map(([value, shape], index) => [value, shape, lines[index]])
  const raised = expect.stringMatching(/^app\.go\d+ returned \w+, but its WIT result is the type$/)
  expect(said).toEqual([
    ...MISFITS.map((each) => [...each, raised]),
    ...FITS.map((each) => [...each, 'fine']),
  ])
})

test('an exception while importing is reported with its places', async () => {
  const { report } = await runGlue('def f():\n  raise ValueError("\u00fc\\n\\x1b")\nf()', { go: null }, '')
  expect(report?.message).toBe('ValueError: \u00fc\n\u001b')
  expect(report?.frames.map((frame) => frame.line)).toEqual([3, 2])
})

test('a function that is not there after all is reported', async () => {
  const { report } = await runGlue('gone = 1', { go: null }, '')
  expect(report).toMatchObject({ kind: 'missing', subject: 'go' })
})

test('a report that breaks the rules counts as none', async () => {
  const folder = await makeFolder({ 'report.json': '{"kind":"import","extra":1}' })
  folders.push(folder)
  expect(await readBuildReport(folder)).toBeUndefined()
})
