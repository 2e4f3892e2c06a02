/** Which prefixes of a name have been matched so far, by their lengths; changed in place. */
type Reached = Uint8Array

/** One part of a pattern: makes of the prefixes that the parts before it match those that it ends. */
interface Part {
  /** Fewest characters that it stands for. */
  readonly least: 0 | 1
  advance(reached: Reached, name: readonly string[]): void
}

/**
 * Makes a test for names out of a pattern: `*`, `?`, `[abc]`, `[!abc]`, `**` for anything, and with a slash after it
 * for any number of folders. Patterns come with strangers' manifests: the time is at most that of the name's length times the
 * pattern's, whatever the pattern.
 *
 * @param goesThrough Do `*` and `?` stand for `/` too?
 * @returns A test that is always false where a range of the pattern is upside down: it names nothing.
 */
export function compileGlob(pattern: string, goesThrough: boolean): (name: string) => boolean {
  const parts = readParts(pattern.replace(/(\*\*\/)+/g, '**/'), goesThrough)
  if (parts === undefined) return () => false
  const least = parts.reduce((sum, part) => sum + part.least, 0)
  return (text) => {
    const name = Array.from(text)
    if (name.length < least) return false
    const reached = new Uint8Array(name.length + 1)
    reached[0] = 1
    for (const part of parts) {
      part.advance(reached, name)
      if (!reached.includes(1)) return false
    }
    return reached[name.length] === 1
  }
}

/** `undefined` where a range is upside down. */
function readParts(pattern: string, goesThrough: boolean): Part[] | undefined {
  const one = goesThrough ? () => true : (char: string) => char !== '/'
  const lastClose = pattern.lastIndexOf(']')
  const parts: Part[] = []
  for (let at = 0; at < pattern.length; ) {
    const char = String.fromCodePoint(pattern.codePointAt(at) as number)
    let end = at + char.length
    if (pattern.startsWith('**/', at)) {
      end = at + 3
      parts.push(folders)
    } else if (char === '*') {
      while (pattern[end] === '*') end += 1
      parts.push(many(end - at === 2 ? () => true : one))
    } else if (char === '?') parts.push(single(one))
    else {
      const set = char === '[' ? readSet(pattern, at, lastClose) : undefined
      if (set === undefined) parts.push(single((each) => each === char))
      else {
        const expression = toClass(set)
        if (expression === undefined) return undefined
        parts.push(single((each) => expression.test(each)))
        end = set.end
      }
    }
    at = end
  }
  return parts
}

/** What stands between brackets. */
interface CharacterSet {
  readonly isNot: boolean
  readonly members: string
  /** Where the pattern goes on. */
  readonly end: number
}

/** `undefined` where the bracket is not closed; one that closes nothing yet is a member: `[]a]`. */
function readSet(pattern: string, at: number, lastClose: number): CharacterSet | undefined {
  const isNot = pattern[at + 1] === '!'
  const start = at + (isNot ? 2 : 1)
  if (start > lastClose) return undefined
  const from = pattern[start] === ']' && start < lastClose ? start + 1 : start
  const close = pattern.indexOf(']', from)
  return { isNot, members: pattern.slice(start, close), end: close + 1 }
}

function toClass({ isNot, members }: CharacterSet): RegExp | undefined {
  try {
    return new RegExp(`^[${isNot ? '^' : ''}${members.replace(/[\\[\]^]/g, '\\$&')}]$`, 'u')
  } catch {
    return undefined
  }
}

function single(fits: (char: string) => boolean): Part {
  return {
    least: 1,
    advance(reached, name) {
      for (let length = name.length; length > 0; length -= 1)
        reached[length] = reached[length - 1] === 1 && fits(name[length - 1] as string) ? 1 : 0
      reached[0] = 0
    },
  }
}

function many(fits: (char: string) => boolean): Part {
  return {
    least: 0,
    advance(reached, name) {
      for (const [index, char] of name.entries())
        if (reached[index] === 1 && fits(char)) reached[index + 1] = 1
    },
  }
}

/** Nothing, or anything that ends in a slash. */
const folders: Part = {
  least: 0,
  advance(reached, name) {
    const first = reached.indexOf(1)
    for (let index = first; index < name.length; index += 1) if (name[index] === '/') reached[index + 1] = 1
  },
}
