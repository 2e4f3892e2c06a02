import { expect, it } from 'vitest'
import { readArguments } from './arguments.ts'
import { commands } from './commands.ts'
import { painter } from './terminal.ts'
import { readTokens } from './tokens.ts'
import { UsageError } from './usage-error.ts'

/** The arguments that a command line gives, or what is printed where it gives none. */
function read(line: string): unknown {
  const [name, ...words] = line.split(' ').map((word) => (word === "''" ? '' : word))
  const command = commands.find((one) => one.name === name)
  if (command === undefined) throw new Error(`no command ${name}`)
  try {
    const given = readArguments(command, words)
    if (given === 'help') return given
    const options = command.options.filter((option) => given.has(option.name))
    return [given.path, Object.fromEntries(options.map((option) => [option.name, given.values(option.name)]))]
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}

it.each([
  ['plug --plug a s', ['s', { plug: ['a'] }]],
  ['plug s --plug a --plug=b -t -o out', ['s', { plug: ['a', 'b'], wat: [], output: ['out'] }]],
  ['plug s --plug a -oout', ['s', { plug: ['a'], output: ['out'] }]],
  ['plug s --plug a -o=out', ['s', { plug: ['a'], output: ['out'] }]],
  ['plug s --plug a -to=out', ['s', { plug: ['a'], wat: [], output: ['out'] }]],
  ['plug s --plug a --output=out', ['s', { plug: ['a'], output: ['out'] }]],
  ['plug --plug a -o - -- -s', ['-s', { plug: ['a'], output: ['-'] }]],
  ["plug '' --plug=", ['', { plug: [''] }]],
  ['compose -tid a=b=c -da=d x', ['x', { wat: [], 'import-dependencies': [], dep: ['a=b=c', 'a=d'] }]],
  ['targets a --wit w --world=', ['a', { wit: ['w'], world: [''] }]],
  ['resolve --dot x', ['x', { dot: [] }]],
  ['plug --plug a s --connect p#i=q#e', ['s', { plug: ['a'], connect: ['p#i=q#e'] }]],
  ['plug s -th --bogus', 'help'],
])('reads %s', (line, expected) => {
  expect(read(line)).toEqual(expected)
})

const usage = {
  plug: 'Usage: wac plug [OPTIONS] --plug <PLUG_PATH> <SOCKET_PATH>',
  plugGiven: 'Usage: wac plug <--plug <PLUG_PATH>|SOCKET_PATH|--wat|--output <OUTPUT>>',
  compose: 'Usage: wac compose [OPTIONS] <PATH>',
}

it.each([
  [
    'plug',
    'the following required arguments were not provided:\n  --plug <PLUG_PATH>\n  <SOCKET_PATH>\n\nUsage: wac plug --plug <PLUG_PATH> <SOCKET_PATH>',
  ],
  [
    'plug -t s',
    'the following required arguments were not provided:\n  --plug <PLUG_PATH>\n\nUsage: wac plug --plug <PLUG_PATH> --wat <SOCKET_PATH>',
  ],
  [
    'compose -ti',
    'the following required arguments were not provided:\n  <PATH>\n\nUsage: wac compose --wat --import-dependencies <PATH>',
  ],
  ['plug --plug a b c', `unexpected argument 'c' found\n\n${usage.plug}`],
  [
    'plug --bogus',
    `unexpected argument '--bogus' found\n\n  tip: to pass '--bogus' as a value, use '-- --bogus'\n\n${usage.plug}`,
  ],
  [
    'plug --plug a b --wt',
    `unexpected argument '--wt' found\n\n  tip: to pass '--wt' as a value, use '-- --wt'\n\n${usage.plugGiven}`,
  ],
  [
    'plug --plugs',
    `unexpected argument '--plugs' found\n\n  tip: a similar argument exists: '--plug'\n\n${usage.plugGiven}`,
  ],
  [
    'plug --hlp',
    "unexpected argument '--hlp' found\n\n  tip: a similar argument exists: '--help'\n\nUsage: wac plug --plug <PLUG_PATH> --help <SOCKET_PATH>",
  ],
  [
    'plug -tx',
    `unexpected argument '-x' found\n\n  tip: to pass '-x' as a value, use '-- -x'\n\n${usage.plug}`,
  ],
  [
    'plug -t=1',
    `unexpected argument '-=' found\n\n  tip: to pass '-=' as a value, use '-- -='\n\n${usage.plug}`,
  ],
  [
    'plug --wat=1',
    "unexpected value '1' for '--wat' found; no more were expected\n\nUsage: wac plug --plug <PLUG_PATH> --wat <SOCKET_PATH>",
  ],
  ['plug -o x -o y', `the argument '--output <OUTPUT>' cannot be used multiple times\n\n${usage.plug}`],
  ['plug -tt', `the argument '--wat' cannot be used multiple times\n\n${usage.plug}`],
  ['plug -o', "a value is required for '--output <OUTPUT>' but none was supplied"],
  ['plug -o -t', "a value is required for '--output <OUTPUT>' but none was supplied"],
  ['plug -o -- x', "a value is required for '--output <OUTPUT>' but none was supplied"],
  ["compose ''", "a value is required for '<PATH>' but none was supplied"],
  ['compose -d x y', "invalid value 'x' for '--dep <PKG=PATH>': value does not contain `=`"],
  [
    'compose -d x --foo',
    `unexpected argument '--foo' found\n\n  tip: to pass '--foo' as a value, use '-- --foo'\n\nUsage: wac compose <--deps-dir <PATH>|--dep <PKG=PATH>|--no-validate|--wat|--import-dependencies|--output <OUTPUT>|PATH>`,
  ],
  ['compose --dep= -y', "invalid value '' for '--dep <PKG=PATH>': value does not contain `=`"],
  [
    'compose --version',
    `unexpected argument '--version' found\n\n  tip: to pass '--version' as a value, use '-- --version'\n\n${usage.compose}`,
  ],
  [
    'parse --__proto__',
    "unexpected argument '--__proto__' found\n\n  tip: to pass '--__proto__' as a value, use '-- --__proto__'\n\nUsage: wac parse <PATH>",
  ],
  [
    'plug --plug a s --connect x',
    "invalid value 'x' for '--connect <[PLUG#]IMPORT=PLUG[#EXPORT]>': it is not [PLUG#]IMPORT=PLUG[#EXPORT]",
  ],
])('refuses %s as wac does', (line, message) => {
  expect(read(line)).toBe(`error: ${message}\n\nFor more information, try '--help'.\n`)
})

it('has the colours of clap', () => {
  const command = commands.find(({ name }) => name === 'plug')
  const error = (() => {
    try {
      return command && readArguments(command, ['--plugs'])
    } catch (thrown) {
      return thrown
    }
  })()
  expect((error as UsageError).format(painter(true))).toBe(
    "\x1b[1m\x1b[31merror:\x1b[0m unexpected argument '\x1b[33m--plugs\x1b[0m' found\n\n" +
      "  \x1b[32mtip:\x1b[0m a similar argument exists: '\x1b[32m--plug\x1b[0m'\n\n" +
      '\x1b[1m\x1b[4mUsage:\x1b[0m \x1b[1mwac plug\x1b[0m <--plug <PLUG_PATH>|SOCKET_PATH|--wat|--output <OUTPUT>>\n\n' +
      "For more information, try '\x1b[1m--help\x1b[0m'.\n",
  )
})

it('reads thousands of options without a value at once', () => {
  const plug = commands.find(({ name }) => name === 'plug')
  if (plug === undefined) throw new Error('no plug')
  const words = Array.from({ length: 4000 }, () => ['--plug', '-x']).flat()
  const start = performance.now()
  expect(() => readArguments(plug, words)).toThrow("unexpected argument '-x' found")
  const tokens = readTokens([...words, '-to', '--', '--plug', '-x'], plug.options)
  expect(performance.now() - start).toBeLessThan(1000)
  expect(tokens).toHaveLength(8005)
  expect(tokens.slice(0, 2)).toMatchObject([
    { name: 'plug', value: undefined, index: 0 },
    { name: 'x', index: 1 },
  ])
  expect(tokens.slice(-5).map(({ kind, index }) => [kind, index - 8000])).toEqual([
    ['option', 0],
    ['option', 0],
    ['option-terminator', 1],
    ['positional', 2],
    ['positional', 3],
  ])
})
