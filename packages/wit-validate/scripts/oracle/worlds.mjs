// Worlds with everything that WIT has, each with changes that a component of it may or may not survive.

/**
 * @typedef {object} World
 * @property {string} name
 * @property {Record<string, string>} wit Files of the package; its world is called `app`.
 * @property {Record<string, [RegExp | string, string]>} edits Name of a change → what is replaced by what, in all files.
 */

const dependency = (version, body) => ({ 'deps/dep/dep.wit': `package test:dep@${version}; ${body}` })
const app = (body, files = {}) => ({ 'app.wit': `package test:app; ${body}`, ...files })

/** @type {readonly World[]} */
export const worlds = [
  {
    name: 'primitives',
    wit: app(`interface all { f: func(a: u8, b: s8, c: u16, d: s16, e: u32, g: s32, h: u64, i: s64) -> bool;
      g: func(a: f32, b: f64, c: char, d: string) -> string; }
      world app { import all; export all; }`),
    edits: {
      'u8 to s8': ['a: u8', 'a: s8'],
      'f32 to f64': ['a: f32', 'a: f64'],
      'char to string': ['c: char', 'c: string'],
      'param renamed': ['d: string', 'text: string'],
      'param added': ['d: string', 'd: string, e: u8'],
      'result dropped': ['-> string', ''],
      'function added': ['g: func', 'h: func(); g: func'],
      'function renamed': ['g: func', 'h: func'],
    },
  },
  {
    name: 'records',
    wit: app(`interface shapes { record point { x: u32, y: u32 } record line { start: point, end: point }
      length: func(line: line) -> f64; }
      world app { import shapes; export shapes; }`),
    edits: {
      'field type': ['y: u32', 'y: s32'],
      'field renamed': ['y: u32', 'z: u32'],
      'field added': ['y: u32', 'y: u32, z: u32'],
      'fields turned': ['start: point, end: point', 'end: point, start: point'],
      'a type that nobody uses': ['length: func', 'record more { a: u8 } length: func'],
    },
  },
  {
    name: 'variants',
    wit: app(`interface cases { variant shape { circle(f64), square(u32), none } enum color { red, green }
      flags rights { read, write } paint: func(shape: shape, color: color) -> rights; }
      world app { import cases; export cases; }`),
    edits: {
      'payload type': ['circle(f64)', 'circle(f32)'],
      'payload dropped': ['circle(f64)', 'circle'],
      'case added': ['none', 'none, some'],
      'enum case added': ['green', 'green, blue'],
      'enum turned': ['red, green', 'green, red'],
      'flag renamed': ['write', 'run'],
      'flags as enum': ['flags rights', 'enum rights'],
    },
  },
  {
    name: 'generics',
    wit: app(`interface boxes { a: func(x: list<option<u8>>, y: tuple<u8, string>) -> result<list<u8>, string>;
      b: func(x: result, y: result<_, u8>) -> option<tuple<bool, bool>>; }
      world app { import boxes; export boxes; }`),
    edits: {
      'list element': ['list<option<u8>>', 'list<option<u16>>'],
      'option away': ['option<u8>', 'u8'],
      'tuple longer': ['tuple<u8, string>', 'tuple<u8, string, u8>'],
      'error type': ['list<u8>, string', 'list<u8>, u8'],
      'ok type added': ['x: result,', 'x: result<u8>,'],
    },
  },
  {
    name: 'resources',
    wit: app(`interface store { resource bucket { constructor(name: string); get: func(key: string) -> option<list<u8>>;
      open: static func() -> bucket; } copy: func(%from: borrow<bucket>, to: bucket); }
      world app { import store; export store; }`),
    edits: {
      'method away': ['get: func(key: string) -> option<list<u8>>;', ''],
      'method added': ['open: static', 'put: func(); open: static'],
      'method type': ['key: string', 'key: u32'],
      'borrow to own': ['borrow<bucket>', 'bucket'],
      'resource renamed': [/bucket/g, 'basket'],
      'static to method': ['open: static func() -> bucket', 'open: func() -> bucket'],
    },
  },
  {
    name: 'uses',
    wit: app(
      `interface user { use types.{id}; use test:dep/kinds@0.2.3.{kind}; f: func(id: id) -> kind; }
      interface types { type id = u32; record pair { a: id, b: id } }
      world app { use types.{pair}; export user; import log: func(pair: pair); export run: func() -> u32; }`,
      dependency('0.2.3', 'interface kinds { enum kind { one, two } }'),
    ),
    edits: {
      'alias of another type': ['type id = u32', 'type id = u64'],
      'used type': ['enum kind { one, two }', 'enum kind { one }'],
      'compatible version': [/0\.2\.3/g, '0.2.9'],
      'incompatible version': [/0\.2\.3/g, '0.3.0'],
      'world function': ['log: func(pair: pair)', 'log: func()'],
      'export away': ['export user;', ''],
    },
  },
  {
    name: 'versions',
    wit: app(
      'world app { import test:dep/tick@1.2.3; export test:dep/tock@1.2.3; }',
      dependency('1.2.3', 'interface tick { now: func() -> u64; } interface tock { now: func() -> u64; }'),
    ),
    edits: {
      'patch up': [/1\.2\.3/g, '1.2.4'],
      'patch down': [/1\.2\.3/g, '1.2.0'],
      'minor up': [/1\.2\.3/g, '1.9.0'],
      'major up': [/1\.2\.3/g, '2.0.0'],
      'before the first': [/1\.2\.3/g, '0.2.3'],
      'pre-release': [/1\.2\.3/g, '1.2.3-rc.1'],
      build: [/1\.2\.3/g, '1.2.3+7'],
      'none at all': [/@1\.2\.3/g, ''],
      'export of another interface': ['export test:dep/tock', 'export test:dep/tick'],
    },
  },
  {
    name: 'zero-versions',
    wit: app(
      'world app { import test:dep/tick@0.0.3; export test:dep/tick@0.0.3; }',
      dependency('0.0.3', 'interface tick { now: func() -> u64; }'),
    ),
    edits: { 'patch up': [/0\.0\.3/g, '0.0.4'], 'minor up': [/0\.0\.3/g, '0.1.0'] },
  },
  {
    name: 'includes',
    wit: app(`interface a { f: func(); } interface b { g: func(); }
      world base { import a; export run: func(); } world more { export b; } world app { include base; include more; }`),
    edits: {
      'import away': ['import a;', ''],
      'export away': ['export b;', ''],
      'export added': ['export b;', 'export b; export a;'],
      'import added': ['import a;', 'import a; import b;'],
      'function added': ['g: func();', 'g: func(); h: func();'],
      'imported function added': ['f: func();', 'f: func(); h: func();'],
      'function of another type': ['export run: func()', 'export run: func() -> u8'],
    },
  },
  {
    name: 'inline',
    wit: app(`world app { import host: interface { ask: func(q: string) -> string; } import log: func(text: string);
      export guest: interface { record answer { text: string } reply: func() -> answer; } export start: func(); }`),
    edits: {
      'inline import': ['ask: func(q: string)', 'ask: func(q: u8)'],
      'inline export': ['reply: func() -> answer', 'reply: func() -> option<answer>'],
      'function to interface': ['import log: func(text: string);', 'import log: interface { f: func(); }'],
      'plain name': ['export start', 'export begin'],
    },
  },
  {
    name: 'empty',
    wit: app('interface none {} world app { import none; }'),
    edits: {
      'wants something': ['import none;', 'import none; export run: func();'],
      'offers nothing': ['import none;', ''],
    },
  },
  {
    name: 'names',
    wit: app(`interface %interface { %record: func(%type: u8, %u8: string); URL: func(); a1-b2: func(); }
      world app { import %interface; export %interface; }`),
    edits: { 'another case': ['URL', 'url'], 'keyword to plain': ['%type: u8', 'kind: u8'] },
  },
  {
    name: 'async',
    wit: app(`interface pipes { read: async func(source: stream<u8>) -> future<string>; wait: func(f: future, s: stream<u32>); }
      world app { import pipes; export pipes; }`),
    edits: {
      'async to sync': ['read: async func', 'read: func'],
      'stream of another type': ['stream<u8>', 'stream<u16>'],
      'future of nothing': ['future<string>', 'future'],
    },
  },
  {
    name: 'fixed-lists',
    wit: app(
      'interface fixed { f: func(key: list<u8, 4>) -> list<u8, 4>; } world app { import fixed; export fixed; }',
    ),
    edits: {
      'another length': ['key: list<u8, 4>', 'key: list<u8, 5>'],
      'any length': ['key: list<u8, 4>', 'key: list<u8>'],
    },
  },
]

/** The files with one change made. */
export function editWit(wit, [from, to]) {
  const edited = Object.entries(wit).map(([path, text]) => [path, text.replace(from, to)])
  if (edited.every(([path, text]) => wit[path] === text)) throw new Error(`${from} is not in the world`)
  return Object.fromEntries(edited)
}
