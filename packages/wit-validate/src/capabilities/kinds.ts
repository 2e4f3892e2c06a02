import type { CapabilityKind } from '../component-report.ts'

/** All kinds, most serious first: the order in which every report lists them. What nobody knows may be anything. */
export const capabilityKinds = [
  'unknown',
  'writes-files',
  'reads-files',
  'opens-sockets',
  'sends-http',
  'sends-messages',
  'resolves-names',
  'keeps-data',
  'asks-llm',
  'reads-environment',
  'ends-process',
  'uses-terminal',
  'writes-logs',
  'tells-time',
  'gets-random',
] as const satisfies readonly CapabilityKind[]
