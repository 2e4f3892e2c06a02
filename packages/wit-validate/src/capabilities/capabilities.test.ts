import { expect, test } from 'vitest'
import { describeCapabilities, findKinds } from './capabilities.ts'

/** What an interface lets a component do, over all versions. */
const known: [functions: string, kinds: string[]][] = [
  ['wasi:filesystem/types@0.2.9#[method]descriptor.read-via-stream', ['reads-files']],
  ['wasi:filesystem/types@0.2.9#[method]descriptor.stat-at', ['reads-files']],
  ['wasi:filesystem/types@0.2.9#[method]directory-entry-stream.read-directory-entry', ['reads-files']],
  ['wasi:filesystem/types@0.2.9#[method]descriptor.write-via-stream', ['writes-files']],
  ['wasi:filesystem/types@0.2.9#[method]descriptor.unlink-file-at', ['writes-files']],
  ['wasi:filesystem/types@0.2.9#[method]descriptor.open-at', ['writes-files', 'reads-files']],
  ['wasi:filesystem/types@0.2.9#filesystem-error-code', []],
  ['wasi:filesystem/types@9.0.0#[method]descriptor.something-new', ['writes-files', 'reads-files']],
  ['wasi:filesystem/preopens@0.2.9#get-directories', ['reads-files']],
  ['wasi:filesystem/types@0.3.0#[method]descriptor.append-via-stream', ['writes-files']],
  ['wasi:sockets/tcp-create-socket@0.2.9#create-tcp-socket', ['opens-sockets']],
  ['wasi:sockets/udp@0.2.9#[method]udp-socket.stream', ['opens-sockets']],
  ['wasi:sockets/types@0.3.0#[method]tcp-socket.connect', ['opens-sockets']],
  ['wasi:sockets/ip-name-lookup@0.3.0#resolve-addresses', ['resolves-names']],
  ['wasi:sockets/network@0.2.9#network-error-code', []],
  ['wasi:http/outgoing-handler@0.2.9#handle', ['sends-http']],
  ['wasi:http/client@0.3.0#send', ['sends-http']],
  ['wasi:http/types@0.2.9#[constructor]outgoing-request', []],
  ['wasi:http/types@0.2.9#[static]incoming-body.finish', []],
  ['wasi:http/types@0.3.0#[static]request.new', []],
  ['wasi:http/types@0.2.9#[method]weapon.fire', ['unknown']],
  ['wasi:io/streams@0.2.9#[method]output-stream.write', []],
  ['wasi:io/poll@0.2.9#poll', []],
  ['wasi:io/poll@0.2.9#constructor', ['unknown']],
  ['wasi:io/pipes@0.2.9#open', ['unknown']],
  ['wasi:cli/environment@0.2.9#get-arguments', ['reads-environment']],
  ['wasi:cli/exit@0.2.9#exit', ['ends-process']],
  ['wasi:cli/stdout@0.3.0#write-via-stream', ['uses-terminal']],
  ['wasi:cli/terminal-stdin@0.2.9#get-terminal-stdin', ['uses-terminal']],
  ['wasi:cli/run@0.2.9#run', ['unknown']],
  ['wasi:clocks/system-clock@0.3.0#now', ['tells-time']],
  ['wasi:random/insecure-seed@0.2.9#insecure-seed', ['gets-random']],
  ['wasi:config/store@0.2.0-draft-2024-09-27#get', ['reads-environment']],
  ['wasi:keyvalue/atomics@0.2.0-draft2#increment', ['keeps-data']],
  ['wasi:logging/logging@0.1.0-draft#log', ['writes-logs']],
  ['fermyon:spin/llm@2.0.0#infer', ['asks-llm']],
  ['fermyon:spin/llm#infer', ['asks-llm']],
  ['fermyon:spin/sqlite@2.0.0#[static]connection.open', ['keeps-data']],
  ['spin:postgres/postgres@4.2.0#[static]connection.open', ['opens-sockets', 'keeps-data']],
  ['fermyon:spin/mqtt@2.0.0#[method]connection.publish', ['opens-sockets', 'sends-messages']],
  ['fermyon:spin/new-thing@3.0.0#f', ['unknown']],
  ['evil:wasi/environment@0.2.9#get-environment', ['unknown']],
  ['log#log', ['unknown']],
  ['__proto__#constructor', ['unknown']],
  ['wasi:constructor/constructor@0.2.9#constructor', ['unknown']],
]

test.each(known)('%s: %j', (imported, kinds) => {
  const [name = '', functionName = ''] = imported.split('#')
  expect(findKinds(name, functionName)).toEqual(kinds)
})

const fn = (name: string) => ({ name, params: [], result: null })

test('capabilities come most serious first, with their functions in the order of the imports', () => {
  const capabilities = describeCapabilities([
    { name: 'wasi:random/random@0.2.9', kind: 'interface', functions: [fn('get-random-u64')] },
    {
      name: 'wasi:filesystem/types@0.2.9',
      kind: 'interface',
      functions: [fn('[method]descriptor.read'), fn('[method]descriptor.open-at')],
    },
    { name: 'wasi:io/error@0.2.9', kind: 'interface', functions: [fn('[method]error.to-debug-string')] },
    { name: 'log', kind: 'function', functions: [fn('log')] },
  ])
  expect(capabilities.map(({ kind, functions }) => [kind, ...functions.map(({ name }) => name)])).toEqual([
    ['unknown', 'log'],
    ['writes-files', '[method]descriptor.open-at'],
    ['reads-files', '[method]descriptor.read', '[method]descriptor.open-at'],
    ['gets-random', 'get-random-u64'],
  ])
  expect(capabilities[0]?.functions).toEqual([{ import: 'log', name: 'log', called: null }])
})

test('what is no function is unknown too, save for types', () => {
  const item = (kind: 'component' | 'module' | 'value' | 'type' | 'interface') => ({
    name: `a-${kind}`,
    kind,
    functions: [],
  })
  const capabilities = describeCapabilities([
    item('component'),
    item('module'),
    item('value'),
    item('type'),
    { ...item('interface'), others: ['inner'] },
  ])
  expect(capabilities).toMatchObject([
    {
      kind: 'unknown',
      functions: [{ name: 'a-component' }, { name: 'a-module' }, { name: 'a-value' }, { name: 'inner' }],
    },
  ])
})

test('whether a function can be called is told', () => {
  const imports = [{ name: 'wasi:cli/exit@0.2.9', kind: 'interface' as const, functions: [fn('exit')] }]
  expect(
    describeCapabilities(imports, (from, name) =>
      `${from}#${name}` === 'wasi:cli/exit@0.2.9#exit' ? 'never' : 'maybe',
    ),
  ).toEqual([
    { kind: 'ends-process', functions: [{ import: 'wasi:cli/exit@0.2.9', name: 'exit', called: 'never' }] },
  ])
})
