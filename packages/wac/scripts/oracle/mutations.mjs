// Mutated documents and components, the same in every run: the library has to say what `wac` says.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mutateBytes } from '../../../../tools/mutate-bytes.ts'
import { createRandom } from '../../../../tools/random.ts'
import { readCorpus } from '../../src/testing/corpus.ts'
import { mutateText } from '../../src/testing/mutate-text.ts'
import { runLibrary } from './library.mjs'
import { describeOutcome, firstDifference } from './outcome.mjs'
import { runProgram } from './wac.mjs'

const COUNT = Number(process.env.AIRLOCK_MUTATIONS ?? 1000)
const SEED = Number(process.env.AIRLOCK_MUTATION_SEED ?? 1)

/** What `wac` ends with where its crates panic; there, any error is right. */
const PANIC = 101

/** @returns One result a comparison: `{ name, same, theirs, ours }`. */
export async function compareMutations(root) {
  const corpus = await readCorpus()
  const folder = join(root, 'documents')
  await mkdir(join(folder, 'mutated'), { recursive: true })
  const results = []
  for (let index = 0; index < COUNT; index++) {
    const random = createRandom(Math.imul(SEED, 0x9e3779b1) ^ index)
    const [kind, write] = random.pick(Object.entries(mutations))
    const args = await write(corpus, random, (name, content) =>
      writeFile(join(folder, 'mutated', name), content),
    )
    const testCase = { folder, args, output: null }
    const theirs = await runProgram('wac', args, testCase)
    const ours = await runLibrary(testCase)
    const isPanic = theirs.exit === PANIC && ours.exit === 1
    results.push({
      name: `mutation ${index} of seed ${SEED}: ${kind}`,
      same: isPanic || firstDifference(theirs, ours) === null,
      theirs: describeOutcome(theirs),
      ours: describeOutcome(ours),
    })
  }
  return results
}

/** Each writes its files and says with which arguments they are to be used. */
const mutations = {
  async document({ documents }, random, write) {
    await write('m.wac', mutateText(random.pick(documents), random.pick(documents), random))
    return ['compose', 'mutated/m.wac']
  },
  async plug({ pairs, binaries }, random, write) {
    const { socket, plug } = random.pick(pairs)
    await write('socket.wasm', random.oneIn(3) ? mutateBytes(socket, plug, random) : socket)
    await write('plug.wasm', mutateBytes(plug, random.pick(binaries), random))
    return ['plug', 'mutated/socket.wasm', '--plug', 'mutated/plug.wasm']
  },
  async 'large plug'({ large, binaries }, random, write) {
    await write('socket.wasm', large.socket)
    await write('plug.wasm', mutateBytes(large.plug, random.pick(binaries), random))
    return ['plug', 'mutated/socket.wasm', '--plug', 'mutated/plug.wasm']
  },
  async package({ packages }, random, write) {
    const bytes = Object.values(packages)
    await write('package.wasm', mutateBytes(random.pick(bytes), random.pick(bytes), random))
    const document = random.pick(['new-spread', 'new-nested', 'large', 'resources-twice', 'targets-less'])
    const name = random.pick(['number', 'adder', 'keeper', 'pair', 'both'])
    return ['compose', '-d', `demo:${name}=mutated/package.wasm`, `${document}.wac`]
  },
  async targets({ targets }, random, write) {
    const { component, wit } = random.pick(targets)
    const other = Object.values(random.pick(targets).wit).join('\n')
    await write('component.wasm', random.oneIn(2) ? component : mutateBytes(component, component, random))
    await write('world.wit', mutateText(wit['world.wit'] ?? '', other, random))
    return ['targets', 'mutated/component.wasm', '--wit', 'mutated', '--world', 'app']
  },
}
