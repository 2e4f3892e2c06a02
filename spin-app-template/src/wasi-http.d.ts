/** `wasi:http` as the JavaScript engine hands it over: only what is used here. */

declare module 'wasi:http/types@0.2.3' {
  export type Method =
    | { tag: 'other'; val: string }
    | { tag: 'get' | 'head' | 'post' | 'put' | 'delete' | 'connect' | 'options' | 'trace' | 'patch' }

  export class Fields {
    private constructor()
    static fromList(entries: [string, Uint8Array][]): Fields
    get(name: string): Uint8Array[]
  }

  export class IncomingRequest {
    private constructor()
    method(): Method
    pathWithQuery(): string | undefined
    headers(): Fields
    consume(): IncomingBody
  }

  export class IncomingBody {
    private constructor()
    stream(): InputStream
  }

  export class OutgoingResponse {
    constructor(headers: Fields)
    setStatusCode(status: number): void
    body(): OutgoingBody
  }

  export class OutgoingBody {
    private constructor()
    write(): OutputStream
    static finish(body: OutgoingBody, trailers: Fields | undefined): void
  }

  export class ResponseOutparam {
    private constructor()
    static set(param: ResponseOutparam, response: { tag: 'ok'; val: OutgoingResponse }): void
  }

  interface InputStream {
    /** @throws `{ payload: { tag: 'closed' | 'last-operation-failed' } }` */
    blockingRead(length: bigint): Uint8Array
  }

  interface OutputStream {
    blockingWriteAndFlush(contents: Uint8Array): void
    [Symbol.dispose](): void
  }
}
