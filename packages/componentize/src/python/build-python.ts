import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AirlockError } from '@wasm-airlock/shared'
import type { BuildInput } from '../build/build-input.ts'
import { readOutput } from '../build/read-output.ts'
import { runContained } from '../build/run-contained.ts'
import { limitsOf, report } from '../options.ts'
import { analyseModules, isSourceModule } from './analysis.ts'
import { buildFailure } from './build-failure.ts'
import { findPython } from './find-python.ts'
import { installRequirements } from './install-requirements.ts'
import { makePlan } from './plan.ts'
import { parseRequirements } from './requirements.ts'
import { ensureToolVenv } from './tool-venv.ts'
import { writeGlue } from './write-glue.ts'

const RUN_TOOL =
  'import sys, componentize_py; sys.argv[0] = "componentize-py"; sys.exit(componentize_py.script())'
const MAX_REQUIREMENTS_BYTES = 256 * 1024

/**
 * Builds a component from Python: plain functions or classes of the author, glue of ours, and the pinned
 * componentize-py in a contained process.
 */
export async function buildPython(input: BuildInput): Promise<Uint8Array> {
  const { options, workspace } = input
  const limits = limitsOf(options)
  const interpreter = await ensureToolVenv(await findPython(options.pythonPath), options)
  // A project may keep its modules in src/.
  const top = input.files.some(isSourceModule) ? '' : 'src/'
  const nameOf = (file: string) => input.nameOf(`${top}${file}`)
  const folder = join(workspace.source, top)
  const files = input.files
    .filter((file) => file.startsWith(top))
    .map((file) => file.slice(top.length))
    .filter(isSourceModule)
  const modules = await analyseModules(interpreter, folder, files, nameOf, workspace, options)
  const plan = makePlan(input.world, modules, nameOf)
  const dependencies = await installListed(interpreter, input)
  const glue = join(workspace.root, 'glue')
  await mkdir(glue)
  await writeGlue(glue, plan)
  report(options, 'building the component')
  const output = join(workspace.root, 'component.wasm')
  const paths = [glue, folder, ...(dependencies === undefined ? [] : [dependencies])]
  const built = await runContained({
    command: interpreter,
    args: [
      // The environment's own script has a first line that breaks in long paths and paths with spaces.
      ...['-I', '-c', RUN_TOOL],
      ...['--quiet', '--wit-path', workspace.wit, '--world', input.world.name, 'componentize'],
      ...(options.wasi ? [] : ['--stub-wasi']),
      ...paths.flatMap((path) => ['--python-path', path]),
      ...['airlock_glue', '--output', output],
    ],
    cwd: workspace.empty,
    env: workspace.env,
    limits,
    folder: workspace.root,
    signal: options.signal,
  })
  if (built.exitCode !== 0)
    throw await buildFailure(glue, built, (mounted) => userFile(mounted, nameOf), modules, input)
  return readOutput(output, limits)
}

async function installListed(interpreter: string, input: BuildInput): Promise<string | undefined> {
  if (!input.files.includes('requirements.txt')) return undefined
  const path = join(input.workspace.source, 'requirements.txt')
  const name = input.nameOf('requirements.txt')
  if ((await stat(path)).size > MAX_REQUIREMENTS_BYTES)
    throw new AirlockError('input-too-large', `${name} is larger than ${MAX_REQUIREMENTS_BYTES} bytes.`, {
      item: name,
    })
  const requirements = parseRequirements(await readFile(path, 'utf8'), name)
  if (requirements.length === 0) return undefined
  return installRequirements(interpreter, requirements, input.workspace.root, input.options)
}

/** `/1/sub/a.py`, as the guest sees a file of the author, under the name that the author knows. */
function userFile(mounted: string, nameOf: (file: string) => string): string | undefined {
  return mounted.startsWith('/1/') ? nameOf(mounted.slice('/1/'.length)) : undefined
}
