import type { AnyNode, CallExpression } from 'acorn'
import { type FunctionNode, functionsOf, isFunction, localsOf, namesOf, visitNodes } from './bindings.ts'

/** Methods that change the array, map or set that they are called on. */
const CHANGING = new Set([
  ...['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin'],
  ...['set', 'add', 'delete', 'clear'],
])

/**
 * Start-up makes functions that see more than the bindings of the two scopes: what a function that makes them
 * has in its own (`_lowerFlatOwn({ … })`), and what `bind` fixes. None of jco's changes any of that, in all of
 * its lowering and lifting; one that did would keep it from one call to the next, out of reach.
 *
 * @param outer The function `instantiate`.
 * @param inner The generator in it.
 * @throws Error where such a function changes what only it sees.
 */
export function checkClosures(outer: FunctionNode, inner: FunctionNode): void {
  const known = new Map([...functionsOf(outer), ...functionsOf(inner)])
  const makers = new Map<FunctionNode, string>()
  const bound: { readonly fn: FunctionNode; readonly name: string; readonly fixed: Set<string> }[] = []
  const visit = (owner: FunctionNode): void => {
    for (const call of callsIn(owner)) {
      const { callee } = call
      if (isFunction(callee) && callee !== inner) addMaker(callee, 'that is called where it stands')
      const binds = callee.type === 'MemberExpression' && isNamed(callee.property, 'bind')
      const target = binds ? callee.object : callee
      const found = target.type === 'Identifier' ? known.get(target.name) : undefined
      if (found === undefined || target.type !== 'Identifier') continue
      // What a binding holds is walked with it.
      const isSeen = ({ type }: AnyNode): boolean =>
        type === 'Literal' || (type === 'Identifier' && (owner === outer || owner === inner))
      if (binds) bound.push({ fn: found, name: target.name, fixed: fixedBy(call, found, isSeen) })
      else addMaker(found, target.name)
    }
  }
  const addMaker = (maker: FunctionNode, name: string): void => {
    if (makers.has(maker)) return
    makers.set(maker, name)
    visit(maker)
  }
  visit(outer)
  visit(inner)
  for (const [maker, name] of makers) {
    for (const made of functionsIn(maker)) checkChanges(made, localsOf(maker), name, true)
  }
  for (const { fn, name, fixed } of bound) checkChanges(fn, withParts(fn, fixed), name, false)
}

/** Calls that a function makes itself, not in the functions that it makes. */
function callsIn(owner: FunctionNode): CallExpression[] {
  const calls: CallExpression[] = []
  visitNodes(owner.body, (node) => {
    if (node.type === 'CallExpression') calls.push(node)
    return !isFunction(node)
  })
  return calls
}

/** The functions right inside of one, but for those that run at once: what makes a promise. */
function functionsIn(owner: FunctionNode): FunctionNode[] {
  const found: FunctionNode[] = []
  visitNodes(owner.body, (node) => {
    if (node.type === 'NewExpression' && isNamed(node.callee, 'Promise')) return false
    if (isFunction(node)) found.push(node)
    return !isFunction(node)
  })
  return found
}

/** Parameters that `bind` fixes for all calls, but for what is seen elsewhere. */
function fixedBy(call: CallExpression, fn: FunctionNode, isSeen: (node: AnyNode) => boolean): Set<string> {
  const [, ...values] = call.arguments
  return new Set(
    fn.params.flatMap((param, index) => {
      const value = values[index]
      return value === undefined || isSeen(value) ? [] : namesOf(param)
    }),
  )
}

/** With the variables that are taken out of them. */
function withParts(owner: FunctionNode, params: ReadonlySet<string>): Set<string> {
  const names = new Set(params)
  visitNodes(owner.body, (node) => {
    if (node.type === 'VariableDeclarator' && node.init?.type === 'Identifier' && params.has(node.init.name))
      for (const name of namesOf(node.id)) names.add(name)
    return !isFunction(node)
  })
  return names
}

/** @param isKept Does a variable itself last from call to call, not only what it holds? */
function checkChanges(fn: FunctionNode, seen: ReadonlySet<string>, name: string, isKept: boolean): void {
  const own = isKept ? localsOf(fn) : new Set<string>()
  const kept = new Set([...seen].filter((each) => !own.has(each)))
  visitNodes(fn.body, (node) => {
    if (isFunction(node)) {
      checkChanges(node, kept, name, true)
      return false
    }
    if (changedBy(node, isKept).some((each) => kept.has(each)))
      throw new Error(`a closure of the function ${name} that changes what it sees`)
    return true
  })
}

/** Names of variables that a node changes, or whose objects it changes. */
function changedBy(node: AnyNode, withVariables: boolean): string[] {
  if (node.type === 'CallExpression') {
    const { callee } = node
    const isChanging =
      callee.type === 'MemberExpression' &&
      callee.property.type === 'Identifier' &&
      CHANGING.has(callee.property.name)
    return isChanging ? rootOf(callee.object) : []
  }
  const target =
    node.type === 'AssignmentExpression'
      ? node.left
      : node.type === 'UpdateExpression' || (node.type === 'UnaryExpression' && node.operator === 'delete')
        ? node.argument
        : undefined
  if (target === undefined) return []
  if (target.type === 'MemberExpression') return rootOf(target)
  return withVariables ? namesOf(target as Parameters<typeof namesOf>[0]) : []
}

/** `a` of `a.b[c]` */
function rootOf(node: AnyNode): string[] {
  let root = node
  while (root.type === 'MemberExpression') root = root.object
  return root.type === 'Identifier' ? [root.name] : []
}

function isNamed(node: AnyNode, name: string): boolean {
  return node.type === 'Identifier' && node.name === name
}
