/** A line, and what hangs below it. */
export interface Tree {
  readonly text: string
  readonly below: readonly Tree[]
}

/** More lines than these nobody reads. */
const maximumLines = 5000

/** Prints it with the box lines of Unicode; each line ends with a newline. */
export function printTree(tree: Tree): string {
  const lines: string[] = []
  print(tree, '', '', lines)
  if (lines.length >= maximumLines) lines.push('… and more')
  return `${lines.join('\n')}\n`
}

function print({ text, below }: Tree, first: string, next: string, lines: string[]): void {
  if (lines.length >= maximumLines) return
  lines.push(`${first}${text}`)
  below.forEach((tree, index) => {
    const isLast = index === below.length - 1
    print(tree, `${next}${isLast ? '└─ ' : '├─ '}`, `${next}${isLast ? '   ' : '│  '}`, lines)
  })
}
