import { describe, expect, test } from 'vitest'
import type { Accessor, StateReceiver } from '../guest/glue-state.ts'
import { exposeGlue } from './glue.ts'

const CORES = { obstacles: [], writesTables: true, marking: [] }

/** A script of jco's shape. */
function glue({ outer = '', inner = '', beside = '' }): string {
  return `"use components";
    export function instantiate(getCoreModule, imports, instantiateCore = WebAssembly.instantiate) {
      ${outer}
      const { f } = imports['test:host/f'];
      let gen = (function* () { ${inner}; return { run() {} }; })();
      return gen.next().value;
    };
    ${beside}
    export const _util = {}`
}

/** What the script hands over. */
async function handedOver(script: string): Promise<readonly Accessor[]> {
  const module = (await import(`data:text/javascript,${encodeURIComponent(script)}`)) as {
    instantiate(...args: readonly unknown[]): object
  }
  const accessors: Accessor[] = []
  const receiver: StateReceiver = Object.assign((more: readonly Accessor[]) => void accessors.push(...more), {
    fields: Symbol('fields'),
    globals: { ...globalThis, setTimeout, clearTimeout, FinalizationRegistry },
  })
  module.instantiate(undefined, { 'test:host/f': {} }, undefined, receiver)
  return accessors
}

describe('generated code', () => {
  test('hands over every binding of its two scopes, and no other', async () => {
    const { script, obstacles } = exposeGlue(
      glue({
        outer: `let one = 1, two; const three = [3]; function four() { let no = 1; return no }
          const five = () => 5; class Six {} const { a, b: [c], ...d } = { a: 1, b: [2], e: 3 };
          if (one) { const no = 2; two = no }`,
        inner: 'var seven; let eight = 8; const nine = new Map()',
      }),
      CORES,
    )
    expect(obstacles).toEqual([])
    const names = (await handedOver(script)).map(([name, , assign]) => `${name}${assign ? ' =' : ''}`)
    expect(names.toSorted()).toEqual(
      [
        'one =',
        'two =',
        'three',
        'four',
        'five',
        'Six',
        'a',
        'c',
        'd',
        'seven =',
        'eight =',
        'nine',
        'gen =',
      ].toSorted(),
    )
  })

  test('reads and assigns them', async () => {
    const { script } = exposeGlue(glue({ outer: 'let one = 1' }), CORES)
    const [, read, assign] = (await handedOver(script)).find(([name]) => name === 'one') as Accessor
    expect(read()).toBe(1)
    assign?.(2)
    expect(read()).toBe(2)
  })

  test('loses its debugging', () => {
    const { script } = exposeGlue(
      glue({ outer: 'const _debugLog = () => {}; _debugLog("a", { b: 1 })' }),
      CORES,
    )
    expect(script).not.toContain('"a"')
  })

  test('may have functions that see what only they see, and leave it as it is', () => {
    const { obstacles } = exposeGlue(
      glue({
        outer: `
          function make(meta) { let n = 0; n++; return (x) => { let y = n; y += meta.size; const meta2 = []; meta2.push(x); return y } }
          function later() { let resolve; const promise = new Promise((done) => { resolve = done }); return { promise, resolve } }
          function lower(args, x) { let { list } = args; list = [...list]; const own = []; own.push(x); return list }
          function inCallsOnly() { let count = 0; return () => count++ }
          const table = []; function put(owner, rep) { owner.push(rep) }
          let bound = 0; function changesBinding() { return () => { bound++ } }`,
        inner:
          'const a = make({ size: 1 }), b = later(), c = lower.bind(null, {}), d = changesBinding(), p = put.bind(null, table); const e = () => inCallsOnly()',
      }),
      CORES,
    )
    expect(obstacles).toEqual([])
  })

  test('tells what is known of the core modules', () => {
    expect(exposeGlue(glue({}), { ...CORES, obstacles: ['known'] }).script).toContain(
      'export const obstacles = ["known"]',
    )
  })

  test.each<[string, Parameters<typeof glue>[0]]>([
    ['glue: a statement of kind VariableDeclaration beside instantiate', { beside: 'let shared = 1' }],
    ['glue: another number of generators than one', { outer: 'function* other() {}' }],
    ['a binding in a block of kind IfStatement', { outer: 'if (f) { let kept = 1; var g = () => kept++ }' }],
    ['a binding in a block of kind BlockStatement', { outer: '{ var kept = 1 }' }],
    ['glue: a property of the function count', { outer: 'function count() { count.calls = 1 }' }],
    ['glue: a property of the function count', { outer: 'const count = () => { count.calls++ }' }],
    ['glue: a function that is replaced: h', { outer: 'function h() {} function g() { h = g }' }],
    [
      'glue: a decoder that keeps the rest of a text',
      { outer: 'new TextDecoder().decode(x, { stream: true })' },
    ],
    ['glue: the private static field x', { outer: 'class A { static #x = 1 }' }],
    ['glue: a class with private fields below another', { outer: 'class B extends A { #x = 1 }' }],
    [
      'glue: a closure of the function make that changes what it sees',
      { outer: 'function make() { let count = 0; return () => count++ }', inner: 'const counter = make()' },
    ],
    [
      'glue: a closure of the function make that changes what it sees',
      { outer: 'const make = (meta) => (x) => { meta.last.x = x }', inner: 'use({ f: make({}) })' },
    ],
    [
      'glue: a closure of the function inner that changes what it sees',
      {
        outer:
          'function inner(seen) { return (x) => [1].map(() => seen.push(x)) } const make = (m) => inner(m)',
        inner: 'const f = make([])',
      },
    ],
    [
      'glue: a closure of the function that is called where it stands that changes what it sees',
      { outer: 'const g = (() => { const cache = {}; return (x) => { delete cache[x] } })()' },
    ],
    [
      'glue: a closure of the function lower that changes what it sees',
      {
        outer: 'function lower(args) { const { list } = args; list.shift() }',
        inner: 'const f = lower.bind(null, { list: [1] })',
      },
    ],
    ['glue: the name $airlock', { outer: 'let $airlock' }],
  ])('is left as it is where it has %s', (obstacle, parts) => {
    const script = glue(parts)
    const rewritten = exposeGlue(script, CORES)
    expect(rewritten.obstacles).toEqual([obstacle])
    if (obstacle.startsWith('glue:')) expect(rewritten.script.startsWith(script)).toBe(true)
  })

  test('is left as it is where it is no JavaScript', () => {
    expect(exposeGlue('export function (', CORES).obstacles).toEqual([
      expect.stringMatching(/^glue: Unexpected token/),
    ])
  })
})
