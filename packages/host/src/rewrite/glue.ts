import {
  type AnonymousClassDeclaration,
  type AnyNode,
  type ClassDeclaration,
  type ClassExpression,
  type Program,
  parse,
} from 'acorn'
import {
  type Binding,
  bindingsOf,
  type FunctionNode,
  findFunction,
  isFunction,
  visitNodes,
} from './bindings.ts'
import { checkClosures } from './closures.ts'
import { findMemoryUse, VIEWS } from './memory-uses.ts'
import { forgetStartUp } from './start-up.ts'

/** Name of the parameter through which the generated code hands its state to the host. */
const HOST = '$airlock'

/** What it uses of the globals that acts later, when the instance may serve another, or that writes to memories. */
const GLOBALS = ['setTimeout', 'clearTimeout', 'FinalizationRegistry', ...VIEWS].join(',')

/** A change of a text: what is inserted at a place, and how many characters it replaces. */
interface Edit {
  readonly at: number
  readonly remove: number
  readonly insert: string
}

/** What is known of the core modules. */
export interface KnownOfCores {
  /** Why their state cannot be put back. */
  readonly obstacles: readonly string[]
  /** May one of them change tables? */
  readonly writesTables: boolean
  /** Files of those that mark what they write to memories. */
  readonly marking: readonly string[]
}

/** The JavaScript that jco generated, with its state within reach. */
export interface RewrittenGlue {
  readonly script: string
  /** Why its state cannot be put back; empty where it can. */
  readonly obstacles: readonly string[]
}

/**
 * Gives jco's `instantiate` a fourth parameter, through which it hands every binding of its closure to the
 * host, private fields of classes too, so that what a request has changed can be seen and put back. What
 * only serves jco's own debugging goes. A script of another shape than jco's stays as it is.
 *
 * @param script What jco generated with explicit instantiation.
 * @param known Handed on; where the script may write to memories unseen, no module marks anything.
 */
export function exposeGlue(script: string, known: KnownOfCores): RewrittenGlue {
  const obstacles = [...known.obstacles]
  let { marking } = known
  const edits: Edit[] = []
  try {
    const program = parse(script, { ecmaVersion: 'latest', sourceType: 'module' })
    if (script.includes(HOST)) throw new Error(`the name ${HOST}`)
    checkModule(program)
    const outer = findFunction(program, 'instantiate')
    if (outer === undefined) throw new Error('no function instantiate')
    const inner = generatorOf(outer)
    const bound = [outer, inner].map((owner) => bindingsOf(owner, obstacles))
    checkHiddenState(
      outer,
      new Set(bound.flat().flatMap(({ name, kind }) => (kind === 'function' ? name : []))),
    )
    checkClosures(outer, inner)
    if (findMemoryUse(program, outer) !== undefined) marking = []
    edits.push(insert(endOf(outer.params.at(-1)), `, ${HOST}`))
    edits.push(insert(outer.body.start + 1, `const {${GLOBALS}}=${HOST}.globals;`))
    for (const [index, owner] of [outer, inner].entries()) {
      edits.push(insert(lastReturn(owner).start, handOver(bound[index] ?? [])))
    }
    edits.push(insert(lastReturn(inner).start, forgetStartUp(bound[0] ?? [])))
    edits.push(...exposeFields(outer), ...withoutDebugging(outer))
  } catch (error) {
    obstacles.push(`glue: ${error instanceof Error ? error.message : String(error)}`)
    edits.length = 0
  }
  const exported = Object.entries({ ...known, obstacles, marking }).map(
    ([name, value]) => `\nexport const ${name} = ${JSON.stringify(value)};`,
  )
  return { script: `${applyEdits(script, edits)}${exported.join('')}\n`, obstacles }
}

function insert(at: number, text: string): Edit {
  return { at, remove: 0, insert: text }
}

function endOf(node: AnyNode | undefined): number {
  if (node === undefined) throw new Error('no parameters')
  return node.end
}

function applyEdits(script: string, edits: readonly Edit[]): string {
  const parts: string[] = []
  let from = 0
  for (const { at, remove, insert: text } of edits.toSorted((one, other) => one.at - other.at)) {
    if (at < from) continue
    parts.push(script.slice(from, at), text)
    from = at + remove
  }
  return parts.join('') + script.slice(from)
}

