import { stat } from 'node:fs/promises'
import { insideOf } from '@wasm-airlock/host'
import { AirlockError, escapeControls, type OnProgress } from '@wasm-airlock/shared'
import { isMissing, plainPath } from './paths.ts'
import type { AppComponent, AppFolder } from './read-app-folder.ts'
import { runShell, type ShellResult } from './run-shell.ts'

export interface BuildAppOptions {
  /** Milliseconds for each command. @default 600_000 */
  readonly timeoutMs?: number
  readonly onProgress?: OnProgress
  readonly signal?: AbortSignal
}

/** One command of a component, and where it runs. */
interface BuildStep {
  readonly id: string
  readonly command: string
  /** Real path. */
  readonly workdir: string
}

/**
 * Runs the build commands of an application's components, as `spin build` does: one after the other, by the shell, in
 * the environment of this process. They are code of whoever wrote the application, and may do what that person may.
 * A command that several components have for one folder runs once. What it leaves running in its group is ended.
 *
 * @throws AirlockError `build-failed` and `build-timeout` with the component as the item, and the last lines of the
 * output in `details.output`; `manifest-invalid` for a `workdir` that leads out of the folder, `input-not-found` for
 * one that is not there, before anything runs; `aborted`.
 */
export async function buildApp(app: AppFolder, options: BuildAppOptions = {}): Promise<void> {
  const { timeoutMs = 600_000, onProgress, signal } = options
  for (const step of await listSteps(app)) {
    onProgress?.({ type: 'progress', step: 'compose', message: `building ${describe(step)}` })
    const result = await runShell(step.command, {
      cwd: step.workdir,
      timeoutMs,
      signal,
      onLine: (line) => onProgress?.({ type: 'progress', step: 'compose', message: line }),
    })
    checkResult(step, result, timeoutMs)
  }
}

async function listSteps(app: AppFolder): Promise<BuildStep[]> {
  const steps = new Map<string, BuildStep>()
  for (const component of app.components) {
    const { build } = component.manifest
    if (build === undefined) continue
    const workdir = await realWorkdir(app, component, build.workdir ?? '')
    const commands = typeof build.command === 'string' ? [build.command] : build.command
    for (const command of commands) {
      const key = JSON.stringify([workdir, command])
      if (!steps.has(key)) steps.set(key, { id: component.id, command, workdir })
    }
  }
  return [...steps.values()]
}

async function realWorkdir({ folder }: AppFolder, { id }: AppComponent, workdir: string): Promise<string> {
  const missing = (cause?: unknown) =>
    new AirlockError('input-not-found', `There is no folder ${workdir} to build ${id} in.`, {
      item: workdir,
      hint: `Correct workdir in the build of ${id}.`,
      cause,
    })
  if (!workdir.startsWith('/') && plainPath(workdir).path === '') return folder
  try {
    const real = await insideOf(folder, workdir)
    if ((await stat(real)).isDirectory()) return real
  } catch (error) {
    if (isMissing(error)) throw missing(error)
    throw error
  }
  throw missing()
}

function checkResult(step: BuildStep, result: ShellResult, timeoutMs: number): void {
  const { ended, exitCode, signal, output } = result
  if (ended === 'aborted') {
    throw new AirlockError('aborted', 'The build was interrupted.', { step: 'compose', item: step.id })
  }
  const details = { command: step.command, output, ...(exitCode === undefined ? {} : { exitCode }) }
  if (ended === 'timeout') {
    throw new AirlockError(
      'build-timeout',
      `The build of ${describe(step)} did not end within ${timeoutMs} ms and was stopped.`,
      { item: step.id, hint: 'Run the command by hand to see what it waits for.', details },
    )
  }
  if (exitCode === 0) return
  const how =
    ended === 'never-started'
      ? 'could not be started'
      : exitCode === undefined
        ? `was ended by ${signal ?? 'a signal'}`
        : `ended with ${exitCode}`
  throw new AirlockError('build-failed', `The build of ${describe(step)} ${how}.`, {
    item: step.id,
    ...(output.length === 0 ? {} : { hint: `It said last: ${output.slice(-5).join(' / ')}` }),
    details,
  })
}

function describe({ id, command }: BuildStep): string {
  const [first = '', ...more] = command.trim().split('\n')
  return `${id}: ${escapeControls(first).slice(0, 200)}${more.length > 0 ? ' …' : ''}`
}
