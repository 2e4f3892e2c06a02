/** The imports of `wit/world.wit` as the JavaScript engine hands them over: only what is used here. */

declare module 'component:promptprocessor/promptmodification@0.0.1' {
  export function before(userprompt: string): string
  export function after(promptresult: string): string
}

declare module 'fermyon:spin/llm@2.0.0' {
  export interface InferencingResult {
    text: string
    usage: { promptTokenCount: number; generatedTokenCount: number }
  }
  /** @throws `{ payload: { tag: 'model-not-supported' | 'runtime-error' | 'invalid-input', val? } }` */
  export function infer(model: string, prompt: string, params: undefined): InferencingResult
}

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

/** Made by the build. */
declare module 'airlock:page' {
  const page: import('./app.ts').Page
  export default page
}
