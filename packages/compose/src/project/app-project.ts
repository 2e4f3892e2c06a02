import { basename } from 'node:path/posix'
import {
  AirlockError,
  escapeInterfaceName,
  promptWit,
  toAirlockError,
  toCamelCase,
  toJavaScriptIdentifier,
  type WitFiles,
} from '@wasm-airlock/shared'
import { resolveWit } from '@wasm-airlock/wac'
import type { ProjectPlan } from './component-project.ts'
import { printOfferedFunctions } from './offered-functions.ts'
import {
  allFunctions,
  checkCollisions,
  type ProjectWorld,
  readProjectWorld,
  scopesOf,
} from './project-world.ts'
import {
  asOwnSource,
  fillTemplate,
  inFolder,
  ownVersion,
  type ProjectFiles,
  readFiles,
  readTemplate,
  type TemplatePackage,
} from './template-files.ts'
import { TypeScriptCode } from './typescript-code.ts'

/** What serves a request, whatever the application is for. */
const serving = ['body.ts', 'http.ts', 'incoming-handler.ts', 'routes.ts', 'wasi-http.d.ts']

interface AppParts {
  /** Below `src/`. */
  readonly source: ProjectFiles
  /** Interfaces that the application imports. */
  readonly imports: readonly string[]
  /** Below `wit/deps/`. */
  readonly wit: WitFiles
  readonly what: string
  /** How a component that fits comes about. */
  readonly part: string
  readonly grants?: string
}

const madeBy = (words: string) =>
  `A component that fits: \`airlock new python NAME${words}\`, or \`airlock new typescript NAME${words}\`.`

/** An application around the prompt interface and a language model. */
export async function planPromptApp(name: string): Promise<ProjectPlan> {
  const own = ['app.ts', 'imports.d.ts', 'prompt.ts', 'request.ts']
  const wit = await readWit('prompt')
  return planApp(name, {
    source: {
      ...(await readFiles('prompt', 'src', [...serving, ...own])),
      ...(await readTemplate('compose', 'templates/app-prompt/src')),
    },
    imports: ['component:promptprocessor/promptmodification@0.0.1', 'fermyon:spin/llm@2.0.0'],
    wit: {
      ...Object.fromEntries(Object.entries(wit).filter(([path]) => !path.startsWith('component-'))),
      ...inFolder('component-promptprocessor-0.0.1', promptWit),
    },
    what: 'a prompt goes through the component, a language model and the component again',
    part: madeBy(''),
    grants: '\nai_models = ["llama2-chat"]',
  })
}

/** An application that answers a text with what the component makes of it. */
export async function planFilterApp(name: string): Promise<ProjectPlan> {
  return planApp(name, {
    source: {
      ...(await readFiles('prompt', 'src', serving)),
      ...(await readFiles('filter', 'src', ['app.ts', 'app.test.ts', 'entry.ts', 'imports.d.ts'])),
    },
    imports: ['text:filter/transform@0.1.0'],
    wit: await readWit('filter'),
    what: 'a text comes in, what the component makes of it goes out',
    part: madeBy(' --template filter'),
  })
}

/** An application that offers each function of an interface over HTTP. */
export async function planFunctionsApp(
  name: string,
  wit: WitFiles | string,
  wanted: string | undefined,
): Promise<ProjectPlan> {
  const world = await readProjectWorld(wit, wanted)
  checkInterfaces(world)
  checkCollisions(scopesOf(allFunctions(world)).slice(1), toJavaScriptIdentifier, 'JavaScript')
  for (const { functions } of world.interfaces)
    checkCollisions([functions.map((each) => each.name)], toCamelCase, 'JavaScript')
  const offered = world.interfaces.filter((each) => each.functions.length > 0)
  const parts = {
    source: {
      ...(await readFiles('prompt', 'src', serving)),
      ...(await readTemplate('compose', 'templates/app-functions/src')),
      ...printOfferedFunctions(offered),
      'imports.d.ts': offered
        .map((each) => {
          const code = new TypeScriptCode(each.functions, world)
          const lines = [...code.types(), ...code.declarations()].join('\n').trimEnd().split('\n')
          const body = lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')
          return `declare module '${each.id}' {\n${body}\n}\n`
        })
        .join('\n'),
    },
    imports: offered.map((each) => each.id),
    wit: await withServing(world),
    what: 'each function of the component is offered over HTTP',
    part: `\`POST /FUNCTION\` takes a list with one value a parameter as JSON and answers the result as JSON; \`GET /\` lists them with examples. Names are those of the WIT. A 64-bit integer is a number or, beyond 2^53, its digits in quotes; \`list<u8>\` is a list of numbers; an option that is not there is \`null\`; an option of an option is \`{"tag": "none"}\` or \`{"tag": "some", "val": …}\`, and what is inside it an option again; a variant is \`{"tag", "val"}\`. The error of a \`result\` is answered with 422.\n\n${madeBy(' --wit WIT')}`,
  }
  return planApp(name, parts)
}

