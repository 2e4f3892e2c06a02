import { AirlockError } from '@wasm-airlock/shared'
import { execa } from 'execa'

/** A Python that can make virtual environments. */
export interface Python {
  /** The interpreter itself, not the launcher or shim that was found on the PATH. */
  readonly executable: string
  /** `3.12.4` */
  readonly version: string
}

const PROBE =
  'import sys, json\n' +
  'try:\n  import venv, ensurepip\n  ready = True\nexcept ImportError:\n  ready = False\n' +
  'print(json.dumps([sys.executable, list(sys.version_info[:3]), ready]))'

/**
 * Looks for a Python ≥ 3.10 with venv.
 *
 * @param wanted The only one to try; `AIRLOCK_PYTHON` and then the PATH where absent.
 * @throws AirlockError `python-missing` that says what was found instead.
 */
export async function findPython(wanted: string | undefined): Promise<Python> {
  const named = wanted ?? process.env.AIRLOCK_PYTHON
  const candidates = named ? [named] : ['python3', 'python', 'py']
  const seen: string[] = []
  for (const candidate of candidates) {
    const found = await probe(candidate)
    if (found === undefined) continue
    const [executable, [major = 0, minor = 0, patch = 0], ready] = found
    const version = `${major}.${minor}.${patch}`
    if (major !== 3 || minor < 10) seen.push(`${candidate} is Python ${version}`)
    else if (!ready) seen.push(`${candidate} (Python ${version}) has no venv module`)
    else return { executable, version }
  }
  const what = seen.length === 0 ? `${candidates.join(', ')} cannot be run` : seen.join('; ')
  throw new AirlockError('python-missing', `No usable Python: ${what}.`, {
    item: candidates[0] as string,
    ...(seen.some((line) => line.endsWith('venv module'))
      ? { hint: 'Install the venv module of this Python (on Debian and Ubuntu: apt install python3-venv).' }
      : {}),
  })
}

async function probe(command: string): Promise<[string, number[], boolean] | undefined> {
  try {
    const { stdout } = await execa(command, ['-I', '-c', PROBE], { stdin: 'ignore', timeout: 20_000 })
    return JSON.parse(stdout) as [string, number[], boolean]
  } catch {
    return undefined
  }
}
