import type { LlmProvider } from '../llm/llm.ts'
import type { FetchOutbound } from '../outbound/outbound.ts'
import type { Preopen } from '../services/filesystem/preopens.ts'
import type { SpinStorageOptions } from '../spin/storage.ts'

/**
 * What a component is granted. Each grant lets it import the interfaces that belong to it; what is not
 * granted is not linked.
 */
export interface Grants {
  /** Variables of `wasi:cli/environment`; none of the host's own are there. @default none */
  readonly environment?: Readonly<Record<string, string>>
  /** Arguments of `wasi:cli/environment`, the name of the program first. @default none */
  readonly arguments?: readonly string[]
  /** What `wasi:cli/stdin` holds, from the start in each call; text is UTF-8. @default empty */
  readonly stdin?: Uint8Array | string
  /** Lets it print (`wasi:cli/stdout`); `onLog` takes the lines. @default false */
  readonly stdout?: boolean
  /** Lets it print (`wasi:cli/stderr`); `onLog` takes the lines. @default false */
  readonly stderr?: boolean
  /** Folders of the host (`wasi:filesystem`), on Linux; no path and no link leads out of them. @default none */
  readonly preopens?: readonly Preopen[]
  /**
   * The clocks of `wasi:clocks`: those of the host, or ones that stand still.
   * @default not granted; real where a policy allows the import
   */
  readonly clock?: 'real' | FrozenTime
  /**
   * The numbers of `wasi:random`: real ones, or the same sequence in each call, which is no secret.
   * @default not granted; real where a policy allows the import
   */
  readonly random?: 'real' | { readonly seed: string | number }
  /**
   * Where `wasi:http/outgoing-handler` may go, in the form of `allowed_outbound_hosts`:
   * `https://api.example.com`, `http://127.0.0.1:8080`.
   * @default nowhere
   */
  readonly outboundHosts?: readonly (string | OutboundHost)[]
  /** Makes the requests that are allowed. @default over the network, without following redirects */
  readonly fetchOutbound?: FetchOutbound
  /** Language models (`fermyon:spin/llm`). @default none */
  readonly llm?: LlmAccess
  /** Values of `fermyon:spin/variables` and `wasi:config/store`. @default none */
  readonly variables?: Readonly<Record<string, string>>
  /** Labels of key-value stores (`fermyon:spin/key-value`, `wasi:keyvalue`). @default none */
  readonly keyValue?: readonly string[]
  /** Labels of databases (`fermyon:spin/sqlite`). @default none */
  readonly sqlite?: readonly string[]
  /** Where stores and databases are kept, and how much of them. @default gone with the sandbox, 256 MiB each */
  readonly storage?: SpinStorageOptions
}

/** A host with what may be asked of it. */
export interface OutboundHost {
  /** `https://api.example.com`. */
  readonly host: string
  /** HTTP methods, in capitals. @default all but CONNECT and TRACE */
  readonly methods?: readonly string[]
}

/** Clocks that show the same in each call. */
export interface FrozenTime {
  /** Where they stand when a call begins: ISO 8601, milliseconds since 1970, or a `Date`. */
  readonly now: string | number | Date
  /** Milliseconds that pass with each look at a clock; time also passes with what the guest waits. @default 0 */
  readonly advance?: number
}

/** Language models that may be asked. */
export interface LlmAccess {
  /** Names of models; others are refused. */
  readonly aiModels: readonly string[]
  readonly provider: LlmProvider
}
