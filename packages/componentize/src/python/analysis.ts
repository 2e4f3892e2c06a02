import { AirlockError, escapeControls } from '@wasm-airlock/shared'
import { pythonAsset } from '../assets.ts'
import { type ContainedResult, runContained } from '../build/run-contained.ts'
import type { Workspace } from '../build/workspace.ts'
import { lastLines } from '../last-lines.ts'
import { type ComponentizeOptions, limitsOf } from '../options.ts'
import { GUEST_PYTHON } from './install-requirements.ts'

interface PythonParameter {
  readonly name: string
  readonly kind: 'positional' | 'rest' | 'keyword'
  readonly optional: boolean
  readonly annotation: string | null
}

export interface PythonFunction {
  readonly line: number
  readonly async: boolean
  readonly decorated: boolean
  readonly params: readonly PythonParameter[]
  readonly returns: string | null
}

/** What one module of the author defines. */
export interface PythonModule {
  readonly name: string
  /** Relative to the folder that was analysed. */
  readonly file: string
  readonly functions: Readonly<Record<string, PythonFunction>>
  readonly classes: readonly string[]
  /** What it binds in other ways: assignments and imports. */
  readonly names: readonly string[]
  /** Has it a `from x import *`? */
  readonly star: boolean
  /** Absolute names of all modules that it imports anywhere, inside functions too. */
  readonly imports: readonly string[]
}

interface ModuleError {
  readonly kind: string
  readonly message: string
  readonly line: number | null
  readonly column?: number | null
  readonly text?: string
  /** The release that read the module. */
  readonly python: readonly [major: number, minor: number]
}

/** Names that a module may have, so that it can be imported and cannot be mistaken for an option. */
const MODULE_FILE = /^[A-Za-z_][A-Za-z0-9_]*\.py$/
/** Beside the source, but not part of it. */
const NOT_SOURCE =
  /^(test_.*|.*_test|conftest|setup|componentize_py_.*|poll_loop|airlock_plan|airlock_glue)\.py$/

/** Which files at the top of a folder are modules of the author? */
export function isSourceModule(file: string): boolean {
  return MODULE_FILE.test(file) && !NOT_SOURCE.test(file)
}

/**
 * Reads modules without running them.
 *
 * @param interpreter The Python to read them with.
 * @param folder Folder of the throw-away copy.
 * @param files Files in it.
 * @param nameOf The path of such a file as the user knows it.
 * @throws AirlockError `source-syntax-error` with file, line and column; `build-failed`, and what
 *   {@link runContained} throws.
 */
export async function analyseModules(
  interpreter: string,
  folder: string,
  files: readonly string[],
  nameOf: (file: string) => string,
  workspace: Workspace,
  options: ComponentizeOptions,
): Promise<PythonModule[]> {
  const ran = await runContained({
    command: interpreter,
    args: ['-I', '-X', 'utf8', pythonAsset('analyse.py'), folder, ...files],
    cwd: workspace.empty,
    env: workspace.env,
    limits: limitsOf(options),
    folder: workspace.root,
    signal: options.signal,
  })
  const modules = parseAnalysis(ran, workspace.root)
  return Object.entries(modules).map(([file, found]) => {
    if ('error' in found) throw syntaxError(nameOf(file), found.error)
    return { ...found, file, name: file.slice(0, -'.py'.length) }
  })
}

type Analysis = Omit<PythonModule, 'name' | 'file'> | { readonly error: ModuleError }

function parseAnalysis(ran: ContainedResult, root: string): Readonly<Record<string, Analysis>> {
  try {
    return JSON.parse(ran.stdout) as Record<string, Analysis>
  } catch (cause) {
    throw new AirlockError('build-failed', 'The modules of the source could not be read.', {
      details: { output: lastLines(ran.stderr, root), exitCode: ran.exitCode ?? null },
      cause,
    })
  }
}

function isOlderThanGuest([major, minor]: ModuleError['python']): boolean {
  const [guestMajor = 0, guestMinor = 0] = GUEST_PYTHON.split('.').map(Number)
  return major < guestMajor || (major === guestMajor && minor < guestMinor)
}

function syntaxError(file: string, error: ModuleError): AirlockError {
  const place = error.line === null ? file : `${file}:${error.line}`
  return new AirlockError(
    'source-syntax-error',
    escapeControls(`${place}: ${error.kind}: ${error.message}`),
    {
      item: file,
      ...(isOlderThanGuest(error.python)
        ? {
            hint: `Correct the line that is named. Python ${error.python.join('.')} read it: where the syntax is newer, set AIRLOCK_PYTHON to a newer Python.`,
          }
        : {}),
      details: {
        file,
        line: error.line,
        column: error.column ?? null,
        source: escapeControls(error.text ?? ''),
      },
    },
  )
}
