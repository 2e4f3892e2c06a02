import { printGraph, resolveDocument } from '../document.ts'
import type { Arguments } from './arguments.ts'
import { resolveOptionsOf } from './document-options.ts'
import { readSource } from './input.ts'
import { print } from './output.ts'

/** `wac resolve`: JSON as the README of wac promises, or the graph that it prints. */
export async function runResolve(given: Arguments): Promise<void> {
  const source = await readSource(given.path)
  const options = resolveOptionsOf(given)
  if (given.has('dot')) await print(await printGraph(source, options))
  else await print(`${JSON.stringify(await resolveDocument(source, options), undefined, 2)}\n`)
}
