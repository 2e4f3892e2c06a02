import type { Capability, ComponentReport, Contents } from '../../component-report.ts'

/** For tests: a report that has one of everything, for a component that its author means no harm with. */
export function exampleReport(changes: Partial<ComponentReport> = {}): ComponentReport {
  return {
    ok: false,
    findings: [
      {
        code: 'policy-import-denied',
        severity: 'error',
        path: 'import wasi:sockets/tcp@0.2.9',
        args: {
          name: 'wasi:sockets/tcp@0.2.9',
          rule: '"wasi:sockets/tcp@0.2.9"',
          reason: 'no rule of the policy allows',
          change: 'add "wasi:sockets/tcp@0.2.9" to allow',
        },
      },
      {
        code: 'world-export-extra',
        severity: 'info',
        path: 'export exports',
        args: { name: 'exports', world: 'component:promptprocessor/promptmodifier@0.0.1' },
      },
    ],
    imports: [
      {
        name: 'wasi:sockets/tcp@0.2.9',
        kind: 'interface',
        functions: [
          {
            name: '[method]tcp-socket.start-connect',
            params: [
              { name: 'self', type: 'borrow<tcp-socket>' },
              { name: 'network', type: 'borrow<network>' },
              { name: 'remote-address', type: 'ip-socket-address' },
            ],
            result: 'result<_, error-code>',
          },
        ],
      },
      {
        name: 'wasi:clocks/wall-clock@0.2.9',
        kind: 'interface',
        functions: [
          { name: 'now', params: [], result: 'datetime' },
          { name: 'resolution', params: [], result: 'datetime' },
        ],
      },
      { name: 'log', kind: 'function', functions: [{ name: 'log', params: [], result: null }] },
    ],
    exports: [
      {
        name: 'component:promptprocessor/promptmodification@0.0.1',
        kind: 'interface',
        functions: [
          { name: 'before', params: [{ name: 'userprompt', type: 'string' }], result: 'string' },
          { name: 'after', params: [{ name: 'promptresult', type: 'string' }], result: 'string' },
        ],
      },
    ],
    capabilities: exampleCapabilities,
    offers: [{ kind: 'own-interface', exports: ['component:promptprocessor/promptmodification@0.0.1'] }],
    reach: { complete: true, reason: null },
    contents: exampleContents,
    ...changes,
  }
}

const exampleCapabilities: readonly Capability[] = [
  { kind: 'unknown', functions: [{ import: 'log', name: 'log', called: 'maybe' }] },
  {
    kind: 'opens-sockets',
    functions: [
      { import: 'wasi:sockets/tcp@0.2.9', name: '[method]tcp-socket.start-connect', called: 'maybe' },
    ],
  },
  {
    kind: 'tells-time',
    functions: [
      { import: 'wasi:clocks/wall-clock@0.2.9', name: 'now', called: 'maybe' },
      { import: 'wasi:clocks/wall-clock@0.2.9', name: 'resolution', called: 'never' },
    ],
  },
]

export const exampleContents: Contents = {
  bytes: 18_332_123,
  hasStart: false,
  modules: [
    {
      where: 'module 0',
      bytes: 9_123_456,
      functions: 12_345,
      dataBytes: 2_000_000,
      memories: [{ minimumPages: 32, maximumPages: null }],
      tables: [{ minimum: 4_321, maximum: 4_321 }],
      hasStart: false,
    },
    {
      where: 'component 0 / module 1',
      bytes: 345,
      functions: 3,
      dataBytes: 0,
      memories: [],
      tables: [],
      hasStart: true,
    },
  ],
  components: [{ where: 'component 0', bytes: 1_234, hasStart: false }],
  customSections: [
    { where: 'component', name: 'producers', bytes: 120 },
    { where: 'module 0', name: 'name', bytes: 500_000 },
  ],
  producers: { language: { Python: '3.14' }, 'processed-by': { 'wit-component': '0.240.0' } },
  hosts: [
    {
      where: 'module 0 / data 3',
      offset: 1_234_567,
      host: 'api.example.com',
      count: 2,
      url: 'https://api.example.com/v1',
      isDocumentation: false,
    },
    {
      where: 'module 0 / data 3',
      offset: 1_300_000,
      host: 'docs.python.org',
      count: 40,
      url: 'https://docs.python.org/3/library/os.html',
      isDocumentation: true,
    },
  ],
  secrets: [
    { where: 'module 0 / data 3', offset: 1_234_600, kind: 'github-token', start: 'ghp_', length: 40 },
  ],
  embedded: [
    { where: 'module 0 / data 4', offset: 2_000_000, kind: 'core-module', encoding: 'binary', bytes: 4_096 },
  ],
  totals: {
    modules: 2,
    components: 1,
    customSections: 2,
    hosts: 2,
    secrets: 1,
    embedded: 1,
    dataBytes: 2_500_000,
    searchedBytes: 2_500_000,
    unlistedProducers: 0,
    unchecked: 0,
  },
}
