import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import { runContained } from '../build/run-contained.ts'
import { lastLines } from '../last-lines.ts'
import { type ComponentizeOptions, report } from '../options.ts'
import { pipEnvironment } from './pip-environment.ts'
import { removeRefused } from './remove-refused.ts'
import type { Requirement } from './requirements.ts'

/** The Python that runs inside the component. */
export const GUEST_PYTHON = '3.14'
const LIMITS = { timeoutMs: 300_000, maxMemoryBytes: 2 * 1024 ** 3, maxOutputBytes: 256 * 1024 ** 2 }

/**
 * Installs requirements as pure-Python wheels into a folder. Wheels are only unpacked: nothing of a
 * dependency runs.
 *
 * @param interpreter Python of the tool environment, whose pip is used.
 * @param root Folder of the build; the packages go to `dependencies` in it.
 * @returns The folder with the packages.
 * @throws AirlockError `dependency-refused` where there is no pure-Python wheel,
 *   `dependency-install-failed` otherwise.
 */
export async function installRequirements(
  interpreter: string,
  requirements: readonly Requirement[],
  root: string,
  options: ComponentizeOptions,
): Promise<string> {
  const folder = join(root, 'dependencies')
  const temporary = join(root, 'pip')
  await Promise.all([mkdir(folder), mkdir(temporary)])
  const file = join(temporary, 'requirements.txt')
  await writeFile(file, `${requirements.map((requirement) => requirement.line).join('\n')}\n`)
  report(options, `installing ${requirements.map((requirement) => requirement.name).join(', ')}`)
  const pip = await runContained({
    command: interpreter,
    args: [
      ...['-I', '-m', 'pip', 'install', '--target', folder, '--requirement', file],
      ...['--only-binary', ':all:', '--platform', 'any', '--implementation', 'py', '--abi', 'none'],
      ...['--python-version', GUEST_PYTHON, '--no-compile', '--no-cache-dir', '--no-input', '--quiet'],
    ],
    cwd: temporary,
    env: pipEnvironment(temporary),
    limits: LIMITS,
    folder: root,
    signal: options.signal,
  })
  if (pip.exitCode !== 0) throw failure(requirements, pip.stderr, root)
  await removeRefused(folder)
  return folder
}

/**
 * pip has one exit code for everything. That the index was reached shows in its answer: it lists the
 * versions it found, or says that it found none at all after warnings about the connection.
 */
function failure(requirements: readonly Requirement[], stderr: string, root: string): AirlockError {
  const item = /No matching distribution found for ([^\s]+)/.exec(stderr)?.[1]
  const name = item?.split(/[^A-Za-z0-9._-]/)[0]
  const names = requirements.map((requirement) => requirement.name).join(', ')
  const details = { output: lastLines(stderr, root) }
  const offline = /WARNING: Retrying|NewConnectionError|Could not fetch URL|ProxyError|SSLError/.test(stderr)
  if (name === undefined || offline)
    return new AirlockError('dependency-install-failed', `pip could not install ${names}.`, {
      item: name ?? names,
      details,
    })
  return new AirlockError(
    'dependency-refused',
    `${item} has no pure-Python wheel for Python ${GUEST_PYTHON} in the package index.`,
    {
      item: name,
      hint: 'Only packages without native code can be built in; check the name and the version too.',
      details,
    },
  )
}
