import { type Finding, type FindingCode, findingCodes } from '@wasm-airlock/shared'

/** What people need to know about a kind of finding beyond the finding itself. */
export interface FindingHelp {
  /** What it is, in a few words. */
  readonly title: string
  /** What to do about it. */
  readonly advice: string
}

const help: Readonly<Partial<Record<string, FindingHelp>>> = {
  'component-malformed': {
    title: 'Not a WebAssembly component',
    advice:
      'Give the file that the build wrote; a core module becomes a component with `wasm-tools component new`.',
  },
  'component-core-module': {
    title: 'A core module instead of a component',
    advice: 'Make a component of it with `wasm-tools component new`.',
  },
  'component-invalid': {
    title: 'Not a valid component',
    advice:
      'Build it again with a current toolchain; a file that was cut off or changed looks like this too.',
  },
  'component-too-large': {
    title: 'More bytes than are allowed',
    advice: 'Strip it (`wasm-tools strip`), bundle less with it, or raise the limit.',
  },
  'world-import-unexpected': {
    title: 'An import that the world does not offer',
    advice: 'Build it against this world, or take the import away with a policy that denies it.',
  },
  'world-export-missing': {
    title: 'An export that the world asks for is missing',
    advice:
      'Export it under exactly this name, or validate against the world that the component was built for.',
  },
  'world-type-mismatch': {
    title: 'A type that differs from the world',
    advice: 'Build it against the WIT that the world comes from.',
  },
  'world-export-extra': {
    title: 'An export that the world does not ask for',
    advice: 'Nothing has to be done; whoever composes it leaves such an export out.',
  },
  'world-interface-wider': {
    title: 'An interface with more than the world asks for',
    advice: 'Nothing has to be done, unless the world is meant exactly.',
  },
  'world-version-differs': {
    title: 'An interface in another version than the world names',
    advice: 'Nothing has to be done, unless the world is meant exactly.',
  },
  'policy-rule-unused': {
    title: 'A rule of the policy that allows nothing',
    advice: 'Take the rule out, or correct its name.',
  },
  'policy-import-denied': {
    title: 'An import that the policy does not allow',
    advice:
      'Build it without what asks for the import, take the import away (`restrictComponent`), or allow it where you trust the component with it.',
  },
  'policy-function-denied': {
    title: 'A function of an import that the policy does not allow',
    advice:
      'Build it without what calls the function, take it away (`restrictComponent`), or allow it where you trust the component with it.',
  },
  'name-unsafe': {
    title: 'A name that could become code',
    advice: 'Do not use the component: no common toolchain writes such names.',
  },
  'name-too-long': {
    title: 'A name of excessive length',
    advice: 'Do not use the component: no common toolchain writes such names.',
  },
  'name-collision': {
    title: 'Names that become the same in another language',
    advice: 'Rename one of them in the WIT.',
  },
  'section-unsafe': {
    title: 'A custom section that tools may stumble over',
    advice: 'Strip it (`wasm-tools strip`), or do not hand the component to tools that read it.',
  },
  'limit-exceeded': {
    title: 'More of something than tools can be trusted with',
    advice:
      'Do not hand it to tools that generate code from it, unless you know where it comes from and why.',
  },
}

/** Every code has help; a test says which one lacks it. */
export function helpFor(code: FindingCode): FindingHelp {
  return help[code] ?? { title: describeCode(code), advice: 'Read the message.' }
}

/** The wording of a code with its arguments in capitals: `imports NAME, which …`. */
export function describeCode(code: FindingCode): string {
  const wording: string = findingCodes[code]
  return wording.replace(/[[\]]/g, '').replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())
}

/** Does the message of a finding say where it is? `import log` says no more than `imports log`. */
export function isPlaceSaid({ path, args }: Finding): boolean {
  const { name, function: member } = args
  return [`import ${name}`, `export ${name}`, `import ${name}#${member}`].includes(path)
}
