import type { MatchedRoute } from '../manifest/routes.ts'
import type { HostStats } from '../observe/stats.ts'
import type { AppBody } from './body.ts'

/** Header fields in order, repeated names allowed. Values are latin-1, as HTTP has them. */
export type AppHeaders = readonly (readonly [name: string, value: string])[]

/** One HTTP request for an application. */
export interface AppRequest {
  /** In capitals as a rule: `GET`. */
  readonly method: string
  /** Path and query: `/api/prompt?x=1`. */
  readonly path: string
  readonly headers: AppHeaders
  /** Empty where the request has none. One that comes in parts is read as fast as the application takes it. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>
  /** What comes after the body. @default nothing */
  readonly trailers?: Promise<AppHeaders>
  /** Host and port that the client asked for: `127.0.0.1:3000`. */
  readonly authority?: string
  /** Its name in events and in lines of the log. @default a random UUID, in events only */
  readonly id?: string
  /** Address and port of the client. @default none that is known */
  readonly clientAddress?: string
  /** How the path led to this component; absent where nothing was routed. */
  readonly route?: MatchedRoute
  /** Nobody waits for the answer any longer: the instance is ended, wherever it is. */
  readonly signal?: AbortSignal
}

/** What an application answered. */
export interface AppResponse {
  /** 200 to 599. */
  readonly status: number
  readonly headers: AppHeaders
  /** Comes as the application writes it. Reading fails where the application does before it has finished. */
  readonly body: AppBody
  /** What came after the body. */
  readonly trailers: Promise<AppHeaders>
}

/** An application that is ready to take requests, one fresh instance each. */
export interface AppHost extends AsyncDisposable {
  /**
   * Hands one request to a fresh instance. A trap, an exit or a deadline in the application is a
   * response (500 or 504), not an exception; after the response has begun, its body is cut off.
   */
  handle(request: AppRequest): Promise<AppResponse>
  /** What it is doing at this moment. */
  stats(): HostStats
  /** Ends the processes of the application. Safe to call twice. */
  close(): Promise<void>
}
