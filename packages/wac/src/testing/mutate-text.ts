import type { Random } from '../../../../tools/random.ts'

const words = [
  ...['let', 'new', 'import', 'export', 'package', 'targets', 'interface', 'world', 'include', 'use', 'as'],
  ...['record', 'variant', 'enum', 'flags', 'resource', 'type', 'func', 'async', 'static', 'constructor'],
  ...[
    'u8',
    'string',
    'list<',
    'option<',
    'result<_,',
    'tuple<',
    'borrow<',
    'stream',
    'future<',
    'error-context',
  ],
  ...[
    '...',
    '(',
    ')',
    '{',
    '}',
    '<',
    '>',
    '[',
    ']',
    '"',
    '"a"',
    ';',
    ':',
    ',',
    '.',
    '@',
    '/',
    '->',
    '=',
    '_',
    '%',
  ],
  ...[
    '/*',
    '*/',
    '//',
    '///',
    'a:b',
    'a:b/c@1.0.0',
    'demo:number',
    '@1',
    '-',
    'x-',
    'A',
    '\\',
    '\n',
    '\t',
    '\r',
  ],
  ...['😀', 'é', '\u202e', '\u0000', '\ufeff', '__proto__', 'constructor', 'then', '9'.repeat(30)],
]

/** Spoils a text in one to three ways: words taken out, put in, doubled, moved; bits of another text. */
export function mutateText(text: string, other: string, random: Random): string {
  let tokens = split(text)
  for (let round = random.pick([1, 1, 2, 3]); round > 0; round--) {
    const at = random.below(tokens.length + 1)
    const kind = random.below(8)
    if (kind === 0) tokens.splice(at, 1 + random.below(3))
    else if (kind === 1) tokens.splice(at, 0, random.pick(words))
    else if (kind === 2) tokens.splice(at, 1, random.pick(words))
    else if (kind === 3) tokens.splice(at, 0, ...tokens.slice(at, at + random.below(12)))
    else if (kind === 4) tokens.splice(random.below(tokens.length + 1), 0, ...tokens.splice(at, 1))
    else if (kind === 5) tokens = tokens.slice(0, at)
    else if (kind === 6) tokens.splice(at, random.below(4), random.pick(tokens.length > 0 ? tokens : words))
    else {
      const foreign = split(other)
      const from = random.below(foreign.length)
      tokens.splice(at, random.below(3), ...foreign.slice(from, from + 1 + random.below(20)))
    }
  }
  return tokens.join('')
}

function split(text: string): string[] {
  return text.split(/([\w-]+|[^\w\s])/).filter((token) => token !== '')
}
