/** A Spin application for tests: each path tries something, and the answer says how it went. */

import { generateEmbeddings, infer } from 'fermyon:spin/llm@2.0.0'
import { getEnvironment } from 'wasi:cli/environment@0.2.3'
import { exit } from 'wasi:cli/exit@0.2.3'
import { now, subscribeDuration } from 'wasi:clocks/monotonic-clock@0.2.3'
import { getDirectories } from 'wasi:filesystem/preopens@0.2.3'
import { handle as sendRequest } from 'wasi:http/outgoing-handler@0.2.3'
import {
  Fields,
  OutgoingBody,
  OutgoingRequest,
  OutgoingResponse,
  ResponseOutparam,
} from 'wasi:http/types@0.2.3'

const encode = (text) => new TextEncoder().encode(text)
const decode = (bytes) => new TextDecoder().decode(bytes)
let visits = 0

function caught(action) {
  try {
    return { ok: action() }
  } catch (error) {
    return { err: error.payload ?? String(error) }
  }
}

function readAll(body) {
  const stream = body.stream()
  let text = ''
  for (;;) {
    try {
      text += decode(stream.blockingRead(65536n))
    } catch {
      return text
    }
  }
}

function fetchUrl(url, method = 'GET', text = '') {
  const { protocol, host, pathname, search } = new URL(url)
  const request = new OutgoingRequest(Fields.fromList([['x-probe', encode('1')]]))
  request.setScheme({ tag: protocol.slice(0, -1).toUpperCase() })
  request.setAuthority(host)
  request.setPathWithQuery(pathname + search)
  request.setMethod({ tag: method.toLowerCase() })
  const body = request.body()
  const stream = body.write()
  if (text !== '') stream.blockingWriteAndFlush(encode(text))
  stream[Symbol.dispose ?? Symbol.for('dispose')]()
  OutgoingBody.finish(body, undefined)
  const future = sendRequest(request, undefined)
  future.subscribe().block()
  const answer = future.get()
  if (answer.val.tag === 'err') return { err: answer.val.val }
  const response = answer.val.val
  const headers = Object.fromEntries(
    response
      .headers()
      .entries()
      .map(([name, value]) => [name, decode(value)]),
  )
  return { status: response.status(), headers, body: readAll(response.consume()) }
}

const probes = {
  '/visits': () => ++visits,
  '/echo': (_, request) => ({
    method: request.method(),
    path: request.pathWithQuery(),
    authority: request.authority(),
    headers: request
      .headers()
      .entries()
      .map(([name, value]) => [name, decode(value)]),
    body: readAll(request.consume()),
  }),
  '/infer': (query) => caught(() => infer(query.get('model'), query.get('prompt'), undefined)),
  '/infer-with': (query) =>
    caught(() =>
      infer(query.get('model'), 'p', {
        maxTokens: 7,
        repeatPenalty: 1.5,
        repeatPenaltyLastNTokenCount: 3,
        temperature: 0.5,
        topK: 9,
        topP: 0.25,
      }),
    ),
  '/infer-now': (query) => caught(() => infer(query.get('model'), String(now()), undefined)),
  '/infer-large': (query) => caught(() => infer('known', 'x'.repeat(Number(query.get('bytes'))), undefined)),
  '/embed': (query) =>
    caught(() => {
      const { embeddings, usage } = generateEmbeddings(query.get('model'), query.getAll('text'))
      return { embeddings: embeddings.map((vector) => Array.from(vector)), usage }
    }),
  '/fetch': (query) => fetchUrl(query.get('url'), query.get('method') ?? 'GET', query.get('body') ?? ''),
  '/surroundings': () => ({ environment: getEnvironment(), directories: getDirectories().length }),
  '/print': () => {
    // biome-ignore lint/suspicious/noConsole: what the guest prints is under test
    console.log('to stdout \u001b[31mred')
    // biome-ignore lint/suspicious/noConsole: what the guest prints is under test
    console.error('to stderr')
  },
  '/sleep': (query) => {
    subscribeDuration(BigInt(query.get('ms')) * 1000000n).block()
    return 'awake'
  },
  '/trap': () => {
    throw new Error('a secret detail')
  },
  '/loop': () => {
    for (;;);
  },
  '/grow': () => {
    const kept = []
    for (;;) kept.push(new Uint8Array(1 << 20).fill(1))
  },
  '/exit': () => exit({ tag: 'ok' }),
  '/large': (query) => 'x'.repeat(Number(query.get('bytes'))),
  '/fields': () => [
    caught(() => Fields.fromList([['bad name', encode('x')]])),
    caught(() => Fields.fromList([['name', encode('a\r\nb: c')]])),
    caught(() => Fields.fromList([['connection', encode('close')]])),
    caught(() => {
      const fields = Fields.fromList([
        ['A', encode('1')],
        ['a', encode('2')],
      ])
      fields.append('b', encode('3'))
      fields.set('B', [encode('4'), encode('5')])
      fields.delete('A')
      return fields.entries().map(([name, value]) => [name, decode(value)])
    }),
  ],
  '/silent': () => {},
}

export const incomingHandler = {
  handle(request, responseOut) {
    const url = new URL(request.pathWithQuery() ?? '/', 'http://probe')
    if (url.pathname === '/silent') return
    const probe = probes[url.pathname]
    const value = probe === undefined ? { err: 'no such probe' } : probe(url.searchParams, request)
    const response = new OutgoingResponse(Fields.fromList([['content-type', encode('application/json')]]))
    response.setStatusCode(probe === undefined ? 404 : 200)
    const body = response.body()
    ResponseOutparam.set(responseOut, { tag: 'ok', val: response })
    const stream = body.write()
    const json = encode(
      JSON.stringify(value ?? null, (_, item) => (typeof item === 'bigint' ? Number(item) : item)),
    )
    for (let at = 0; at < json.length; at += 4096) stream.blockingWriteAndFlush(json.subarray(at, at + 4096))
    stream[Symbol.dispose ?? Symbol.for('dispose')]()
    OutgoingBody.finish(body, undefined)
  },
}
