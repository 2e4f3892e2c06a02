/** By the conditions in package.json, `core-module.node.ts` or `core-module.ts`. */
declare module '#core-module' {
  export function loadCoreModule(): Promise<WebAssembly.Module>
}
