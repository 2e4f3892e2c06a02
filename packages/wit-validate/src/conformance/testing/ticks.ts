import { parseWat } from '@wasm-airlock/wac'
import { type ConformanceOptions, checkConformance } from '../conformance.ts'

/** A world of the package `test:app`, and what it may use. */
export function world(body: string): ConformanceOptions {
  return {
    wit: {
      'app.wit': `package test:app; world app { ${body} }`,
      'deps/tool/tool.wit': 'package test:tool@1.2.3; interface tick { now: func() -> u64; }',
      'deps/old/old.wit': 'package test:old@0.2.3; interface tick { now: func() -> u64; }',
      'deps/first/first.wit': 'package test:first@0.0.3; interface tick { now: func() -> u64; }',
      'deps/next/next.wit': 'package test:next@1.0.0-rc.1; interface tick { now: func() -> u64; }',
    },
    world: 'app',
  }
}

/** A component that exports an instance of one function `now`, and others of the same type. */
export function exporting(name: string, ...more: string[]): Promise<Uint8Array> {
  const members = ['now', ...more].map((member) => `(export "${member}" (func $now))`)
  return parseWat(`(component
    (core module $code (func (export "now") (result i64) i64.const 7))
    (core instance $made (instantiate $code))
    (func $now (result u64) (canon lift (core func $made "now")))
    (instance $tick ${members.join(' ')})
    (export "${name}" (instance $tick)))`)
}

export function importing(name: string, type = '(func (result u64))'): Promise<Uint8Array> {
  return parseWat(`(component (import "${name}" (instance (export "now" ${type}))))`)
}

/** `code severity`, both matches. */
export async function judge(component: Uint8Array, options: ConformanceOptions) {
  const describe = async (match: 'subtype' | 'exact') => {
    const { findings } = await checkConformance(component, { ...options, match })
    return findings.map(({ code, severity }) => `${code} ${severity}`)
  }
  return { subtype: await describe('subtype'), exact: await describe('exact') }
}
