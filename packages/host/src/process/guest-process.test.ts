import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NO_SETTINGS } from '../guest/wasi/settings.ts'
import { engineLimits } from '../limits.ts'
import type { ToHost } from '../protocol.ts'
import { type GuestProcess, placeWorker, startGuest } from './guest-process.ts'

const limits = {
  maxMemoryBytes: 1024 * 1024,
  maxMessageBytes: 100_000,
  maxResidentBytes: 1024 ** 3,
  ...engineLimits({}),
}
let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'airlock-test-')))
})
afterEach(() => rm(folder, { recursive: true }))

/** What code would try that wants out. Each attempt says what it got. */
const attempts = `
const node = (name) => import('node:' + name)
const tries = {
  readFile: async () => (await node('fs')).readFileSync('/etc/hostname', 'utf8'),
  readFolder: async () => (await node('fs')).readdirSync('/').length,
  writeHere: async () => (await node('fs')).writeFileSync(import.meta.dirname + '/x', ''),
  spawn: async () => (await node('child_process')).spawnSync('true').status,
  thread: async () => new (await node('worker_threads')).Worker('1', { eval: true }).threadId,
  connect: async () =>
    new Promise((resolve, reject) =>
      node('net').then(({ connect }) => connect(9, '127.0.0.1').once('error', reject).once('connect', resolve), reject),
    ),
  lookUp: async () => (await node('dns/promises')).lookup('localhost'),
  evaluate: async () => new Function('return 1')(),
  addon: async () => (await node('module')).createRequire(import.meta.url)('./x.node'),
  environment: async () => JSON.stringify((await node('process')).env),
}
async function tryAll() {
  const report = {}
  for (const [name, action] of Object.entries(tries)) {
    report[name] = await action().then((value) => 'got ' + value, (error) => 'refused: ' + (error.code ?? error.name))
  }
  return report
}`

/** Asks code that stands where jco's would. */
async function askGenerated(script: string, isResult = false): Promise<unknown> {
  await placeWorker(folder)
  await mkdir(join(folder, 'code'))
  await writeFile(
    join(folder, 'code', 'guest.mjs'),
    `${script}\nexport const obstacles = ['not of jco'], marking = []`,
  )
  return new Promise((resolve, reject) => {
    const guest = startGuest(folder, limits, (message) => {
      if (message.type === 'unusable') reject(new Error(message.message))
      if (message.type === 'failed') reject(new Error(JSON.stringify(message)))
      if (message.type !== 'returned') return
      resolve(message.value)
      guest.kill()
    })
    guest.ended.then(reject)
    const { maxMemoryBytes, maxTableElements } = limits
    const memory = { maxMemoryBytes, maxTableElements, maxBodyBytes: 0, maxLogBytes: 0 }
    const how = { suspends: false, wasi: NO_SETTINGS, maxResultBytes: 1000 }
    guest.send({ type: 'start', mode: 'sandbox', interfaces: [], ...how, ...memory })
    const call = { interface: null, function: 'report', args: [], many: false, isResult }
    guest.send({ type: 'call', id: 1, scope: 1, ...call })
  })
}

/** Runs a worker that is not ours. */
async function runWorker(script: string): Promise<{ error: string; messages: ToHost[] }> {
  await writeFile(join(folder, 'worker.mjs'), script)
  const messages: ToHost[] = []
  const guest: GuestProcess = startGuest(folder, limits, (message) => messages.push(message))
  const error = await guest.ended
  expect(error.code).toBe('worker-failed')
  return { error: error.message, messages }
}

const frame = (header: string, payload = '0') => `
  const json = Buffer.from(${header})
  const prefix = Buffer.alloc(8)
  prefix.writeUInt32BE(json.length, 0)
  prefix.writeUInt32BE(${payload}, 4)
  process.stdout.write(Buffer.concat([prefix, json]))
  setInterval(() => {}, 1000)`

const denied = 'refused: ERR_ACCESS_DENIED'

