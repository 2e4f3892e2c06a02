// The functions for WIT and for the text format, compared with `wasm-tools`.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promptWit } from '@wasm-airlock/shared'
import { decodeWit, encodeWit, parseWat, printComponent, printWit, resolveWit } from '@wasm-airlock/wac'
import { readWitSources } from '@wasm-airlock/wac/node'
import { worldFiles } from '../../src/fixtures.ts'
import { describeOutcome } from './outcome.mjs'
import { listFiles } from './stage.mjs'
import { runProgram } from './wac.mjs'

const witPackages = {
  prompt: promptWit,
  deps: worldFiles('import test:dep/number@1.0.0; export test:dep/doubled@1.0.0;'),
  folder: {
    'b.wit': 'interface z { type t = u8; }',
    'a.wit': 'package a:b; interface y { use z.{t}; f: func() -> t; }',
  },
  nested: { 'a.wit': 'package a:b;\npackage c:d { interface i {} }\nworld w { import c:d/i; }' },
  broken: { 'a.wit': 'package a:b;\ninterface y { f: fun(); }' },
  missing: { 'a.wit': 'package a:b; world w { import c:d/i; }' },
  twice: { 'a.wit': 'package a:b;', 'deps/c.wit': 'package c:d;', 'deps/e.wit': 'package c:d;' },
}

/** @returns One result a comparison: `{ name, same, theirs, ours }`. */
export async function compareFormats(root) {
  const results = []
  for (const file of await listFiles(root)) {
    if (file.endsWith('.wat')) results.push(await compareText(root, file))
    if (/^(pairs|targets)\/.*\.wasm$/.test(file)) results.push(...(await compareBinary(root, file)))
  }
  for (const [name, files] of Object.entries(witPackages)) {
    for (const [path, text] of Object.entries(files)) await write(join(root, 'wit', name, path), text)
    results.push(...(await compareWit(root, `wit/${name}`)))
  }
  for (const name of await readdir(join(root, 'targets'))) {
    results.push(...(await compareWit(root, `targets/${name}`)))
  }
  return results
}

async function compareText(root, file) {
  const theirs = await tools(root, ['parse', file])
  return compare(`parseWat ${file}`, theirs, async () => parseWat(await readFile(join(root, file), 'utf8')))
}

async function compareBinary(root, file) {
  const bytes = await readFile(join(root, file))
  const results = []
  // Of what is not WebAssembly at all, `wasm-tools` takes the text for a program.
  if (bytes.subarray(0, 4).toString('latin1') === '\0asm') {
    const printed = await tools(root, ['print', file])
    results.push(await compare(`printComponent ${file}`, printed, () => printComponent(bytes)))
  }
  return results
}

async function compareWit(root, folder) {
  const json = await tools(root, ['component', 'wit', '--json', folder])
  const encoded = await tools(
    root,
    ['component', 'wit', '--wasm', '-o', 'encoded.wasm', folder],
    'encoded.wasm',
  )
  const results = [
    await compare(`resolveWit ${folder}`, canonical(json), async () => {
      const { package: _, ...resolved } = await resolveWit(await readWitSources(join(root, folder)))
      return JSON.stringify(resolved, sortKeys)
    }),
  ]
  if (encoded.exit !== 0) return results
  await writeFile(join(root, 'encoded.wasm'), encoded.file)
  const text = await tools(root, ['component', 'wit', 'encoded.wasm'])
  const ours = async () => encodeWit(await readWitSources(join(root, folder)))
  return [
    ...results,
    await compare(`printWit ${folder}`, text, async () => printWit(await ours())),
    await compare(`decodeWit ${folder}`, text, async () => {
      return printWit(await encodeWit(await decodeWit(await ours())))
    }),
  ]
}

function tools(root, args, output = null) {
  return runProgram('wasm-tools', args, { folder: root, output })
}

/** Both succeed with the same output, or both fail. */
async function compare(name, theirs, run) {
  try {
    const mine = Buffer.from(await run())
    const same = theirs.exit === 0 && Buffer.compare(theirs.stdout, mine) === 0
    return { name, same, theirs: describeOutcome(theirs), ours: mine.toString('utf8').slice(0, 3000) }
  } catch (error) {
    return { name, same: theirs.exit !== 0, theirs: describeOutcome(theirs), ours: String(error) }
  }
}

function canonical(outcome) {
  if (outcome.exit !== 0) return outcome
  return { ...outcome, stdout: Buffer.from(JSON.stringify(JSON.parse(outcome.stdout), sortKeys)) }
}

/** The order of keys does not count. */
function sortKeys(_, value) {
  const isObject = value && typeof value === 'object' && !Array.isArray(value)
  return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value
}

async function write(path, content) {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}
