/** Mistakes that people make, and what they have to write instead. */
const mistakes: readonly (readonly [RegExp, string])[] = [
  [/^\s|\s$/, 'Leave out the space around it.'],
  [/#\*$/, 'All functions of an interface are meant without `#*`.'],
  [/\*.*#/, 'A function is named with its interface: `wasi:clocks/wall-clock#now`.'],
  [/\|\|/, 'Write a rule for each of the ranges.'],
  [/@.*(?:\*|\bx\b)/, 'Leave out the version for any, or write a range: `@^0.2.3`.'],
  [/@[\^~<>=]*\d+(?:\.\d+)?(?:\s|#|$)/, 'A version has three numbers: `0.2.3`.'],
  [/@=/, 'Write the version without `=`.'],
  [/^[^:/]+:[^:/*]+$/, 'For all of a package, write `wasi:io/*`.'],
  [/^[^:]+:\*\//, 'For all of a namespace, write `wasi:*`.'],
  [/[^:/]\*/, 'A `*` stands for a whole package or namespace: `wasi:io/*`, `wasi:*`.'],
]

const general =
  'Write `wasi:cli/environment@0.2.9`, `wasi:cli/environment@^0.2.3`, `wasi:cli/environment`, `wasi:clocks/wall-clock#now`, `wasi:io/*`, `wasi:*`, `*` or the plain name of an import.'

/** What to write instead of a text that is no pattern. */
export function explainPattern(text: string): string {
  return mistakes.find(([mistake]) => mistake.test(text))?.[1] ?? general
}
