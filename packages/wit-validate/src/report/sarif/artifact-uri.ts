/**
 * A path as a URI reference: `dist/my component.wasm` → `dist/my%20component.wasm`. Nothing in a path can
 * become a scheme, a host, a query or a fragment.
 */
export function artifactUri(path: string): string {
  const isWindows = /^[A-Za-z]:[\\/]/.test(path)
  const parts = (isWindows ? path.replaceAll('\\', '/') : path).split('/')
  if (isWindows) return `file:///${parts[0]}/${encode(parts.slice(1))}`
  if (path.startsWith('/')) return `file:///${encode(parts.filter((part) => part !== ''))}`
  const inside = parts.filter((part, index) => part !== '' && !(part === '.' && index === 0))
  return encode(inside)
}

function encode(parts: readonly string[]): string {
  return parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')
}
