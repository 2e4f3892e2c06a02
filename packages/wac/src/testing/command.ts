import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The built command. */
const bin = fileURLToPath(new URL('../../dist/wac.js', import.meta.url))

export interface CommandResult {
  readonly status: number | null
  readonly stdout: Buffer
  readonly stderr: string
}

interface RunOptions {
  /** @default this Node */
  readonly node?: string
  readonly env?: Readonly<Record<string, string>>
  /** Called with the process, for instance to close its output. */
  readonly onStart?: (child: ReturnType<typeof spawn>) => void
}

/** A folder in which the command runs, gone at the end. */
export class Workplace {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  static async create(): Promise<Workplace> {
    return new Workplace(await mkdtemp(join(tmpdir(), 'wac-command-')))
  }

  file(name: string): string {
    return join(this.path, name)
  }

  run(words: readonly string[], options: RunOptions = {}): Promise<CommandResult> {
    const { node = process.execPath, env = {}, onStart } = options
    return new Promise((resolve, reject) => {
      const child = spawn(node, [bin, ...words], { cwd: this.path, env: { PATH: process.env.PATH, ...env } })
      const output: Buffer[] = []
      const errors: Buffer[] = []
      child.stdout.on('data', (chunk) => output.push(chunk))
      child.stderr.on('data', (chunk) => errors.push(chunk))
      child.on('error', reject)
      child.on('close', (status) =>
        resolve({ status, stdout: Buffer.concat(output), stderr: Buffer.concat(errors).toString() }),
      )
      child.stdin.end()
      onStart?.(child)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }
}
