import { parseWat } from '@wasm-airlock/wac'
import { bodyBombs } from './body-bombs.ts'
import {
  componentOf,
  concat,
  custom,
  moduleOf,
  name,
  number,
  repeat,
  sized,
  typeIndex,
  vector,
  vectorOf,
} from './encode.ts'

/** A few bytes, or many, that cost a careless reader far more than they are. */
export interface Bomb {
  readonly name: string
  /** Only whoever validates function bodies finds something. */
  readonly isInBodies?: true
  readonly make: () => Uint8Array | Promise<Uint8Array>
}

const PRIMITIVE_U8 = 0x7d
const LIST = 0x70
const TUPLE = 0x6f
const HUGE = 0xffff_ffff
/** 2⁴⁸, as many pages as a memory with 64-bit addresses can have. */
const PAGES_64 = Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40)
const GIGABYTE = 2 ** 30

/** Component types: the first is u8, each of the others made of the one before. */
function chain(length: number, next: (index: number) => Uint8Array): Uint8Array {
  const first = Uint8Array.of(LIST, PRIMITIVE_U8)
  return sized(7, vectorOf([[first], ...Array.from({ length: length - 1 }, (_, index) => [next(index)])]))
}

/** Imports a function whose parameter is a type. */
function importWith(type: number, functionType: number): Uint8Array {
  const signature = sized(
    7,
    vector([Uint8Array.of(0x40), vector([name('x'), typeIndex(type)]), Uint8Array.of(1, 0)]),
  )
  return concat(
    signature,
    sized(10, vector([Uint8Array.of(0), name('f'), Uint8Array.of(1), number(functionType)])),
  )
}

function imports(count: number): Uint8Array {
  const items = Array.from({ length: count }, (_, index) => [
    Uint8Array.of(0),
    name(`i${index}`),
    Uint8Array.of(1, 0),
  ])
  return concat(sized(7, vector([Uint8Array.of(0x40, 0, 1, 0)])), sized(10, vectorOf(items)))
}

/** A section whose size says more than there is. */
function cutOff(id: number, size: number): Uint8Array {
  return concat(Uint8Array.of(id), number(size), new Uint8Array(16))
}

function nested(depth: number): Uint8Array {
  let inner: Uint8Array = componentOf()
  for (let level = 1; level < depth; level += 1) inner = componentOf(sized(4, inner))
  return inner
}

const instancesOfInstances = (levels: number) => {
  const nest = (level: number): string =>
    level === 0
      ? '(component $c0)'
      : `(component $c${level} ${nest(level - 1)}
          (instance (instantiate $c${level - 1})) (instance (instantiate $c${level - 1})))`
  return parseWat(nest(levels))
}

const instancesOfModule = (module: string, outer: number, inner: number) =>
  parseWat(`(component
    (component $c (core module $m ${module}) ${'(core instance (instantiate $m))'.repeat(inner)})
    ${'(instance (instantiate $c))'.repeat(outer)})`)

const exportedAgain = () => {
  const types = Array.from(
    { length: 14 },
    (_, level) => `(type $t${level + 1} (tuple $t${level} $t${level}))`,
  )
  const exports = Array.from({ length: 28 }, (_, index) => `(export "f${index}" (func $f))`)
  return parseWat(`(component (type $t0 u8) ${types.join(' ')}
    (core module $m (memory (export "m") 1) (func (export "f") (param i32))
      (func (export "r") (param i32 i32 i32 i32) (result i32) i32.const 0))
    (core instance $m (instantiate $m))
    (func $f (param "x" $t14) (canon lift (core func $m "f") (memory $m "m") (realloc (func $m "r"))))
    ${exports.join(' ')})`)
}

/** Each interface offers the one before it twice. */
const interfacesOfInterfaces = (levels: number) => {
  const types = Array.from(
    { length: levels },
    (_, level) => `(type $i${level + 1} (instance
      (export "a" (instance (type $i${level}))) (export "b" (instance (type $i${level})))))`,
  )
  return parseWat(`(component (type $i0 (instance (export "f" (func)))) ${types.join('\n')}
    (import "a:b/c" (instance (type $i${levels}))))`)
}

function typesInTypes(depth: number): Uint8Array {
  const list = Uint8Array.of(LIST, PRIMITIVE_U8)
  return componentOf(sized(7, number(1), repeat(Uint8Array.of(0x42, 1, 1), depth), list))
}

const debugNames = (count: number, text: string) =>
  custom('name', sized(1, number(count), repeat(concat(Uint8Array.of(0), name(text)), count)))

