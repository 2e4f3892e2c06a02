import { isDeepStrictEqual } from 'node:util'
import { leb128 } from '../../../../tools/leb128.ts'
import { mutateBytes } from '../../../../tools/mutate-bytes.ts'
import { seedOf } from '../../../../tools/mutation-range.ts'
import { createRandom, type Random } from '../../../../tools/random.ts'
import {
  checkTargets,
  composeDocument,
  decodeWit,
  encodeWit,
  inspectComponent,
  type PlugOptions,
  parseDocument,
  parseWat,
  plugComponents,
  printComponent,
  printGraph,
  printWit,
  resolveDocument,
  resolveWit,
} from '../index.ts'
import { callToolchain } from '../toolchain.ts'
import { markTypesOnly } from '../types-only.ts'
import type { Corpus } from './corpus.ts'
import { mutateText } from './mutate-text.ts'

/** One call with mutated input. */
export interface MutationCase {
  readonly operation: string
  /** What was mutated, for a report. */
  readonly input: Uint8Array | string
  /** @returns The component that came out, if the operation makes one. */
  run(): Promise<Uint8Array | undefined>
}

/** The case of this number; the same for the same seed and corpus. */
export function createCase(corpus: Corpus, seed: number, index: number): MutationCase {
  const random = createRandom(seedOf(seed, index))
  return random.pick(operations)(corpus, random)
}

type Operation = (corpus: Corpus, random: Random) => MutationCase

const operations: readonly Operation[] = [
  withBytes('inspectComponent', (bytes) => inspectComponent(bytes)),
  withBytes('inspectComponent of what is padded', inspectTwice, pad),
  withBytes('printWit', printWit),
  withBytes('decodeWit', decodeWit),
  withBytes('printComponent', printComponent),
  withBytes('plug as socket', (bytes, { pairs }, random) =>
    plug(bytes, random.pick(pairs).plug, random.pick(pairs).plug),
  ),
  pairOperation('plug with a mutated plug', (bytes, { socket, plug: whole }) => plug(socket, bytes, whole)),
  pairOperation('plug into itself', (bytes) => plug(bytes, bytes)),
  pairOperation('plug with options', (bytes, { socket, plug: whole }, random) => {
    const plugs = [bytes, random.pick([bytes, whole, socket])].map((part, index) => ({
      name: `plug-${index}`,
      component: part,
    }))
    return plugComponents(socket, plugs, randomOptions(random))
  }),
  function plugLarge({ large, binaries }, random) {
    const plugIsMutated = !random.oneIn(4)
    const bytes = mutateBytes(plugIsMutated ? large.plug : large.socket, random.pick(binaries), random)
    const run = async () =>
      component(await (plugIsMutated ? plug(large.socket, bytes) : plug(bytes, large.plug)))
    return { operation: 'plug of large components', input: bytes, run }
  },
  function composeLarge({ large, binaries }, random) {
    const bytes = mutateBytes(large.plug, random.pick(binaries), random)
    const source = 'package a:b;\nlet p = new demo:plug {};\nexport new demo:socket { ...p } as "made";\n'
    const packages = { 'demo:plug': bytes, 'demo:socket': large.socket }
    return {
      operation: 'composeDocument of large components',
      input: bytes,
      run: () => composeDocument(source, { packages }),
    }
  },
  withBytes('checkTargets of a mutated component', (bytes, { targets }, random) =>
    checkTargets(bytes, random.pick(targets).wit),
  ),
  withBytes(
    'checkTargets of what is padded',
    (bytes, { targets }, random) => checkTargets(bytes, random.pick(targets).wit),
    pad,
  ),
  function checkMutatedWorld(corpus, random) {
    const { component, wit } = random.pick(corpus.targets)
    const files = mutateFile(wit, corpus, random)
    return {
      operation: 'checkTargets',
      input: JSON.stringify(files),
      run: () => none(checkTargets(component, files)),
    }
  },
  withDocument('parseDocument', (source) => none(parseDocument(source))),
  withDocument('resolveDocument', (source, { packages }) => none(resolveDocument(source, { packages }))),
  withDocument('printGraph', (source, { packages }) => none(printGraph(source, { packages }))),
  withDocument('composeDocument', (source, { packages }) => composeDocument(source, { packages })),
  withDocument('composeDocument, importing', (source, { packages }) =>
    composeDocument(source, { packages, importDependencies: true }),
  ),
  withBytes('composeDocument with a mutated package', composeWith),
  withBytes('composeDocument with a padded package', composeWith, pad),
  function resolveMutatedWit(corpus, random) {
    const files = mutateFile(random.pick(corpus.targets).wit, corpus, random)
    const run = random.oneIn(2) ? resolveWit : encodeWit
    return { operation: run.name, input: JSON.stringify(files), run: () => none(run(files)) }
  },
  function parseMutatedText(corpus, random) {
    const text = mutateText(random.pick(corpus.texts), random.pick(corpus.texts), random)
    return { operation: 'parseWat', input: text, run: () => none(parseWat(text)) }
  },
]

