import {
  promptWit,
  promptWorld,
  toCamelCase,
  toJavaScriptIdentifier,
  toPythonFunctionName,
  type WitFiles,
} from '@wasm-airlock/shared'
import { printCases } from './plain-value.ts'
import {
  allFunctions,
  checkCollisions,
  type ProjectWorld,
  readProjectWorld,
  scopesOf,
} from './project-world.ts'
import { PythonCode } from './python-code.ts'
import { fillTemplate, inFolder, type ProjectFiles, readFiles, readTemplate } from './template-files.ts'
import { TypeScriptCode } from './typescript-code.ts'

/** What a project is made of, and what to do with it. */
export interface ProjectPlan {
  readonly files: ProjectFiles
  /** Command lines for its folder, in order. */
  readonly commands: readonly string[]
}

/** What a component is written for. */
export interface ComponentRequest {
  readonly name: string
  /** `undefined` where the prompt interface is meant. */
  readonly wit: WitFiles | string | undefined
  readonly world: string | undefined
}

/** A component in Python: `app.py`, its tests, its cases. */
export async function planPython(request: ComponentRequest): Promise<ProjectPlan> {
  return planComponent(request, 'python', async () => {
    const world = await readWorldFor(request, toPythonFunctionName, 'Python')
    const code = new PythonCode(world)
    const types = code.types()
    const files = {
      'app.py': code.app(),
      'test_app.py': code.test(),
      ...(types === undefined ? {} : { 'wit_types.py': types }),
    }
    return { world, files }
  })
}

/** A component in TypeScript: `src/index.ts`, its tests, its cases. */
export async function planTypeScript(request: ComponentRequest): Promise<ProjectPlan> {
  return planComponent(request, 'typescript', async () => {
    const world = await readWorldFor(request, toJavaScriptIdentifier, 'JavaScript')
    const code = new TypeScriptCode(allFunctions(world), world)
    return { world, files: { 'src/index.ts': code.module(), 'src/index.test.ts': code.test() } }
  })
}

const tests = { python: 'python3 -m unittest', typescript: 'npm test' } as const

async function planComponent(
  { name, wit }: ComponentRequest,
  language: keyof typeof tests,
  write: () => Promise<{ world: ProjectWorld; files: ProjectFiles }>,
): Promise<ProjectPlan> {
  const written = wit === undefined ? undefined : await write()
  const option = written === undefined || written.world.isOnly ? '' : ` --world ${written.world.name}`
  const run = written === undefined ? 'airlock run .' : `airlock run .${option} --app APPLICATION`
  const commands = [tests[language], `airlock componentize .${option} -o ${name}.wasm`, run]
  const own =
    written === undefined
      ? {
          ...(await readTemplate('compose', 'templates/prompt')),
          ...(await readTemplate('compose', `templates/${language}-prompt`)),
          ...inFolder('wit', promptWit),
        }
      : {
          ...written.files,
          'cases.toml': printCases(allFunctions(written.world)),
          ...inFolder('wit', written.world.files),
        }
  const common = await readTemplate('compose', `templates/${language}`)
  return {
    files: { ...fillTemplate(common, { name, commands: commands.join('\n') }), ...own },
    commands,
  }
}

async function readWorldFor(
  { wit, world: wanted }: ComponentRequest,
  convert: (name: string) => string,
  language: string,
): Promise<ProjectWorld> {
  const world = await readProjectWorld(wit ?? promptWit, wit === undefined ? promptWorld : wanted)
  const functions = allFunctions(world)
  checkCollisions(scopesOf(functions), convert, language)
  if (language === 'JavaScript')
    checkCollisions([world.interfaces.map((each) => each.name)], toCamelCase, language)
  return world
}

/** The WIT of the filter template: what `--template filter` means for a component. */
export async function readFilterWit(): Promise<WitFiles> {
  return readFiles('filter', 'wit/deps', ['filter.wit'])
}