describe('the walls around generated code', () => {
  test('the process can do nothing, whatever runs in it', async () => {
    await writeFile(join(folder, 'x.node'), '')
    const report = `JSON.stringify({ type: 'log', stream: 'stdout', text: JSON.stringify(await tryAll()) })`
    const { messages } = await runWorker(`${attempts} ${frame(report)}; process.exit(0)`)
    expect(JSON.parse((messages[0] as { text: string }).text)).toEqual({
      readFile: denied,
      readFolder: denied,
      writeHere: denied,
      spawn: denied,
      thread: denied,
      connect: denied,
      lookUp: denied,
      evaluate: 'refused: EvalError',
      addon: 'refused: ERR_DLOPEN_DISABLED',
      environment: 'got {}',
    })
  })

  test('the generated module can import nothing', async () => {
    const report = await askGenerated(
      `${attempts} export const instantiate = async () => { const report = await tryAll(); return { report: () => report } }`,
    )
    expect(new Set(Object.values(report as object))).toEqual(
      new Set(['refused: Error', 'refused: EvalError']),
    )
  })

  test('the generated module finds no way to the host', async () => {
    const names = [
      'fetch',
      'WebSocket',
      'process',
      'require',
      'Worker',
      'BroadcastChannel',
      'Response',
      'Storage',
    ]
    const report = await askGenerated(
      `const report = { ${names.map((name) => `${name}: typeof ${name}`).join(', ')} }
      console.log('must not become a message')
      export const instantiate = async () => ({ report: () => report })`,
    )
    expect(report).toEqual(Object.fromEntries(names.map((name) => [name, 'undefined'])))
  })

  test('nothing that the generated module can reach leads to a stream or a socket', async () => {
    const report = await askGenerated(`
      await WebAssembly.compileStreaming?.(new Uint8Array()).catch(() => {})
      const sites = []
      try {
        Error.prepareStackTrace = (_, found) => sites.push(...found)
        void new Error('for its stack').stack
      } catch {}
      const timeout = setTimeout(() => {})
      const tasks = [console, timeout, globalThis, sites.map((site) => [site.getThis(), site.getFunction()])]
      const seen = new Set()
      const found = []
      while (tasks.length > 0) {
        const item = tasks.pop()
        if (item === null || !/^(object|function)$/.test(typeof item) || seen.has(item)) continue
        seen.add(item)
        for (const key of Reflect.ownKeys(item)) {
          if (/^(_?stdout|_?stderr|stdin|connect|dispatch|pipe|binding|mainModule)$/.test(String(key))) found.push(String(key))
          const { value, get } = Reflect.getOwnPropertyDescriptor(item, key)
          tasks.push(value, get)
          try { tasks.push(item[key]) } catch {}
        }
        tasks.push(Reflect.getPrototypeOf(item))
      }
      export const instantiate = async () => ({ report: () => ({ found, many: seen.size > 500 }) })`)
    expect(report).toEqual({ found: [], many: true })
  })

  test.each([
    [true, { tag: 'ok', val: 1 }],
    [false, 1],
  ])(
    'the types and not the words of generated code decide what its result is: %s',
    async (isResult, value) => {
      const report = isResult ? '1' : `{ const words = "errHandling: 'throw-result-err'"; return words && 1 }`
      const script = `export const instantiate = async () => ({ report: () => ${report} })`
      expect(await askGenerated(script, isResult)).toEqual(value)
    },
  )

  test('the generated module cannot change what the worker works with', async () => {
    const report = await askGenerated(`
      const seen = []
      const owners = [
        [Object.prototype, 'then'], [Map.prototype, 'set'], [Uint8Array.prototype, 'set'],
        [Buffer, 'from'], [Buffer.prototype, 'fill'], [TextDecoder.prototype, 'decode'], [TextEncoder, 'kept'],
        [setTimeout, 'kept'], [performance, 'kept'], [globalThis, 'Map'], [globalThis, 'kept'],
      ]
      for (const [owner, name] of owners) {
        try { Object.defineProperty(owner, name, { get() { seen.push(this) } }); seen.push(name) } catch {}
        try { owner[name] = 1; seen.push(name) } catch {}
      }
      export const instantiate = async () => ({ report: () => seen.length })`)
    expect(report).toBe(0)
  })
})

describe('a worker that breaks a rule is ended', () => {
  test.each([
    ['a message that is no JSON', frame(`'{'`), /not JSON/],
    ['a message of no known type', frame(`'{"type":"other"}'`), /No matching discriminator/],
    ['a message with a field too many', frame(`'{"type":"ready","more":1}'`), /[Uu]nrecognized/],
    ['a message that is too large', frame(`'{}'`, '4000000000'), /larger than/],
    ['noise', `process.stdout.write('noise '.repeat(10)); setInterval(() => {}, 1000)`, /larger than/],
  ])('%s', async (_, script, reason) => {
    const { error, messages } = await runWorker(script)
    expect(error).toMatch(reason)
    expect(messages).toEqual([])
  })

  test('one that ends by itself is told with its status', async () => {
    expect((await runWorker('process.exit(7)')).error).toMatch(/status 7/)
  })
})
