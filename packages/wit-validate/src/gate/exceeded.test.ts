import { parseWat } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { componentOf, concat, custom, moduleOf, name, number, repeat, sized } from '../testing/encode.ts'
import { validateComponent } from '../validate.ts'

const allowAll = { policy: { allow: ['*'] } }

/** A component that lowers a function whose parameter is `levels` deep and `width` wide. */
function nestedTuples(levels: number, width: number): Promise<Uint8Array> {
  const types = Array.from(
    { length: levels },
    (_, level) => `(type $t${level + 1} (tuple ${`$t${level} `.repeat(width)}))`,
  )
  return parseWat(`(component
    (type $t0 u8)
    ${types.join('\n')}
    (import "f" (func $f (param "x" $t${levels})))
    (core module $m (memory (export "memory") 1))
    (core instance $i (instantiate $m))
    (alias core export $i "memory" (core memory $memory))
    (core func (canon lower (func $f) (memory $memory))))`)
}

/** Every component makes two instances of the one inside of it. */
function nestedInstances(levels: number): Promise<Uint8Array> {
  const nest = (level: number): string =>
    level === 0
      ? '(component $c0)'
      : `(component $c${level} ${nest(level - 1)}
          (instance (instantiate $c${level - 1})) (instance (instantiate $c${level - 1})))`
  return parseWat(nest(levels))
}

const tooLarge = {
  ok: false,
  findings: [{ code: 'limit-exceeded', path: 'size of generated bindings, in types' }],
}

test('types that grow exponentially are measured', async () => {
  expect(await validateComponent(await nestedTuples(3, 6), allowAll)).toMatchObject({ ok: true })
  expect(await validateComponent(await nestedTuples(7, 6), allowAll)).toMatchObject(tooLarge)
})

test('types that grow by names of their own are measured too', async () => {
  const records = Array.from(
    { length: 6 },
    (_, level) => `
      (type $r${level + 1} (record ${[...'abcdef'].map((f) => `(field "${f}" $n${level})`).join(' ')}))
      (import "n${level + 1}" (type $n${level + 1} (eq $r${level + 1})))`,
  )
  const bytes = await parseWat(`(component
    (type $r0 (record ${[...'abcdef'].map((f) => `(field "${f}" string)`).join(' ')}))
    (import "n0" (type $n0 (eq $r0)))
    ${records.join('\n')}
    (import "f" (func (param "x" $n6))))`)
  expect(await validateComponent(bytes, allowAll)).toMatchObject(tooLarge)
})

test('types that come out of instances, aliases and components inside are followed', async () => {
  const bytes = await parseWat(`(component $outer
    (type $wide (tuple ${'u8 '.repeat(999)}))
    (import "a:b/types" (instance $types
      (alias outer $outer $wide (type $u))
      (type $t (list $u))
      (export "t" (type (eq $t)))))
    (alias export $types "t" (type $again))
    (component $inner
      (alias outer $outer $again (type $deep))
      (import "f" (func (param "x" (tuple ${'$deep '.repeat(300)}))))))`)
  expect(await validateComponent(bytes, allowAll)).toMatchObject(tooLarge)
})

test('instances that multiply are counted', async () => {
  expect(await validateComponent(await nestedInstances(5))).toMatchObject({ ok: true })
  expect(await validateComponent(await nestedInstances(25))).toMatchObject(tooLarge)
})

test('a memory of gigabytes is refused', async () => {
  const { findings } = await validateComponent(await parseWat('(component (core module (memory 65536)))'))
  expect(findings).toMatchObject([{ code: 'limit-exceeded', args: { actual: 2 ** 32, limit: 2 ** 30 } }])
})

/** Core modules with that many exports each, named apart. */
function modulesWithExports(count: number, ...modules: number[]): Promise<Uint8Array> {
  const exports = (module: number) =>
    Array.from({ length: count }, (_, index) => `(export "${module}-${index}" (func 0))`).join('')
  return parseWat(`(component ${modules.map((name) => `(core module (func) ${exports(name)})`).join('')})`)
}

const refusals: [what: string, component: () => Promise<Uint8Array>][] = [
  ['core modules', () => parseWat(`(component ${'(core module)'.repeat(1001)})`)],
  [
    'nested components',
    () => parseWat(`(component ${`(component ${'(component)'.repeat(501)})`.repeat(2)})`),
  ],
  ['memories', () => parseWat(`(component ${'(core module (memory 0))'.repeat(101)})`)],
  ['names of imports and exports', () => modulesWithExports(50_001, 1, 2)],
  ['imports of components', () => parseWat(`(component ${imports(20_001, '(func)')})`)],
  ['functions', () => parseWat(`(component (import "a:b/c" (instance ${functions(20_001)})))`)],
  ['sections', async () => withSections(100_001, Uint8Array.of(0, 1, 0))],
  [
    'functions, globals, imports, exports and the like',
    async () => withSections(1, moduleOfFunctions(1_000_001)),
  ],
  ['bytes that define types', async () => withSections(1, sectionOfTypes(1_100_000))],
  [
    'bytes of names and signatures',
    () =>
      parseWat(
        `(component (type $t (func (param "${'a'.repeat(50_000)}" u8))) ${imports(400, '(type $t)')})`,
      ),
  ],
]

function functions(count: number): string {
  return Array.from({ length: count }, (_, index) => `(export "f${index}" (func))`).join('')
}

function imports(count: number, type: string): string {
  return Array.from({ length: count }, (_, index) =>
    type.startsWith('(type') ? `(import "i${index}" (func ${type}))` : `(import "i${index}" ${type})`,
  ).join('')
}

function withSections(count: number, section: Uint8Array): Uint8Array {
  return componentOf(repeat(section, count))
}

function sectionOfTypes(count: number): Uint8Array {
  return sized(7, number(count), repeat(Uint8Array.of(0x70, 0x7d), count))
}

function moduleOfFunctions(count: number): Uint8Array {
  return moduleOf(sized(3, number(count), new Uint8Array(count)))
}

test.each(refusals)('too many %s are refused', async (what, component) => {
  expect(await validateComponent(await component(), allowAll)).toMatchObject({
    ok: false,
    findings: [{ code: 'limit-exceeded', path: what, args: { what } }],
  })
})

test('as many names as are allowed are read', async () => {
  expect(await validateComponent(await modulesWithExports(50_000, 1, 2))).toMatchObject({ ok: true })
})

test('what the producers section holds does not matter', async () => {
  const tools = repeat(concat(name('a'), name('1')), 100_000)
  const section = custom('producers', number(1), name('language'), number(100_000), tools)
  expect(await validateComponent(componentOf(section))).toMatchObject({ ok: true })
})

test('what cannot be measured is refused', async () => {
  const bytes = await parseWat('(component (import "f" (external-id "x") (func)))')
  expect(await validateComponent(bytes, allowAll)).toMatchObject({
    ok: false,
    findings: [{ code: 'component-malformed', args: { reason: /unknown kind of name, 2/ } }],
  })
})
