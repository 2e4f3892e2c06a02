import type { Interface } from './wasi.ts'

/**
 * Picks what a component may import out of what this host has.
 *
 * @param available Interfaces by name, without versions.
 * @param granted Names to link, without versions.
 */
export function linkInterfaces(
  available: Readonly<Record<string, Interface>>,
  granted: readonly string[],
): Record<string, Interface> {
  return Object.fromEntries(
    granted.flatMap((name) => {
      const linked = Object.hasOwn(available, name) ? available[name] : undefined
      return linked === undefined ? [] : [[name, linked]]
    }),
  )
}
