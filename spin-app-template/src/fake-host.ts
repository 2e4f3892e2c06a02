import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { transpileBytes } from '@bytecodealliance/jco-transpile'
import type { PromptServices } from './prompt.ts'

/** A request to the built component; `chunkBytes` is how much of the body one read gives at most. */
export interface FakeRequest {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly chunkBytes?: number
}

interface FakeResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type Serve = (request: FakeRequest, services: PromptServices) => Promise<FakeResponse>

const encode = (text: string) => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes)

/**
 * The built component behind the least WASI that it needs, for tests: all of it in memory, a new instance for
 * each request as Spin does it.
 */
export async function loadComponent(): Promise<Serve> {
  const bytes = await readFile(new URL('../dist/app.wasm', import.meta.url))
  const { files } = await transpileBytes(bytes, { name: 'app', instantiation: 'async' })
  const folder = await mkdtemp(join(tmpdir(), 'airlock-template-test-'))
  try {
    await writeFile(join(folder, 'app.mjs'), files['app.js'] as Uint8Array)
    const { instantiate } = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'app.mjs')).href)
    const modules = new Map<string, WebAssembly.Module>()
    for (const [name, content] of Object.entries(files)) {
      if (name.endsWith('.wasm')) modules.set(name, await WebAssembly.compile(new Uint8Array(content)))
    }
    return async (request, services) => {
      const { imports, newRequest, newOutparam, response } = makeImports(request, services)
      const app = await instantiate((name: string) => modules.get(name), imports)
      app.incomingHandler.handle(newRequest(), newOutparam())
      return response()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function makeImports(request: FakeRequest, services: PromptServices) {
  let given: OutgoingResponse | undefined

  class Fields {
    list: [string, Uint8Array][] = []
    static fromList(list: [string, Uint8Array][]) {
      const fields = new Fields()
      fields.list = list
      return fields
    }
    get(name: string) {
      return this.list.filter(([key]) => key === name.toLowerCase()).map(([, value]) => value)
    }
  }

  class InputStream {
    rest = typeof request.body === 'string' ? encode(request.body) : (request.body ?? new Uint8Array())
    blockingRead(length: bigint) {
      if (this.rest.length === 0) throw { tag: 'closed' }
      const size = Math.min(Number(length), request.chunkBytes ?? 65_536)
      const chunk = this.rest.subarray(0, size)
      this.rest = this.rest.subarray(size)
      return chunk
    }
  }

  class IncomingBody {
    stream() {
      return new InputStream()
    }
  }

  class IncomingRequest {
    method() {
      const tag = request.method.toLowerCase()
      return ['get', 'head', 'post', 'put', 'delete', 'options'].includes(tag)
        ? { tag }
        : { tag: 'other', val: request.method }
    }
    pathWithQuery() {
      return request.path
    }
    headers() {
      const entries = Object.entries(request.headers ?? {})
      return Fields.fromList(entries.map(([name, value]) => [name, encode(value)]))
    }
    consume() {
      return new IncomingBody()
    }
  }

  class OutputStream {
    chunks: Uint8Array[] = []
    blockingWriteAndFlush(chunk: Uint8Array) {
      if (chunk.length > 4096) throw new Error('a write of more than 4096 bytes traps')
      this.chunks.push(chunk.slice())
    }
  }

  class OutgoingBody {
    stream = new OutputStream()
    finished = false
    write() {
      return this.stream
    }
    static finish(body: OutgoingBody) {
      body.finished = true
    }
  }

  class OutgoingResponse {
    status = 200
    content = new OutgoingBody()
    fields: Fields
    constructor(fields: Fields) {
      this.fields = fields
    }
    setStatusCode(status: number) {
      this.status = status
    }
    body() {
      return this.content
    }
  }

  class ResponseOutparam {
    isSet = false
    static set(param: ResponseOutparam, response: { tag: 'ok'; val: OutgoingResponse }) {
      param.isSet = true
      given = response.val
    }
  }

  const unused = class {}
  const refuse = () => {
    throw new Error('the application does not use this')
  }
  return {
    newRequest: () => new IncomingRequest(),
    newOutparam: () => new ResponseOutparam(),
    response(): FakeResponse {
      if (!given?.content.finished) throw new Error('the response was not finished')
      return {
        status: given.status,
        headers: Object.fromEntries(given.fields.list.map(([name, value]) => [name, decode(value)])),
        body: decode(Buffer.concat(given.content.stream.chunks)),
      }
    },
    imports: {
      'component:promptprocessor/promptmodification': services,
      'fermyon:spin/llm': { infer: services.infer, generateEmbeddings: refuse },
      'wasi:http/outgoing-handler': { handle: refuse },
      'wasi:clocks/monotonic-clock': {
        now: refuse,
        resolution: refuse,
        subscribeDuration: refuse,
        subscribeInstant: refuse,
      },
      'wasi:http/types': {
        Fields,
        FutureIncomingResponse: unused,
        FutureTrailers: unused,
        IncomingBody,
        IncomingRequest,
        IncomingResponse: unused,
        OutgoingBody,
        OutgoingRequest: unused,
        OutgoingResponse,
        RequestOptions: unused,
        ResponseOutparam,
        httpErrorCode: refuse,
      },
      'wasi:io/error': { Error: unused },
      'wasi:io/poll': { Pollable: unused, poll: refuse },
      'wasi:io/streams': { InputStream, OutputStream },
    },
  }
}
