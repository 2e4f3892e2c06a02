import { AirlockError, escapeControls } from '@wasm-airlock/shared'
import type { BuildInput } from '../build/build-input.ts'
import type { ContainedResult } from '../build/run-contained.ts'
import { lastLines } from '../last-lines.ts'
import type { PythonModule } from './analysis.ts'
import { readBuildReport } from './build-report.ts'

/**
 * The error of a build that failed, in the author's terms where the glue left a report.
 *
 * @param glue Folder of the glue.
 * @param userFile From a path inside the guest to the author's file; `undefined` for other files.
 */
export async function buildFailure(
  glue: string,
  built: ContainedResult,
  userFile: (mounted: string) => string | undefined,
  modules: readonly PythonModule[],
  input: BuildInput,
): Promise<AirlockError> {
  const report = await readBuildReport(glue)
  if (report === undefined)
    return new AirlockError('build-failed', `componentize-py could not build ${input.name}.`, {
      item: input.name,
      details: {
        output: lastLines(built.stderr || built.stdout, input.workspace.root),
        exitCode: built.exitCode ?? null,
      },
    })
  const message = escapeControls(report.message)
  if (report.kind === 'missing')
    return new AirlockError('function-missing', `${message}.`, { item: escapeControls(report.subject) })
  const frames = report.frames.flatMap(({ file, line }) => {
    const known = userFile(file)
    return known === undefined ? [] : [{ file: known, line }]
  })
  const frame = frames.at(-1)
  const module = modules.find((each) => each.name === report.subject)
  const file = frame?.file ?? input.nameOf(module?.file ?? '')
  const place = escapeControls(frame === undefined ? file : `${file}:${frame.line}`)
  return new AirlockError('source-import-failed', `${place}: ${message}`, {
    item: escapeControls(file),
    details: { file, line: frame?.line ?? null, frames },
  })
}
