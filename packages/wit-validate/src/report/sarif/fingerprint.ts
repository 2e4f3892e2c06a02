import type { Finding } from '@wasm-airlock/shared'

/**
 * What a finding is about, however the component was built: not where in the binary it is, not how much of
 * something there is, not how the reason and the remedy are worded, and not the version of an interface.
 */
export function identify({ code, path, args }: Finding): string {
  const named = Object.entries(args)
    .filter(([key, value]) => typeof value === 'string' && !SENTENCES.has(key))
    .map(([key, value]) => withoutVersions(`${key}=${value}`))
    .toSorted()
  // Where a module stands among the others changes with every other module.
  const place = withoutVersions(path.replace(/\b(module|component|data) \d+/g, '$1'))
  return JSON.stringify([code, place, ...named])
}

/** Text that says the same of every version of an interface. */
function withoutVersions(text: string): string {
  return text.replace(/(:[A-Za-z0-9-]+\/[A-Za-z0-9-]+)@\d+\.\d+\.\d+[0-9A-Za-z.+-]*/g, '$1')
}

/** Arguments that say why and what to do, and may name a line of a policy. */
const SENTENCES = new Set(['reason', 'change'])

/** 128 bits of SHA-256, in hexadecimal. */
export async function fingerprint(identity: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(identity))
  return Array.from(new Uint8Array(digest, 0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