export const bombs: readonly Bomb[] = [
  {
    name: 'nested tuples',
    make: () => {
      const types = chain(8, (index) => concat(Uint8Array.of(TUPLE), number(6), repeat(typeIndex(index), 6)))
      return componentOf(types, importWith(7, 8))
    },
  },
  {
    name: 'deep lists',
    make: () =>
      componentOf(
        chain(40_000, (index) => concat(Uint8Array.of(LIST), typeIndex(index))),
        importWith(39_999, 40_000),
      ),
  },
  { name: '100,000 imports', make: () => componentOf(imports(100_000)) },
  { name: 'a record of 200,000 fields', make: () => componentOf(wideRecord(200_000)) },
  { name: 'instances of instances of …', make: () => instancesOfInstances(25) },
  { name: '810,000 instances of a core module', make: () => instancesOfModule('', 900, 900) },
  { name: '1000 instances of a gigabyte', make: () => instancesOfModule('(memory 16384)', 1, 1000) },
  { name: 'a function of many types that is exported again and again', make: exportedAgain },
  { name: 'interfaces of interfaces of …', make: () => interfacesOfInterfaces(30) },
  { name: 'components in components', make: () => nested(5000) },
  { name: 'types in types', make: () => typesInTypes(100_000) },
  { name: 'a section of 1 GB that is not there', make: () => componentOf(cutOff(1, GIGABYTE)) },
  { name: 'a custom section of 4 GB that is not there', make: () => componentOf(cutOff(0, HUGE)) },
  {
    name: 'a length of too many bytes',
    make: () => componentOf(concat(Uint8Array.of(0), repeat(Uint8Array.of(0x80), 1000))),
  },
  { name: '200,000 custom sections', make: () => componentOf(repeat(custom('x'), 200_000)) },
  {
    name: 'custom sections of 100 MB',
    make: () => componentOf(repeat(custom('x', new Uint8Array(10_000_000)), 10)),
  },
  { name: 'a custom section with a name of 50 MB', make: () => componentOf(custom('x'.repeat(50_000_000))) },
  { name: '10,000,000 names for debuggers', make: () => componentOf(moduleOf(debugNames(10_000_000, 'f'))) },
  {
    name: '10,000,000 names for debuggers that hold control characters',
    make: () => componentOf(moduleOf(debugNames(10_000_000, '\u0085'))),
  },
  {
    name: '900,000 names for debuggers, the last of which is not UTF-8',
    make: () =>
      componentOf(
        moduleOf(debugNames(450_000, 'é'), debugNames(449_999, 'é')),
        custom('producers', vector([name('language'), vector([Uint8Array.of(1, 0xff), name('1')])])),
      ),
  },
  {
    name: '4 billion names for debuggers that are not there',
    make: () => componentOf(moduleOf(custom('name', sized(1, number(HUGE))))),
  },
  {
    name: 'an import with a name of 10 MB',
    make: () =>
      componentOf(
        sized(7, vector([Uint8Array.of(0x40, 0, 1, 0)])),
        sized(10, vector([Uint8Array.of(0), name('x'.repeat(10_000_000)), Uint8Array.of(1, 0)])),
      ),
  },
  {
    name: 'a memory of 4 GB',
    make: () => componentOf(moduleOf(sized(5, vector([Uint8Array.of(0), number(65_536)])))),
  },
  {
    name: 'a memory of 2⁶⁴ bytes',
    make: () => componentOf(moduleOf(sized(5, vector([Uint8Array.of(4), PAGES_64])))),
  },
  {
    name: '100,000 memories',
    make: () => componentOf(moduleOf(sized(5, number(100_000), repeat(Uint8Array.of(0, 0), 100_000)))),
  },
  {
    name: 'a shared memory',
    make: () => componentOf(moduleOf(sized(5, vector([Uint8Array.of(3, 1), number(65_536)])))),
  },
  {
    name: 'a table of 4 billion elements',
    make: () => componentOf(moduleOf(sized(4, vector([Uint8Array.of(0x70, 0), number(HUGE)])))),
  },
  {
    name: '100,000 tables',
    make: () => componentOf(moduleOf(sized(4, number(100_000), repeat(Uint8Array.of(0x70, 0, 0), 100_000)))),
  },
  {
    name: '4 billion functions that are not there',
    make: () => componentOf(moduleOf(sized(3, number(HUGE)))),
  },
  {
    name: '4 billion data segments that are not there',
    make: () => componentOf(moduleOf(sized(12, number(HUGE)), sized(11, number(HUGE)))),
  },
  {
    name: '2,000,000 globals',
    make: () =>
      componentOf(
        moduleOf(sized(6, number(2_000_000), repeat(Uint8Array.of(0x7f, 0, 0x41, 0, 0x0b), 2_000_000))),
      ),
  },
  {
    name: 'a type with 10⁹ supertypes',
    make: () =>
      componentOf(
        moduleOf(sized(1, number(1), Uint8Array.of(0x50), number(10 ** 9), Uint8Array.of(0x60, 0, 0))),
      ),
  },
  {
    name: '10⁹ types that are defined together',
    make: () =>
      componentOf(
        moduleOf(sized(1, number(1), Uint8Array.of(0x4e), number(10 ** 9), Uint8Array.of(0x60, 0, 0))),
      ),
  },
  {
    name: '2,000,000 aliases',
    make: () =>
      componentOf(
        sized(
          4,
          componentOf(
            sized(7, vector([Uint8Array.of(LIST, PRIMITIVE_U8)])),
            sized(6, number(2_000_000), repeat(Uint8Array.of(3, 2, 0, 0), 2_000_000)),
          ),
        ),
      ),
  },
  {
    name: '300,000 types',
    make: () => componentOf(sized(7, number(300_000), repeat(Uint8Array.of(LIST, PRIMITIVE_U8), 300_000))),
  },
  { name: '5000 core modules', make: () => componentOf(repeat(moduleOf(), 5000)) },
  {
    name: '120 MB of types',
    make: () => componentOf(repeat(sized(3, new Uint8Array(40_000_000)), 3)),
  },
  ...bodyBombs,
]

function wideRecord(fields: number): Uint8Array {
  const items = Array.from({ length: fields }, (_, index) => [name(`f${index}`), Uint8Array.of(PRIMITIVE_U8)])
  return concat(sized(7, vector([Uint8Array.of(0x72), vectorOf(items)])), importWith(0, 1))
}
