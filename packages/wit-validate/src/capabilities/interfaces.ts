import type { CapabilityKind } from '../component-report.ts'

type Kinds = readonly CapabilityKind[]

/**
 * What every function of an interface lets a component do, whatever its version: `namespace:package/interface`,
 * or `namespace:package/*` for each interface of the package that has no line of its own.
 */
export const INTERFACES: Readonly<Record<string, Kinds>> = {
  'wasi:cli/environment': ['reads-environment'],
  'wasi:cli/exit': ['ends-process'],
  'wasi:cli/stdin': ['uses-terminal'],
  'wasi:cli/stdout': ['uses-terminal'],
  'wasi:cli/stderr': ['uses-terminal'],
  'wasi:cli/terminal-input': ['uses-terminal'],
  'wasi:cli/terminal-output': ['uses-terminal'],
  'wasi:cli/terminal-stdin': ['uses-terminal'],
  'wasi:cli/terminal-stdout': ['uses-terminal'],
  'wasi:cli/terminal-stderr': ['uses-terminal'],
  'wasi:clocks/*': ['tells-time'],
  'wasi:random/*': ['gets-random'],
  // Whoever holds a directory may open what is in it, to read and to write. What is done then is told apart.
  'wasi:filesystem/preopens': ['reads-files'],
  'wasi:filesystem/types': ['writes-files', 'reads-files'],
  'wasi:sockets/ip-name-lookup': ['resolves-names'],
  'wasi:sockets/*': ['opens-sockets'],
  'wasi:http/outgoing-handler': ['sends-http'],
  'wasi:http/client': ['sends-http'],
  // As imports: the next one in a chain, of which nobody knows where it sends the request.
  'wasi:http/incoming-handler': ['sends-http'],
  'wasi:http/handler': ['sends-http'],
  'wasi:config/*': ['reads-environment'],
  'wasi:runtime-config/*': ['reads-environment'],
  'wasi:keyvalue/*': ['keeps-data'],
  'wasi:blobstore/*': ['keeps-data'],
  'wasi:sql/*': ['keeps-data'],
  'wasi:messaging/*': ['sends-messages'],
  'wasi:logging/*': ['writes-logs'],
  'wasi:otel/*': ['writes-logs'],
  'wasi:observe/*': ['writes-logs'],
  'wasi:nn/*': ['asks-llm'],

  'fermyon:spin/config': ['reads-environment'],
  'fermyon:spin/variables': ['reads-environment'],
  'fermyon:spin/http': ['sends-http'],
  'fermyon:spin/key-value': ['keeps-data'],
  'fermyon:spin/sqlite': ['keeps-data'],
  'fermyon:spin/llm': ['asks-llm'],
  // These take the address of a server from the component.
  'fermyon:spin/mqtt': ['opens-sockets', 'sends-messages'],
  'fermyon:spin/mysql': ['opens-sockets', 'keeps-data'],
  'fermyon:spin/postgres': ['opens-sockets', 'keeps-data'],
  'fermyon:spin/redis': ['opens-sockets', 'sends-messages', 'keeps-data'],
  'spin:key-value/key-value': ['keeps-data'],
  'spin:llm/llm': ['asks-llm'],
  'spin:mqtt/mqtt': ['opens-sockets', 'sends-messages'],
  'spin:mysql/mysql': ['opens-sockets', 'keeps-data'],
  'spin:postgres/postgres': ['opens-sockets', 'keeps-data'],
  'spin:redis/redis': ['opens-sockets', 'sends-messages', 'keeps-data'],
  'spin:sqlite/sqlite': ['keeps-data'],
  'spin:variables/variables': ['reads-environment'],

  'wasmcloud:messaging/*': ['sends-messages'],
  'wasmcloud:postgres/*': ['keeps-data'],
  'wasmcloud:secrets/*': ['reads-environment'],
}

/**
 * Functions that let a component do less than what {@link INTERFACES} says of their interface. A function
 * of it that is not named here has all of that: there may be new ones.
 */
export const FUNCTIONS: Readonly<Record<string, Readonly<Record<string, Kinds>>>> = {
  'wasi:filesystem/types': {
    ...each(
      [
        'advise',
        'get-flags',
        'get-type',
        'is-same-object',
        'metadata-hash',
        'metadata-hash-at',
        'read',
        'read-directory',
        'read-via-stream',
        'readlink-at',
        'stat',
        'stat-at',
      ].map((method) => `descriptor.${method}`),
      ['reads-files'],
    ),
    'directory-entry-stream.read-directory-entry': ['reads-files'],
    ...each(
      [
        'append-via-stream',
        'create-directory-at',
        'link-at',
        'remove-directory-at',
        'rename-at',
        'set-size',
        'set-times',
        'set-times-at',
        'symlink-at',
        'sync',
        'sync-data',
        'unlink-file-at',
        'write',
        'write-via-stream',
      ].map((method) => `descriptor.${method}`),
      ['writes-files'],
    ),
    'descriptor.open-at': ['writes-files', 'reads-files'],
    'filesystem-error-code': [],
  },
  'wasi:sockets/network': { 'network-error-code': [] },
}

function each(names: readonly string[], kinds: Kinds): Record<string, Kinds> {
  return Object.fromEntries(names.map((name) => [name, kinds]))
}

/**
 * Interfaces that only move, hold or describe what something else has given: by interface, the resources and
 * the plain functions of which that is known. Anything else in them is as unknown as an interface of strangers.
 */
export const PLUMBING: Readonly<Record<string, readonly string[]>> = {
  'wasi:io/error': ['error'],
  'wasi:io/poll': ['pollable', 'poll', 'poll-list', 'poll-one'],
  'wasi:io/streams': ['input-stream', 'output-stream'],
  'wasi:http/types': [
    'fields',
    'future-incoming-response',
    'future-trailers',
    'http-error-code',
    'incoming-body',
    'incoming-request',
    'incoming-response',
    'outgoing-body',
    'outgoing-request',
    'outgoing-response',
    'request',
    'request-options',
    'response',
    'response-outparam',
  ],
  // They encrypt what goes over a connection that was opened elsewhere.
  'wasi:tls/types': ['client-connection', 'client-handshake', 'future-client-streams', 'is-available'],
}
