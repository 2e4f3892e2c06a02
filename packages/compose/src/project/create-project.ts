import { AirlockError, type WitFiles } from '@wasm-airlock/shared'
import { planFilterApp, planFunctionsApp, planPromptApp } from './app-project.ts'
import { type ProjectPlan, planPython, planTypeScript, readFilterWit } from './component-project.ts'
import { checkProjectName } from './project-name.ts'
import { writeProject } from './write-project.ts'

/** What a project is: an application that takes components, or a component. */
export type ProjectKind = 'app' | 'python' | 'typescript'

/** What an application and its components have between them, where no WIT says so. */
export type ProjectTemplate = 'prompt' | 'filter'

export interface CreateProjectOptions {
  /** Folder of the project: new, or empty. @default a folder of its name in the working directory */
  readonly out?: string
  /** `prompt`: around a language model. `filter`: a text in, a text out. Not together with `wit`. @default 'prompt' */
  readonly template?: ProjectTemplate
  /** WIT of the interface: path of a folder or file, or its files. @default that of the template */
  readonly wit?: WitFiles | string
  /** World of that WIT whose exports a component has. @default the only one that exports something */
  readonly world?: string
}

/** A project that was written. */
export interface CreatedProject {
  readonly kind: ProjectKind
  readonly name: string
  /** Its folder, absolute. */
  readonly path: string
  /** Relative POSIX paths of what was written. */
  readonly files: readonly string[]
  /** Command lines that test, build and run it, for its folder; words in capitals are to be filled in. */
  readonly commands: readonly string[]
}

/**
 * Writes a new project that builds, tests and runs as it is: an application that takes components, or a component in
 * Python or TypeScript. Nothing is run and nothing is fetched.
 *
 * @param kind What is to be written.
 * @param name In kebab-case; also the name of its npm package, and of its component of Spin.
 * @param options Where, and for which interface.
 * @returns What was written, and what to do next.
 * @throws AirlockError `usage-invalid` for a name, kind or template that is none; `input-not-found`, `wit-invalid`,
 * `world-unknown`; `world-unsupported` naming the function or type for which no code can be written ahead;
 * `output-unwritable` for a folder that holds something. Nothing is written then.
 * @example
 * const { path, commands } = await createProject('python', 'shout', { template: 'filter' })
 */
export async function createProject(
  kind: ProjectKind,
  name: string,
  options: CreateProjectOptions = {},
): Promise<CreatedProject> {
  checkProjectName(name)
  checkOptions(kind, options)
  const { files, commands } = await planProject(kind, name, options)
  const path = await writeProject(options.out ?? name, files)
  return { kind, name, path, files: Object.keys(files).sort(), commands }
}

async function planProject(
  kind: ProjectKind,
  name: string,
  { template = 'prompt', wit, world }: CreateProjectOptions,
): Promise<ProjectPlan> {
  if (kind === 'app') {
    if (wit !== undefined) return planFunctionsApp(name, wit, world)
    return template === 'filter' ? planFilterApp(name) : planPromptApp(name)
  }
  const request = { name, world, wit: wit ?? (template === 'filter' ? await readFilterWit() : undefined) }
  return kind === 'python' ? planPython(request) : planTypeScript(request)
}

function checkOptions(kind: string, { template, wit, world }: CreateProjectOptions): void {
  if (!['app', 'python', 'typescript'].includes(kind)) throw unknown('kind of project', kind)
  if (template !== undefined && !['prompt', 'filter'].includes(template)) throw unknown('template', template)
  if (template !== undefined && wit !== undefined)
    throw new AirlockError('usage-invalid', 'A template has a WIT of its own.', {
      item: template,
      hint: 'Give a template or a WIT.',
    })
  if (world !== undefined && wit === undefined)
    throw new AirlockError('usage-invalid', `${world} is the world of no WIT.`, {
      item: world,
      hint: 'Give the WIT too.',
    })
}

function unknown(what: string, item: string): AirlockError {
  return new AirlockError('usage-invalid', `There is no ${what} ${item}.`, { item })
}
