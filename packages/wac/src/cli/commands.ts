/** An option as `wac` 0.12 has it, or one of ours. */
export interface OptionSpec {
  readonly name: string
  readonly short?: string
  /** What help calls its value; without one it is a flag. */
  readonly value?: string
  readonly required?: true
  /** It may be given several times. */
  readonly repeated?: true
  /** An empty value is one. */
  readonly emptyValue?: true
  /** Why a value cannot be taken. */
  readonly check?: (value: string) => string | undefined
  readonly about: string
  /** `wac` does not have it, and its messages do not list it. */
  readonly ours?: true
}

export interface CommandSpec {
  readonly name: CommandName
  readonly about: string
  /** The one argument, and after how many options `wac` lists it. */
  readonly argument: {
    readonly name: string
    readonly about: string
    readonly emptyValue?: true
    readonly place: number
  }
  readonly options: readonly OptionSpec[]
  readonly examples: readonly string[]
}

export type CommandName = 'plug' | 'compose' | 'parse' | 'resolve' | 'targets'

const wat: OptionSpec = {
  name: 'wat',
  short: 't',
  about: 'Print the text format (WAT) instead of the binary',
}
const output: OptionSpec = {
  name: 'output',
  short: 'o',
  value: 'OUTPUT',
  about: 'The file to write to; without it, the output goes to standard output',
}
const packages: readonly OptionSpec[] = [
  {
    name: 'deps-dir',
    value: 'PATH',
    about: 'The folder with the packages that the source names [default: deps]',
  },
  {
    name: 'dep',
    short: 'd',
    value: 'PKG=PATH',
    repeated: true,
    emptyValue: true,
    check: (value) => (value.includes('=') ? undefined : 'value does not contain `=`'),
    about: 'Where one package is: a .wasm, .wat or .wit file',
  },
]
const json: OptionSpec = { name: 'json', ours: true, about: 'Print a report in JSON to standard output' }
const source = { name: 'PATH', about: 'The path to the WAC source file' }

const connection = /^(?:[^#=]+#)?[^#=]+=[^#=]+(?:#[^#=]+)?$/

/** The arguments of `wac` 0.12 in its order, then ours. */
export const commands: readonly CommandSpec[] = [
  {
    name: 'plug',
    about: "Plugs the exports of any number of 'plug' components into the imports of a 'socket' component",
    argument: { name: 'SOCKET_PATH', about: 'The path to the socket component', emptyValue: true, place: 1 },
    options: [
      {
        name: 'plug',
        value: 'PLUG_PATH',
        required: true,
        repeated: true,
        emptyValue: true,
        about: 'The path to a plug component; more than one can be given',
      },
      wat,
      output,
      { name: 'feed', ours: true, about: 'Let plugs satisfy the imports of other plugs, too' },
      {
        name: 'connect',
        value: '[PLUG#]IMPORT=PLUG[#EXPORT]',
        repeated: true,
        ours: true,
        check: (value) => (connection.test(value) ? undefined : 'it is not [PLUG#]IMPORT=PLUG[#EXPORT]'),
        about:
          'Satisfy an import of the socket (or of the plug before the #) with an export of a plug, by its file name without extension',
      },
      {
        name: 'rename-export',
        value: 'OLD=NEW',
        repeated: true,
        ours: true,
        check: (value) => (/^[^=]+=[^=]+$/.test(value) ? undefined : 'it is not OLD=NEW'),
        about: 'Give an export of the socket another name',
      },
      {
        name: 'allow-import',
        value: 'PATTERN',
        repeated: true,
        emptyValue: true,
        ours: true,
        about:
          'Refuse imports that stay open and fit no PATTERN (* stands for any text, an empty one for none)',
      },
      { name: 'strict', ours: true, about: 'Refuse a plug that fits no import, instead of leaving it out' },
      {
        name: 'quiet',
        short: 'q',
        ours: true,
        about: 'No warnings on near misses and on plugs that are left out',
      },
      json,
    ],
    examples: [
      'wac plug socket.wasm --plug plug.wasm -o app.wasm',
      'wac plug socket.wasm --plug a.wasm --plug b.wasm --feed --strict -o app.wasm',
      "wac plug socket.wasm --plug a.wasm --connect 'test:a/log=a#test:a/log2' -t",
    ],
  },
  {
    name: 'compose',
    about: 'Compose WebAssembly components using the provided WAC source file',
    argument: { ...source, place: 6 },
    options: [
      ...packages,
      { name: 'no-validate', about: 'Do not validate the composed component' },
      wat,
      {
        name: 'import-dependencies',
        short: 'i',
        about: 'Import the components that the source instantiates instead of containing them',
      },
      output,
    ],
    examples: [
      'wac compose app.wac -o app.wasm',
      'wac compose app.wac --deps-dir components --dep my:greeter=build/greeter.wasm -o app.wasm',
    ],
  },
  {
    name: 'parse',
    about: 'Parses a WAC source file into a JSON AST representation',
    argument: { ...source, place: 0 },
    options: [],
    examples: ['wac parse app.wac'],
  },
  {
    name: 'resolve',
    about: 'Resolves a WAC source file into JSON: packages, imports, instantiations, exports',
    argument: { ...source, place: 2 },
    options: [
      ...packages,
      { name: 'dot', ours: true, about: 'Print the graph in the DOT language, as wac does' },
    ],
    examples: ['wac resolve app.wac', 'wac resolve --dot app.wac | dot -Tsvg > app.svg'],
  },
  {
    name: 'targets',
    about: 'Verifies that a given WebAssembly component targets a world',
    argument: { name: 'COMPONENT_PATH', about: 'The path to the component', place: 0 },
    options: [
      { name: 'wit', value: 'WIT_PATH', required: true, about: 'The folder or file with the WIT package' },
      {
        name: 'world',
        value: 'WORLD',
        emptyValue: true,
        about: 'The name of the world; not needed where the package has only one',
      },
      json,
    ],
    examples: ['wac targets component.wasm --wit wit --world my-world'],
  },
]
