import { execFile } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { findNodeBinary } from '../process/node-binary.ts'

/** Runs statements in a process whose intrinsics are frozen, and returns what they yield. */
async function inFrozenRealm(statements: string): Promise<unknown> {
  const script = `
    import { runInNewContext } from 'node:vm'
    const write = process.stdout.write.bind(process.stdout)
    const { freezeIntrinsics } = await import(${JSON.stringify(pathToFileURL(`${import.meta.dirname}/freeze-intrinsics.ts`).href)})
    const language = runInNewContext('Reflect.ownKeys(globalThis)')
    freezeIntrinsics(language)
    const result = await (async () => { ${statements} })()
    write(JSON.stringify(result))`
  const { stdout } = await promisify(execFile)(findNodeBinary().path, [
    '--no-warnings',
    '--input-type=module',
    '-e',
    script,
  ])
  return JSON.parse(stdout)
}

test('nothing that the language brings can be changed', async () => {
  const open = await inFrozenRealm(`
    const open = []
    const seen = new Set([globalThis, console])
    const walk = (value, path) => {
      if (Object(value) !== value || seen.has(value)) return
      seen.add(value)
      if (!Object.isFrozen(value)) open.push(path)
      walk(Object.getPrototypeOf(value), path + ' (prototype)')
      for (const key of Reflect.ownKeys(value)) {
        const { value: held, get, set } = Object.getOwnPropertyDescriptor(value, key)
        walk(held, path + '.' + String(key)); walk(get, path + '.get ' + String(key)); walk(set, path + '.set ' + String(key))
      }
    }
    for (const name of language) walk(globalThis[name], String(name))
    walk(Object.getPrototypeOf(async function* () {}.prototype), 'objects of asynchronous generators')
    walk(Object.getPrototypeOf([].values()), 'iterators of arrays')
    walk(Object.getPrototypeOf(new Map().keys()), 'iterators of maps')
    walk(Object.getPrototypeOf('a'.matchAll(/a/g)), 'iterators of matches')
    if ([].values().map) walk(Object.getPrototypeOf([].values().map((each) => each)), 'helpers of iterators')
    return open`)
  expect(open).toEqual([])
})

test('an attempt fails, and what inherits may have names of its own', async () => {
  const results = await inFrozenRealm(`
    const attempt = (act) => { try { return act() } catch (error) { return error.name } }
    const record = {}
    const error = new Error('a')
    return [
      attempt(() => { Array.prototype.push = 1 }),
      attempt(() => { Object.prototype.toString = 1 }),
      attempt(() => { Object.prototype.more = 1 }),
      attempt(() => { Promise.prototype.then = 1 }),
      attempt(() => Object.defineProperty(Error.prototype, 'name', { value: 1 })),
      attempt(() => { record.toString = 'own'; record.constructor = 'too'; return { ...record } }),
      attempt(() => { error.name = 'Mine'; return String(error) }),
      attempt(() => { const other = new TypeError('b'); other.name = 'Mine'; return String(other) }),
      attempt(() => String({})),
    ]`)
  expect(results).toEqual([
    ...Array(5).fill('TypeError'),
    { toString: 'own', constructor: 'too' },
    'Mine: a',
    'Mine: b',
    '[object Object]',
  ])
})
