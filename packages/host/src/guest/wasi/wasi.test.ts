import { expect, test } from 'vitest'
import { CallChannels } from '../../channels/call-channels.ts'
import { type GuestScope, InstanceContext } from '../instance-context.ts'
import { createWasi } from '../wasi.ts'
import { NO_SETTINGS, type WasiSettings } from './settings.ts'

type Functions = Readonly<Record<string, (...args: unknown[]) => unknown>>

const scope: GuestScope = {
  ask: () => Promise.reject(new Error('unused')),
  log: () => {},
  channels: new CallChannels(1, () => {}, 0),
}

/** One function of WASI, bound to a context. */
function wasiOf(settings: Partial<WasiSettings>, context = new InstanceContext()) {
  const interfaces = createWasi(context, { ...NO_SETTINGS, ...settings })
  return (name: string, fn: string, ...args: unknown[]) => (interfaces[name] as Functions)[fn]?.(...args)
}

test.each([
  ['wasi:sockets/tcp-create-socket', 'createTcpSocket', ['ipv4']],
  ['wasi:sockets/udp-create-socket', 'createUdpSocket', ['ipv6']],
  ['wasi:sockets/ip-name-lookup', 'resolveAddresses', [{}, 'localhost']],
])('%s refuses, whatever is granted', (name, fn, args) => {
  expect(wasiOf({})(name, fn, ...args)).toEqual({ tag: 'err', val: 'access-denied' })
})

test('a sequence of random numbers begins anew with each call', () => {
  const context = new InstanceContext()
  const wasi = wasiOf({ seed: 'string:a' }, context)
  const draw = () => [
    wasi('wasi:random/random', 'getRandomU64'),
    wasi('wasi:random/insecure', 'getInsecureRandomU64'),
    wasi('wasi:random/insecure-seed', 'insecureSeed'),
  ]
  context.enter({ ...scope })
  const first = draw()
  expect(draw()).not.toEqual(first)
  context.leave()
  context.enter({ ...scope })
  expect(draw()).toEqual(first)
})

test('a frozen clock begins anew with each call', () => {
  const context = new InstanceContext()
  const wasi = wasiOf({ clock: { now: '1500000000', advance: '7' } }, context)
  const look = () => [
    wasi('wasi:clocks/wall-clock', 'now'),
    wasi('wasi:clocks/monotonic-clock', 'now'),
    wasi('wasi:clocks/wall-clock', 'now'),
  ]
  context.enter({ ...scope })
  const first = look()
  expect(first).toEqual([
    { seconds: 1n, nanoseconds: 500_000_000 },
    7n,
    { seconds: 1n, nanoseconds: 500_000_014 },
  ])
  context.leave()
  context.enter({ ...scope })
  expect(look()).toEqual(first)
})

test.each<[string, string, string, unknown[], Partial<WasiSettings>]>([
  ['a random number', 'wasi:random/random', 'getRandomU64', [], {}],
  ['a seeded random number', 'wasi:random/random', 'getRandomBytes', [4n], { seed: 'a' }],
  ['the time', 'wasi:clocks/wall-clock', 'now', [], {}],
  ['a timer', 'wasi:clocks/monotonic-clock', 'subscribeDuration', [1n], {}],
  ['its input', 'wasi:cli/stdin', 'getStdin', [], { stdin: 'YQ==' }],
])('an instance that was given %s by its start-up code is known', (_, name, fn, args, settings) => {
  const context = new InstanceContext()
  wasiOf(settings, context)(name, fn, ...args)
  expect(context.hasSeenChanging).toBe(true)
})

test.each<[string, string, string, Partial<WasiSettings>]>([
  ['the environment', 'wasi:cli/environment', 'getEnvironment', { environment: [['A', 'b']] }],
  ['a clock that stands still', 'wasi:clocks/wall-clock', 'now', { clock: { now: '0', advance: '0' } }],
  ['an input that is empty', 'wasi:cli/stdin', 'getStdin', {}],
  [
    'the names of folders',
    'wasi:filesystem/preopens',
    'getDirectories',
    { preopens: [{ guest: '/', writable: true }] },
  ],
])('%s is the same at any time', (_, name, fn, settings) => {
  const context = new InstanceContext()
  wasiOf(settings, context)(name, fn)
  expect(context.hasSeenChanging).toBe(false)
})

test('more random bytes than fit are a violation', () => {
  expect(() => wasiOf({})('wasi:random/random', 'getRandomBytes', 2n ** 40n)).toThrow('random bytes')
})