/** By parts and by whole; both have to say the same. */
async function inspectTwice(bytes: Uint8Array): Promise<void> {
  const json = await callToolchain('component-malformed', (toolchain) => toolchain.inspect(bytes))
  const whole = JSON.stringify(markTypesOnly(JSON.parse(json)))
  const inspection = JSON.stringify(await inspectComponent(bytes))
  if (inspection !== whole) throw new Error(`${inspection} instead of ${whole}`)
  const withoutBodies = await inspectComponent(bytes, { bodies: false })
  // Valid without them, or invalid in the same place: what comes before them in a validator is the same.
  const isSame = isDeepStrictEqual(withoutBodies, JSON.parse(whole))
  if (!isSame && withoutBodies.invalid !== null) {
    throw new Error(`without bodies ${JSON.stringify(withoutBodies.invalid)} instead of ${whole}`)
  }
}

function composeWith(bytes: Uint8Array, { documents, packages }: Corpus, random: Random) {
  const names = Object.keys(packages)
  return composeDocument(random.pick(documents), { packages: { ...packages, [random.pick(names)]: bytes } })
}

/** @param prepare Is given what is to be mutated. */
function withBytes(
  operation: string,
  call: (bytes: Uint8Array, corpus: Corpus, random: Random) => Promise<unknown>,
  prepare = (bytes: Uint8Array, _: Corpus) => bytes,
): Operation {
  return (corpus, random) => {
    const whole = prepare(random.pick(corpus.binaries), corpus)
    const bytes = mutateBytes(whole, random.pick(corpus.binaries), random)
    return { operation, input: bytes, run: async () => component(await call(bytes, corpus, random)) }
  }
}

/** Large enough for bodies and data to be set aside: a component holds one module more, a module is another. */
function pad(bytes: Uint8Array, { padding }: Corpus): Uint8Array {
  if (bytes[4] !== 0x0d) return padding
  return Uint8Array.from([...bytes, 1, ...leb128(padding.length), ...padding])
}

/** A socket and a plug that belong together, one of them mutated. */
function pairOperation(
  operation: string,
  call: (bytes: Uint8Array, pair: Corpus['pairs'][number], random: Random) => Promise<unknown>,
): Operation {
  return (corpus, random) => {
    const pair = random.pick(corpus.pairs)
    const bytes = mutateBytes(pair.plug, random.pick([pair.socket, random.pick(corpus.binaries)]), random)
    return { operation, input: bytes, run: async () => component(await call(bytes, pair, random)) }
  }
}

function withDocument(
  operation: string,
  call: (source: string, corpus: Corpus) => Promise<Uint8Array | undefined>,
): Operation {
  return (corpus, random) => {
    const source = mutateText(random.pick(corpus.documents), random.pick(corpus.documents), random)
    return { operation, input: source, run: () => call(source, corpus) }
  }
}

function mutateFile(files: Readonly<Record<string, string>>, corpus: Corpus, random: Random) {
  const path = random.pick(Object.keys(files).length > 0 ? Object.keys(files) : ['world.wit'])
  const other = Object.values(random.pick(corpus.targets).wit).join('\n')
  return { ...files, [path]: mutateText(files[path] ?? '', other, random) }
}

function plug(socket: Uint8Array, ...plugs: Uint8Array[]) {
  return plugComponents(
    socket,
    plugs.map((bytes, index) => ({ name: `plug-${index}`, component: bytes })),
  )
}

const names = [
  'demo:math/number@1.0.0',
  'demo:kinds/make',
  'source',
  'run',
  '',
  '__proto__',
  'A B',
  'then',
  '*',
]

function randomOptions(random: Random): PlugOptions {
  const name = () => random.pick(names)
  return {
    feed: random.oneIn(2),
    unmatched: random.pick(['drop', 'refuse'] as const),
    ...(random.oneIn(3) ? { connect: [{ import: name(), plug: 'plug-0', export: name() }] } : {}),
    ...(random.oneIn(4) ? { connect: [{ to: 'plug-0', import: name(), plug: 'plug-1' }] } : {}),
    ...(random.oneIn(3) ? { renameExports: { [name()]: name() } } : {}),
    ...(random.oneIn(3) ? { allowedImports: [name()] } : {}),
  }
}

function component(result: unknown): Uint8Array | undefined {
  if (result instanceof Uint8Array) return result
  return result instanceof Object && 'component' in result ? (result.component as Uint8Array) : undefined
}

async function none(work: Promise<unknown>): Promise<undefined> {
  await work
}
