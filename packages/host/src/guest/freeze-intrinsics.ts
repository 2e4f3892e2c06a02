/**
 * Objects that others inherit from, and that are written to under the names of what they inherit: a record
 * with a field `to-string`, an error that sets its name.
 */
const OVERRIDDEN = [
  ...[Object, Function, Error, AggregateError, EvalError],
  ...[RangeError, ReferenceError, SyntaxError, TypeError, URIError],
].map(({ prototype }) => prototype as object)

/**
 * Freezes what the language brings, so that no code that is loaded later can change it for what shares the
 * realm with it. Node.js has an option for that, but turns every method into an accessor, which costs a tenth
 * of all requests: here only what is overridden by assignment becomes one, as the compartments of
 * [SES](https://github.com/endojs/endo) do it.
 *
 * @param names Of the globals that it begins with.
 */
export function freezeIntrinsics(names: Iterable<string | symbol>): void {
  for (const object of OVERRIDDEN) makeOverridable(object)
  const seen = new Set<unknown>([globalThis])
  const found: unknown[] = hiddenIntrinsics()
  for (const name of names) found.push(Reflect.get(globalThis, name))
  for (const value of found) {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value))
      continue
    seen.add(value)
    found.push(Object.getPrototypeOf(value))
    for (const key of Reflect.ownKeys(value)) {
      const { value: held, get, set } = Object.getOwnPropertyDescriptor(value, key) ?? {}
      found.push(held, get, set)
    }
    Object.freeze(value)
  }
}

/** What no global leads to. */
function hiddenIntrinsics(): unknown[] {
  return [
    function* () {},
    async () => {},
    async function* () {},
    [][Symbol.iterator](),
    ''[Symbol.iterator](),
    new Map()[Symbol.iterator](),
    new Set()[Symbol.iterator](),
    ''.matchAll(/./g),
    [].values().map(() => 0),
    Iterator.from({ next: () => ({ done: true, value: 0 }) }),
    new Intl.Segmenter().segment(''),
    new Intl.Segmenter().segment('')[Symbol.iterator](),
  ]
}

/** An assignment to an heir makes a property of its own there, as it does while nothing is frozen. */
function makeOverridable(object: object): void {
  for (const name of Object.getOwnPropertyNames(object)) {
    const descriptor = Object.getOwnPropertyDescriptor(object, name)
    if (descriptor === undefined || !('value' in descriptor) || !descriptor.configurable) continue
    const { value, enumerable = false } = descriptor
    Object.defineProperty(object, name, {
      get: () => value as unknown,
      set(this: unknown, own: unknown) {
        if (this === object) throw new TypeError(`${name} of an intrinsic is not to be changed`)
        Object.defineProperty(this, name, {
          value: own,
          writable: true,
          enumerable: true,
          configurable: true,
        })
      },
      enumerable,
      configurable: true,
    })
  }
}
