import type {
  AnonymousFunctionDeclaration,
  AnyNode,
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  Pattern,
  Program,
  VariableDeclaration,
} from 'acorn'

export type FunctionNode =
  | AnonymousFunctionDeclaration
  | ArrowFunctionExpression
  | FunctionDeclaration
  | FunctionExpression

/** A name that a function binds, and how the value behind it may change. */
export interface Binding {
  readonly name: string
  /**
   * - `function`: a function of the glue itself, the same for ever
   * - `host`: handed in by the host
   * - `const`: the same value for ever, whose content may change
   * - `let`: another value at any time
   */
  readonly kind: 'function' | 'host' | 'const' | 'let'
}

/** Calls `visit` for a node and for all nodes below it for which it returns true. */
export function visitNodes(node: AnyNode, visit: (node: AnyNode) => boolean): void {
  if (!visit(node)) return
  // Without a list of values for each node: there are hundreds of thousands.
  for (const key in node) {
    const value: unknown = node[key as keyof AnyNode]
    if (isNode(value)) visitNodes(value, visit)
    else if (Array.isArray(value)) {
      for (const child of value) if (isNode(child)) visitNodes(child, visit)
    }
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as AnyNode).type === 'string'
}

/** Is it a function, whose body has bindings of its own? */
export function isFunction(node: AnyNode): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  )
}

/**
 * Every name that the body of a function binds, whatever the statement; those of functions inside are not
 * part of it.
 *
 * @param obstacles Takes what is bound where it cannot be reached: in a block, with a function that sees it.
 */
export function bindingsOf(owner: FunctionNode, obstacles: string[]): Binding[] {
  const found: Binding[] = owner.params.flatMap((param) =>
    namesOf(param).map((name): Binding => ({ name, kind: 'host' })),
  )
  if (owner.body.type !== 'BlockStatement') return found
  for (const statement of owner.body.body) {
    if (statement.type === 'FunctionDeclaration') found.push({ name: statement.id.name, kind: 'function' })
    else if (statement.type === 'ClassDeclaration') found.push({ name: statement.id.name, kind: 'const' })
    else if (statement.type === 'VariableDeclaration') found.push(...variables(statement))
    else if (hidesBindings(statement)) obstacles.push(`a binding in a block of kind ${statement.type}`)
  }
  return found
}

function variables({ kind, declarations }: VariableDeclaration): Binding[] {
  return declarations.flatMap(({ id, init }) =>
    namesOf(id).map((name): Binding => {
      if (kind !== 'const') return { name, kind: 'let' }
      if (init != null && isFunction(init)) return { name, kind: 'function' }
      return { name, kind: init != null && isImport(init) ? 'host' : 'const' }
    }),
  )
}

/** `imports['wasi:io/poll']` */
function isImport(node: AnyNode): boolean {
  return (
    node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'imports'
  )
}

/** The names that a pattern binds. */
export function namesOf(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesOf(property.type === 'RestElement' ? property.argument : property.value),
      )
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : namesOf(element)))
    case 'RestElement':
      return namesOf(pattern.argument)
    case 'AssignmentPattern':
      return namesOf(pattern.left)
    default:
      return []
  }
}

/** Does a statement that is no declaration bind names, or let functions see what it binds? */
function hidesBindings(statement: AnyNode): boolean {
  let binds = false
  let hasFunction = false
  let hasVar = false
  visitNodes(statement, (node) => {
    if (isFunction(node)) {
      hasFunction = true
      binds ||= node.type === 'FunctionDeclaration'
      return false
    }
    if (node.type === 'ClassDeclaration') binds = true
    if (node.type === 'VariableDeclaration') {
      binds = true
      hasVar ||= node.kind === 'var'
    }
    return true
  })
  return hasVar || (binds && hasFunction)
}

/** The only function of a name that a module declares, exported or not. */
export function findFunction(program: Program, name: string): FunctionNode | undefined {
  for (const statement of program.body) {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declared?.type === 'FunctionDeclaration' && declared.id?.name === name) return declared
  }
  return undefined
}

/** The functions that the body of a function declares, or binds to a name at once. */
export function functionsOf(owner: FunctionNode): Map<string, FunctionNode> {
  const found = new Map<string, FunctionNode>()
  visitNodes(owner.body, (node) => {
    if (node.type === 'FunctionDeclaration' && node.id != null) found.set(node.id.name, node)
    else if (node.type === 'VariableDeclarator' && node.init != null && isFunction(node.init))
      for (const name of namesOf(node.id)) found.set(name, node.init)
    return !isFunction(node)
  })
  return found
}

/** Parameters and variables of a function, of its blocks too; not those of functions inside. */
export function localsOf(owner: FunctionNode): Set<string> {
  const names = owner.params.flatMap(namesOf)
  visitNodes(owner.body, (node) => {
    if (node.type === 'VariableDeclarator') names.push(...namesOf(node.id))
    return !isFunction(node)
  })
  return new Set(names)
}