/** What a module binds outside of `instantiate` would be shared by all its instances. */
function checkModule(program: Program): void {
  for (const statement of program.body) {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    const isKnown =
      declared?.type === 'EmptyStatement' ||
      declared?.type === 'FunctionDeclaration' ||
      (declared?.type === 'ExpressionStatement' && declared.directive !== undefined) ||
      (declared?.type === 'VariableDeclaration' &&
        declared.declarations.every(({ init }) => isEmptyObject(init)))
    if (!isKnown) throw new Error(`a statement of kind ${declared?.type} beside instantiate`)
  }
}

function isEmptyObject(node: AnyNode | null | undefined): boolean {
  return node?.type === 'ObjectExpression' && node.properties.length === 0
}

/** `let gen = (function* () { … })()` */
function generatorOf(outer: FunctionNode): FunctionNode {
  const found: FunctionNode[] = []
  visitNodes(outer.body, (node) => {
    if (!isFunction(node)) return true
    if (node.generator) found.push(node)
    return false
  })
  const [generator, ...others] = found
  if (generator === undefined || others.length > 0) throw new Error('another number of generators than one')
  return generator
}

function lastReturn(owner: FunctionNode): AnyNode {
  const last = owner.body.type === 'BlockStatement' ? owner.body.body.at(-1) : undefined
  if (last?.type !== 'ReturnStatement') throw new Error('a function that does not end with its return')
  return last
}

/** The call that hands over a scope: read what may be read again and again, and assign where one can. */
function handOver(bindings: readonly Binding[]): string {
  const entries = bindings.flatMap(({ name, kind }) => {
    if (kind === 'host') return []
    const key = JSON.stringify(name)
    return kind === 'let' ? `[${key},()=>${name},(v)=>{${name}=v}]` : `[${key},()=>${name}]`
  })
  return `${HOST}([${entries.join(',')}]);\n`
}

/** Adds a method to each class with private fields that hands them over. */
function exposeFields(outer: FunctionNode): Edit[] {
  const edits: Edit[] = []
  visitNodes(outer, (node) => {
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') edits.push(...fieldsOf(node))
    return true
  })
  return edits
}

function fieldsOf(node: AnonymousClassDeclaration | ClassDeclaration | ClassExpression): Edit[] {
  const entries = node.body.body.flatMap((member) => {
    if (member.type !== 'PropertyDefinition' || member.key.type !== 'PrivateIdentifier') return []
    if (member.static) throw new Error(`the private static field ${member.key.name}`)
    const field = `this.#${member.key.name}`
    return [`["#${member.key.name}",()=>${field},(v)=>{${field}=v}]`]
  })
  if (entries.length === 0) return []
  if (node.superClass) throw new Error('a class with private fields below another')
  return [insert(node.body.start + 1, `[${HOST}.fields](){return [${entries.join(',')}]}\n`)]
}

/** State where nobody can see it: properties of functions, decoders between two calls. */
function checkHiddenState(outer: FunctionNode, functions: ReadonlySet<string>): void {
  const check = (node: AnyNode, isAtStart: boolean): boolean => {
    if (isFunction(node) && node !== outer) {
      // The generator runs once, at the start.
      visitNodes(node.body, (child) => check(child, isAtStart && node.generator))
      return false
    }
    const target =
      node.type === 'AssignmentExpression'
        ? node.left
        : node.type === 'UpdateExpression'
          ? node.argument
          : undefined
    if (target?.type === 'Identifier' && functions.has(target.name))
      throw new Error(`a function that is replaced: ${target.name}`)
    const owner = target?.type === 'MemberExpression' ? target.object : undefined
    if (!isAtStart && owner?.type === 'Identifier' && functions.has(owner.name))
      throw new Error(`a property of the function ${owner.name}`)
    if (
      node.type === 'CallExpression' &&
      node.callee.type === 'MemberExpression' &&
      node.callee.property.type === 'Identifier' &&
      node.callee.property.name === 'decode' &&
      node.arguments.length !== 1
    )
      throw new Error('a decoder that keeps the rest of a text')
    return true
  }
  visitNodes(outer, (node) => check(node, true))
}

/** Calls of `_debugLog`, whose arguments cost more than many a call that they tell of. */
function withoutDebugging(outer: FunctionNode): Edit[] {
  const edits: Edit[] = []
  visitNodes(outer, (node) => {
    const isDebugging =
      node.type === 'ExpressionStatement' &&
      node.expression.type === 'CallExpression' &&
      node.expression.callee.type === 'Identifier' &&
      node.expression.callee.name === '_debugLog'
    if (isDebugging) edits.push({ at: node.start, remove: node.end - node.start, insert: ';' })
    return !isDebugging
  })
  return edits
}
