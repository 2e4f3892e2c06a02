import { createHash } from 'node:crypto'
import { access, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { cacheFolder } from '@wasm-airlock/shared/folders'
import { lock } from 'proper-lockfile'
import { runContained } from '../build/run-contained.ts'
import { lastLines } from '../last-lines.ts'
import { type ComponentizeOptions, report } from '../options.ts'
import { COMPONENTIZE_PY, PINNED_REQUIREMENT } from './componentize-py.ts'
import type { Python } from './find-python.ts'
import { pipEnvironment } from './pip-environment.ts'
import { checkPrivate } from './private-folder.ts'

const INSTALL_LIMITS = { timeoutMs: 600_000, maxMemoryBytes: 4 * 1024 ** 3, maxOutputBytes: 1024 ** 3 }

/** The environment's place in the cache; another Python gets another one. */
export function toolVenvFolder(python: Python, options: ComponentizeOptions): string {
  const key = createHash('sha256').update(python.executable).digest('hex').slice(0, 8)
  const name = `componentize-py-${COMPONENTIZE_PY}-python-${python.version}-${key}`
  return join(cacheFolder(options.cacheDir), 'tools', name)
}

/**
 * The Python interpreter of an environment that holds the pinned componentize-py; made on first use.
 *
 * The environment is complete when its marker exists, which is written last; a half-made one is removed
 * by whoever holds the lock next. Nothing is run from a folder that others may write to. A lock whose owner died goes stale after 30 s.
 *
 * @returns Absolute path of the interpreter.
 * @throws AirlockError `tool-install-failed`, `output-unwritable`, `aborted`.
 */
export async function ensureToolVenv(python: Python, options: ComponentizeOptions): Promise<string> {
  const folder = toolVenvFolder(python, options)
  const interpreter =
    process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python')
  const marker = join(folder, 'complete')
  const isReady = async () => (await exists(marker)) && (await exists(interpreter))
  await checkPrivate(dirname(folder))
  await checkPrivate(folder)
  if (await isReady()) return interpreter
  const release = await takeLock(folder, options)
  try {
    if (await isReady()) return interpreter
    await rm(folder, { recursive: true, force: true })
    await install(python, folder, interpreter, options)
    await writeFile(marker, '')
    return interpreter
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  } finally {
    await release().catch(() => undefined)
  }
}

/**
 * A machine that slept may wake up to a lock that another run took over. Both then install the same, and
 * the marker is written only by one that came to its end, so there is nothing to stop.
 */
function ignoreLoss(): void {}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function takeLock(folder: string, options: ComponentizeOptions): Promise<() => Promise<void>> {
  const tools = dirname(folder)
  try {
    await mkdir(tools, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new AirlockError('output-unwritable', `The cache folder ${tools} cannot be made.`, {
      item: tools,
      hint: 'Set AIRLOCK_CACHE_DIR to a folder that you may write to.',
      cause: error,
    })
  }
  const deadline = Date.now() + INSTALL_LIMITS.timeoutMs
  for (let waiting = false; ; waiting = true) {
    if (options.signal?.aborted) throw new AirlockError('aborted', 'The build was interrupted.')
    try {
      return await lock(folder, { realpath: false, stale: 30_000, update: 5_000, onCompromised: ignoreLoss })
    } catch (error) {
      const isHeld = (error as NodeJS.ErrnoException).code === 'ELOCKED'
      if (!isHeld || Date.now() > deadline)
        throw new AirlockError('tool-install-failed', `The folder ${folder} cannot be locked.`, {
          item: folder,
          cause: error,
        })
    }
    if (!waiting) report(options, 'waiting for another run that installs componentize-py')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function install(
  python: Python,
  folder: string,
  interpreter: string,
  options: ComponentizeOptions,
): Promise<void> {
  report(options, `making a Python ${python.version} environment`)
  const temporary = join(folder, 'tmp')
  await mkdir(temporary, { recursive: true, mode: 0o700 })
  const program = {
    cwd: folder,
    env: pipEnvironment(temporary),
    limits: INSTALL_LIMITS,
    folder,
    signal: options.signal,
  }
  const made = await runContained({
    ...program,
    command: python.executable,
    args: ['-I', '-m', 'venv', folder],
  })
  if (made.exitCode !== 0)
    throw new AirlockError('python-missing', 'Python could not make a virtual environment.', {
      item: python.executable,
      hint: 'Install the venv module of this Python (on Debian and Ubuntu: apt install python3-venv).',
      details: { output: lastLines(made.stdout + made.stderr) },
    })
  report(options, `installing componentize-py ${COMPONENTIZE_PY}`)
  const requirements = join(temporary, 'requirements.txt')
  await writeFile(requirements, `${PINNED_REQUIREMENT}\n`)
  const args = ['-I', '-m', 'pip', 'install', '--no-input', '--only-binary', ':all:', '--no-deps']
  const pip = await runContained({
    ...program,
    command: interpreter,
    args: [...args, '--require-hashes', '--requirement', requirements],
  })
  if (pip.exitCode !== 0)
    throw new AirlockError(
      'tool-install-failed',
      `componentize-py ${COMPONENTIZE_PY} could not be installed.`,
      {
        item: `componentize-py==${COMPONENTIZE_PY}`,
        details: { output: lastLines(pip.stderr || pip.stdout) },
      },
    )
  await rm(temporary, { recursive: true, force: true })
}
