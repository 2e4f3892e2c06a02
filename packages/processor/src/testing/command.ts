import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, readlink, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** The file that npm links as `airlock`. */
export const bin = fileURLToPath(new URL('../../bin/airlock.js', import.meta.url))

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../../../', import.meta.url))

/** What a command line came to. */
export interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** Standard output, parsed. */
  json<T = Record<string, unknown>>(): T
}

/** How a command line is run. */
export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Called with the standard error of the command as it comes, and a way to signal its process. */
  readonly onNote?: (text: string, kill: (signal: NodeJS.Signals) => void) => void
  /** The same with its standard output. */
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void
  /** Instead of this Node.js and the file behind `airlock`. */
  readonly command?: readonly string[]
}

/**
 * A place where the real command runs on its own: working directory, state and temporary files are in a
 * folder that goes away with it. Tools stay in the cache that all runs share.
 */
export class Workplace implements AsyncDisposable {
  readonly path: string
  readonly work: string
  readonly state: string
  readonly temporary: string

  private constructor(path: string) {
    this.path = path
    this.work = join(path, 'work')
    this.state = join(path, 'state')
    this.temporary = join(path, 'tmp')
  }

  static async create(): Promise<Workplace> {
    const place = new Workplace(await realpath(await mkdtemp(join(tmpdir(), 'airlock-test-'))))
    for (const folder of [place.work, place.temporary]) await mkdir(folder)
    return place
  }

  /** Runs `airlock` with these words, to its end. */
  async run(words: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    const [file = '', ...before] = options.command ?? [process.execPath, bin]
    const child = spawn(file, [...before, ...words], {
      cwd: options.cwd ?? this.work,
      env: this.#environment(options.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (chunk: string) => options.onNote?.(chunk, (signal) => child.kill(signal)))
    if (options.onOutput !== undefined) {
      child.stdout.setEncoding('utf8')
      child.stdout.on('data', (chunk: string) => options.onOutput?.(chunk, (signal) => child.kill(signal)))
    }
    const output = [text(child.stdout), text(child.stderr)] as const
    const [status] = (await once(child, 'close')) as [number | null]
    const [stdout, stderr] = await Promise.all(output)
    return { status, stdout, stderr, json: () => JSON.parse(stdout) }
  }

  /** Temporary files, and processes that still work with anything of this place. */
  async leftovers(): Promise<string[]> {
    return [...(await readdir(this.temporary)), ...(await this.#processes())]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { deployments } = (await this.run(['ps', '--json'])).json<{ deployments: { id: string }[] }>()
    for (const { id } of deployments) await this.run(['stop', id])
    await rm(this.path, { recursive: true, force: true })
  }

  #environment(more: RunOptions['env']): NodeJS.ProcessEnv {
    const { npm_lifecycle_event, npm_command, INIT_CWD, ...env } = process.env
    return { ...env, TMPDIR: this.temporary, AIRLOCK_STATE_DIR: this.state, ...more }
  }

  async #processes(): Promise<string[]> {
    const found: string[] = []
    for (const id of await readdir('/proc').catch(() => [] as string[])) {
      if (!/^\d+$/.test(id) || Number(id) === process.pid) continue
      const seen = await Promise.all([
        readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''),
        readFile(`/proc/${id}/environ`, 'utf8').catch(() => ''),
        readlink(`/proc/${id}/cwd`).catch(() => ''),
      ])
      if (seen.some((each) => each.includes(this.path))) found.push(`${id}: ${seen[0].replaceAll('\0', ' ')}`)
    }
    return found
  }
}
