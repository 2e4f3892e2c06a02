import type { PresetName } from './policy.ts'

/** In every stable version of 0.2. */
const stable = (name: string): string => `wasi:${name}@^0.2.0`

const wasiCli = ['cli/*', 'clocks/*', 'filesystem/*', 'io/*', 'random/*', 'sockets/*'].map(stable)

/** What each preset allows; the README says it in words. */
export const policyPresets: Readonly<Record<PresetName, readonly string[]>> = Object.freeze({
  /** Nothing: it computes, and that is all. */
  pure: [],
  /** The world `wasi:cli/imports` of WASI 0.2: what a runtime offers to a program on a command line. */
  'wasi-cli': wasiCli,
  /** What Spin 3 and 4 link to a component of an HTTP trigger; what it then may reach, the manifest says. */
  'spin-http': [
    ...wasiCli,
    stable('http/outgoing-handler'),
    stable('http/types'),
    'wasi:config/store',
    'wasi:keyvalue/atomics',
    'wasi:keyvalue/batch',
    'wasi:keyvalue/store',
    'fermyon:spin/*',
    'spin:*',
  ],
})

/** The rules of a preset; none for a name that is not known. */
export function presetRules(preset: PresetName): readonly string[] {
  return Object.hasOwn(policyPresets, preset) ? policyPresets[preset] : []
}
