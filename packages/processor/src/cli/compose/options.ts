import { AirlockError } from '@wasm-airlock/shared'
import { placeOf } from '../../application-place.ts'

/** What commander makes of the options of `airlock compose`. */
export interface ComposeCommandOptions {
  readonly app?: string
  readonly out?: string
  readonly inPlace?: boolean
  readonly mode?: 'plug' | 'spin-dependencies'
  readonly into?: readonly string[]
  readonly choose?: string
  readonly document?: string
  readonly build?: boolean
  readonly policy?: string
  readonly explain?: boolean
  readonly dep?: readonly string[]
  readonly output?: string
}

/** How each option is written on the command line. */
const flags = {
  app: '--app',
  out: '--out',
  inPlace: '--in-place',
  mode: '--mode',
  into: '--into',
  choose: '--choose',
  document: '--document',
  build: '--build',
  policy: '--policy',
  explain: '--explain',
  dep: '--dep',
  output: '-o',
} as const satisfies Record<keyof ComposeCommandOptions, string>

type OptionName = keyof typeof flags

/** Options of one kind of input would be ignored in silence with the other. */
const ofDocuments: readonly OptionName[] = ['dep', 'output']
/** The document that `--explain` prints can be written too. */
const ofDocumentsAlone: readonly OptionName[] = ['dep']

/** @throws AirlockError `usage-invalid`: an option that belongs to components, or no place to write. */
export function checkForDocument(options: ComposeCommandOptions): { readonly target: string } {
  const others = (Object.keys(flags) as OptionName[]).filter((name) => !ofDocuments.includes(name))
  refuse('a document', others, options)
  return { target: options.output ?? missing('-o FILE', 'A document') }
}

/**
 * Where an application is to be written; `undefined` where nothing is.
 *
 * @throws AirlockError `usage-invalid`: an option that belongs to documents, options that exclude one another, or
 * no place to write.
 */
export async function chooseOut(options: ComposeCommandOptions): Promise<string | undefined> {
  const { app, out, inPlace, mode, explain } = options
  refuse('a component', explain === true ? ofDocumentsAlone : ofDocuments, options)
  if (options.output !== undefined && mode === 'spin-dependencies')
    throw clash('-o', '--mode spin-dependencies', 'Leave -o out: Spin composes then, and takes no document.')
  if (options.document !== undefined && options.choose !== undefined)
    throw clash('--choose', '--document', 'The document says which component answers.')
  if (inPlace !== true) return out ?? (explain ? undefined : missing('--out DIR', 'A component'))
  if (out !== undefined) throw clash('--out', '--in-place', 'Give one of them.')
  if (app === undefined)
    throw new AirlockError('usage-invalid', '--in-place changes the application that --app names.', {
      item: '--in-place',
      hint: 'Add --app DIR.',
    })
  if (mode !== 'spin-dependencies')
    throw new AirlockError('usage-invalid', '--in-place would replace a component of the application.', {
      item: '--in-place',
      hint: 'Write another folder with --out DIR, or add --mode spin-dependencies, which only adds files.',
    })
  return (await placeOf(app)).folder
}

function refuse(kind: string, names: readonly OptionName[], options: ComposeCommandOptions): void {
  const name = names.find((each) => options[each] !== undefined)
  if (name === undefined) return
  throw new AirlockError('usage-invalid', `${flags[name]} has no meaning for ${kind}.`, {
    item: flags[name],
    hint:
      name === 'output' && kind === 'a component'
        ? 'Name a folder with --out DIR, or add --explain, and -o FILE is where the document is written.'
        : 'One file that ends in .wac is a document, all others are components; --document takes the document of an application.',
  })
}

function clash(first: string, second: string, hint: string): AirlockError {
  return new AirlockError('usage-invalid', `${first} has no meaning beside ${second}.`, { item: first, hint })
}

function missing(option: string, subject: string): never {
  throw new AirlockError('usage-invalid', `${subject} is composed with ${option}.`, {
    item: option,
    hint: `Add ${option}.`,
  })
}