async function planApp(name: string, parts: AppParts): Promise<ProjectPlan> {
  const commands = [
    'npm install',
    'npm run build',
    'npm test',
    'airlock compose COMPONENT.wasm --app . --out composed',
    'airlock up composed',
  ]
  const wit = { 'world.wit': printWorld(parts.imports), ...inFolder('deps', parts.wit) }
  await checkWit(wit)
  const common = {
    ...(await readTemplate('compose', 'templates/app')),
    ...(await readFiles('compose', 'templates/typescript', ['tsconfig.json'])),
  }
  const { what, part, grants = '' } = parts
  const values = { name, version: ownVersion(), commands: commands.join('\n'), what, part, grants }
  return {
    files: {
      ...fillTemplate(common, values),
      ...inFolder('src', asOwnSource(parts.source)),
      ...inFolder('wit', wit),
    },
    commands,
  }
}

/** A component is plugged in by the names of its interfaces. */
function checkInterfaces({ name, functions, interfaces }: ProjectWorld): void {
  const item = functions[0]?.name ?? interfaces.find((each) => !each.id.includes(':'))?.id
  if (item === undefined) return
  throw new AirlockError(
    'world-unsupported',
    `The world ${name} exports ${item} by itself, and an application takes interfaces of a package only.`,
    { item, hint: 'Put it into an interface of the package, and let the world export that.' },
  )
}

function printWorld(imports: readonly string[]): string {
  const lines = imports.map((id) => `  import ${escapeInterfaceName(id)};\n`)
  return `package airlock:app;\n\n/// The application: what the component offers stays open until one is put in.\nworld app {\n${lines.join('')}  export wasi:http/incoming-handler@0.2.3;\n}\n`
}

/** The WIT of a template's dependencies, as it was built: by path below `deps/`. */
async function readWit(template: TemplatePackage): Promise<WitFiles> {
  return readTemplate(template, 'dist/wit/deps')
}

/** What serving needs, and the WIT of the world. A package that is in both is that of the world, where it has all. */
async function withServing({ files, resolution }: ProjectWorld): Promise<WitFiles> {
  const serving = Object.entries(await readWit('filter')).filter(([path]) => path.startsWith('wasi-'))
  const brought = new Set(resolution.packages.map((each) => each.name))
  const needed = serving.filter(([, text]) => !brought.has(/^package ([^;]+);/m.exec(text)?.[1] ?? ''))
  const taken = new Set(needed.map(([path]) => path.split('/')[0]))
  const main = folderFor('interface', files, taken)
  const own = Object.entries(files).map(([path, text]) => {
    const [top = '', ...rest] = path.split('/')
    if (top !== 'deps') return [`${main}/${basename(path)}`, text] as const
    const [folder = '', ...below] = rest
    return [[taken.has(folder) ? `own-${folder}` : folder, ...below].join('/'), text] as const
  })
  return Object.fromEntries([...needed, ...own])
}

function folderFor(name: string, files: WitFiles, taken: ReadonlySet<string | undefined>): string {
  const isTaken = taken.has(name) || Object.keys(files).some((path) => path.startsWith(`deps/${name}`))
  return isTaken ? folderFor(`${name}-own`, files, taken) : name
}

async function checkWit(files: WitFiles): Promise<void> {
  await resolveWit(files).catch((thrown: unknown) => {
    const { message } = toAirlockError(thrown)
    throw new AirlockError(
      'world-unsupported',
      `The WIT does not go together with that of an HTTP application: ${message}.`,
      { hint: 'Leave interfaces of WASI out of the package.', cause: thrown },
    )
  })
}
