import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import {
  AirlockError,
  escapeControls,
  type FindingCode,
  formatFinding,
  type WorldItem,
} from '@wasm-airlock/shared'
import { type Policy, validateComponent } from '@wasm-airlock/wit-validate'
import { notGranted } from './grants/imports.ts'
import { CODE_FOLDER } from './guest/component.ts'
import { interfacesToLink, isMissing, type Linkable } from './interfaces.ts'
import type { LogLine } from './log-line.ts'
import type { Child } from './process/child.ts'
import { placeWorker } from './process/guest-process.ts'
import { findNodeBinary, warnOfNetwork } from './process/node-binary.ts'
import { createTempFolder } from './process/temp-folder.ts'
import { type CacheOptions, findCode } from './transpile/transpile-cached.ts'

/** The findings of what the policy does not allow: an import, or a function of one. */
const DENIED: readonly FindingCode[] = ['policy-import-denied', 'policy-function-denied']

/** A component that is ready to run, in a folder of its own. */
export interface PreparedComponent {
  /** Real path. */
  readonly folder: string
  /** What to link, without versions. */
  readonly interfaces: readonly string[]
  readonly exports: readonly WorldItem[]
  /** Can its guests be suspended (JSPI)? */
  readonly suspends: boolean
  /** Removes the folder. */
  remove(): Promise<void>
}

interface Items {
  readonly imports: readonly WorldItem[]
  readonly exports: readonly WorldItem[]
}

export interface PrepareOptions extends CacheOptions {
  /** What the component may import; of that only what is linkable is linked. */
  readonly policy: Policy
  readonly linkable: Linkable
  /** Which functions suspend. @default none */
  readonly suspending?: {
    /** All that the answer follows from beside the component: plain data. */
    readonly from: unknown
    /** Asked once the imports and exports are known. */
    of(items: Items): { imports: string[]; exports: string[] } | null
  }
  /**
   * Told the folder, in which there is nothing but the worker yet. What it starts is ended where the component
   * is refused.
   */
  readonly onPlaced?: (folder: string) => Pick<Child, 'kill' | 'ended'>
  /** The code lies there, perhaps before the component is accepted: nothing of it may run yet. */
  readonly onCode?: () => void
  /** Most core instances. @default 1000 */
  readonly maxInstances?: number
  readonly onLog?: ((line: LogLine) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Validates a component, checks that all it imports is linked, and puts its transpiled code into a
 * throw-away folder. What is refused is never transpiled, and nothing of it runs.
 *
 * @throws AirlockError `validation-failed` (details: `findings`), `import-not-granted`,
 *   `transpile-failed`, `transpile-timeout`, `aborted`.
 */
export async function prepareComponent(
  component: Uint8Array,
  options: PrepareOptions,
): Promise<PreparedComponent> {
  if (options.signal?.aborted) throw new AirlockError('aborted', 'The work was interrupted.')
  const warn = (text: string): void => options.onLog?.({ stream: 'stderr', text: escapeControls(text) })
  const warning = warnOfNetwork(findNodeBinary())
  if (warning !== undefined) warn(warning)
  // Takes its time in a thread of its own; what is in the cache is looked for meanwhile.
  const accepted = accept(component, options)
  const suspending = accepted.then(({ items }) => options.suspending?.of(items) ?? null)
  suspending.catch(() => {})
  const { path: folder, remove: removeFolder } = await createTempFolder()
  let early: ReturnType<NonNullable<typeof options.onPlaced>> | undefined
  let kept: Promise<void> | undefined
  const remove = async (): Promise<void> => {
    await kept
    await removeFolder()
  }
  try {
    const codeFolder = join(folder, CODE_FOLDER)
    await Promise.all([placeWorker(folder), mkdir(codeFolder)])
    early = options.onPlaced?.(folder)
    const { maxInstances } = options
    const variant = [options.suspending?.from, maxInstances]
    const code = await findCode(component, variant, options, warn)
    const restored = await code.restore(codeFolder)
    if (!restored) {
      const how = {
        suspending,
        signal: options.signal,
        ...(maxInstances === undefined ? {} : { maxInstances }),
      }
      kept = (await code.make(codeFolder, how)).kept
    }
    options.onCode?.()
    const { interfaces, items } = await accepted
    return {
      folder,
      interfaces,
      exports: items.exports,
      suspends: (await suspending) !== null,
      remove,
    }
  } catch (error) {
    early?.kill()
    await early?.ended
    await remove()
    throw error
  }
}

/** What is linked to a component, once it is known to be a good one. */
async function accept(component: Uint8Array, options: PrepareOptions) {
  const { ok, findings, imports, exports } = await validateComponent(component, {
    policy: options.policy,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  if (!ok) {
    const errors = findings.filter(({ severity }) => severity === 'error')
    const first = errors.find(({ code }) => !DENIED.includes(code))
    if (first === undefined && errors.length > 0) {
      const denied = new Set(errors.map(({ args }) => args.name))
      const missing = imports.filter((item) => denied.has(item.name) || isMissing(item, options.linkable))
      throw notGranted(missing, options.linkable)
    }
    throw new AirlockError(
      'validation-failed',
      `The component was refused: ${first === undefined ? 'see the findings' : formatFinding(first)}.`,
      { details: { findings } },
    )
  }
  return { interfaces: interfacesToLink(imports, options.linkable), items: { imports, exports } }
}
