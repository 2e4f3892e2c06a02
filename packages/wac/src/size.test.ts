import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'

const MOST_BYTES = 900_000

interface Packed {
  readonly size: number
  readonly files: readonly { readonly path: string }[]
}

/** The rows of the README's table, and the files that each one stands for. */
const parts: Readonly<Record<string, (path: string) => boolean>> = {
  'the WebAssembly module': (path) => path.endsWith('.wasm'),
  JavaScript: (path) => path.endsWith('.js'),
  'types, README, licences': (path) => !/\.(wasm|js)$/.test(path),
}

let packed: Packed

beforeAll(async () => {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'])
  const report: Packed[] | Record<string, Packed> = JSON.parse(stdout)
  packed = Object.values(report)[0] as Packed
})

describe('the package', () => {
  it('has less than 900,000 bytes, compressed', () => {
    expect(packed.size).toBeLessThan(MOST_BYTES)
  })

  it('holds what is needed at run time, and nothing that is not', () => {
    const unexpected = packed.files.filter(
      ({ path }) =>
        !/^(package\.json|README\.md|LICENSE|dist\/.+|wasm\/(manifest\.json|THIRD-PARTY-LICENSES))$/.test(
          path,
        ),
    )
    expect(unexpected).toEqual([])
    expect(packed.files.filter(({ path }) => path.endsWith('.wasm'))).toHaveLength(1)
  })

  it('is made up of what its README says', async () => {
    const readme = await readFile('README.md', 'utf8')
    for (const [name, belongs] of Object.entries(parts)) {
      const contents = await Promise.all(
        packed.files.filter(({ path }) => belongs(path)).map(({ path }) => readFile(path)),
      )
      const kilobytes = gzipSync(Buffer.concat(contents), { level: 9 }).length / 1000
      const told = Number(new RegExp(`^\\| ${name} +\\| +(\\d+) KB \\|`, 'm').exec(readme)?.[1])
      // Some room, so that not every change of a comment is one of the README.
      expect(Math.abs(told - kilobytes), `${name}: ${told} KB in the README, ${kilobytes} KB`).toBeLessThan(
        3 + kilobytes / 50,
      )
    }
  })
})
