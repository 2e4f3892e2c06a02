import { AirlockError } from '@wasm-airlock/shared'
import type { WasiSettings } from '../guest/wasi/settings.ts'
import type { FrozenTime, Grants } from './grants.ts'

const MOST_GUEST_PATH = 1000
const PER_MILLISECOND = 1_000_000

/** Those that need no service. */
export type WasiGrants = Pick<Grants, 'environment' | 'arguments' | 'stdin' | 'preopens' | 'clock' | 'random'>

/**
 * Checks the grants that a worker is handed with its first message.
 *
 * @throws AirlockError `grants-invalid` names the one that cannot be given.
 */
export function toWasiSettings(grants: WasiGrants): WasiSettings {
  const { environment = {}, arguments: args = [], stdin = '', preopens = [], clock, random } = grants
  for (const [name, value] of Object.entries(environment)) {
    if (!/^[^=\0]+$/.test(name))
      throw invalid('environment', `${JSON.stringify(name)} is no name of a variable.`)
    checkText(value, `environment.${name}`)
  }
  args.forEach((value, index) => void checkText(value, `arguments.${index}`))
  return {
    environment: Object.entries(environment),
    arguments: [...args],
    stdin: Buffer.from(stdin).toString('base64'),
    clock: clock === undefined || clock === 'real' ? null : toClock(clock),
    seed: random === undefined || random === 'real' ? null : `${typeof random.seed}:${random.seed}`,
    preopens: preopens.map(({ guest, writable = false }, index) => {
      checkGuestPath(guest, `preopens.${index}.guest`)
      if (preopens.findIndex((other) => other.guest === guest) !== index) {
        throw invalid(`preopens.${index}.guest`, `Two folders are called ${guest}.`)
      }
      return { guest, writable }
    }),
  }
}

function checkText(value: unknown, item: string): void {
  if (typeof value !== 'string' || value.includes('\0'))
    throw invalid(item, `${item} is no text without NUL.`)
}

function checkGuestPath(path: string, item: string): void {
  const names = path.split('/').slice(1)
  const isPlain = path === '/' || names.every((name) => name !== '' && name !== '.' && name !== '..')
  if (!path.startsWith('/') || !isPlain || path.includes('\0') || path.length > MOST_GUEST_PATH) {
    throw invalid(item, `${JSON.stringify(path)} is no path of a folder, such as /data.`)
  }
}

function toClock({ now, advance = 0 }: FrozenTime): NonNullable<WasiSettings['clock']> {
  const milliseconds = now instanceof Date ? now.getTime() : typeof now === 'number' ? now : Date.parse(now)
  if (!(milliseconds >= 0 && milliseconds <= Number.MAX_SAFE_INTEGER)) {
    throw invalid('clock.now', `${String(now)} is no time since 1970.`)
  }
  if (!(advance >= 0 && advance <= Number.MAX_SAFE_INTEGER / PER_MILLISECOND)) {
    throw invalid('clock.advance', `${advance} is no number of milliseconds.`)
  }
  const whole = Math.floor(milliseconds)
  return {
    now: String(
      BigInt(whole) * BigInt(PER_MILLISECOND) + BigInt(Math.round((milliseconds - whole) * PER_MILLISECOND)),
    ),
    advance: String(Math.round(advance * PER_MILLISECOND)),
  }
}

function invalid(item: string, message: string): AirlockError {
  return new AirlockError('grants-invalid', message, { item: `grants.${item}` })
}
