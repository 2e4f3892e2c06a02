/** A Spin application for tests: each path tries something, and the answer says how it went. */

import { generateEmbeddings, infer } from 'fermyon:spin/llm@2.0.0'
import { getEnvironment } from 'wasi:cli/environment@0.2.3'
import { exit } from 'wasi:cli/exit@0.2.3'
import { now, subscribeDuration } from 'wasi:clocks/monotonic-clock@0.2.3'
import { getDirectories } from 'wasi:filesystem/preopens@0.2.3'
import { handle as sendRequest } from 'wasi:http/outgoing-handler@0.2.3'
import {
  Fields,
  IncomingBody,
  OutgoingBody,
  OutgoingRequest,
  OutgoingResponse,
  RequestOptions,
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
  '/fetch-with': (query) => {
    const options = new RequestOptions()
    const wish = (name) => (query.has(name) ? BigInt(query.get(name)) * 1000000n : undefined)
    options.setConnectTimeout(wish('connect'))
    options.setFirstByteTimeout(wish('first-byte'))
    options.setBetweenBytesTimeout(wish('between-bytes'))
    const outcome = awaitResponse(sendRequest(beginRequest(query), options))
    if (outcome.err) return { err: outcome.err }
    return caught(() => {
      let text = ''
      for (const chunk of chunksOf(outcome.ok.consume().stream())) text += decode(chunk)
      return text
    })
  },
  '/fetch-many': (query) => {
    const outcomes = Array.from({ length: Number(query.get('count')) }, () =>
      awaitResponse(sendRequest(beginRequest(query), undefined)),
    )
    return outcomes.map(({ ok, err }) => err?.tag ?? ok.status())
  },
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

const disposal = Symbol.dispose ?? Symbol.for('dispose')
const toText = (fields) => fields.map(([name, value]) => [name, decode(value)])
const toBytes = (fields) => fields.map(([name, value]) => [name, encode(value)])
/** The test holds the answer back until it has seen what it waits for. */
const tell = (what) => infer('known', what, undefined)

function* chunksOf(stream) {
  for (;;) {
    try {
      yield stream.blockingRead(65536n)
    } catch (error) {
      if (error.payload.tag === 'closed') return
      throw new Error(error.payload.val.toDebugString())
    }
  }
}

function trailersOf(body) {
  const future = IncomingBody.finish(body)
  future.subscribe().block()
  const { val } = future.get()
  return val.tag === 'err' ? { err: val.val } : { ok: val.val === undefined ? [] : toText(val.val.entries()) }
}

function begin(responseOut, headers = []) {
  const response = new OutgoingResponse(Fields.fromList(toBytes(headers)))
  const body = response.body()
  ResponseOutparam.set(responseOut, { tag: 'ok', val: response })
  const stream = body.write()
  return {
    stream,
    write: (chunk) => stream.blockingWriteAndFlush(typeof chunk === 'string' ? encode(chunk) : chunk),
    finish: (trailers = []) => {
      stream[disposal]()
      OutgoingBody.finish(body, trailers.length === 0 ? undefined : Fields.fromList(toBytes(trailers)))
    },
  }
}

function beginRequest(query, headers = []) {
  const { protocol, host, pathname, search } = new URL(query.get('url'))
  const request = new OutgoingRequest(Fields.fromList(toBytes(headers)))
  request.setScheme({ tag: protocol.slice(0, -1).toUpperCase() })
  request.setAuthority(host)
  request.setPathWithQuery(pathname + search)
  request.setMethod({ tag: query.get('method') ?? 'get' })
  return request
}

function awaitResponse(future) {
  future.subscribe().block()
  const { val } = future.get()
  return val.tag === 'err' ? { err: val.val } : { ok: val.val }
}

/** These answer in parts. */
const streams = {
  /** Sends every part of the request back as it comes, and the trailers after it. */
  '/pipe': (_, request, responseOut) => {
    const incoming = request.consume()
    const input = incoming.stream()
    const answer = begin(responseOut)
    for (const chunk of chunksOf(input)) {
      for (let at = 0; at < chunk.length; at += 4096) answer.write(chunk.subarray(at, at + 4096))
    }
    input[disposal]()
    answer.finish(trailersOf(incoming).ok)
  },
  /** Reads nothing until it is told to, then all. */
  '/late': (_, request, responseOut) => {
    const input = request.consume().stream()
    tell('before reading')
    let bytes = 0
    for (const chunk of chunksOf(input)) bytes += chunk.length
    const answer = begin(responseOut)
    answer.write(`${bytes}`)
    answer.finish()
  },
  /** One event after each answer of the model. */
  '/events': (query, _, responseOut) => {
    const answer = begin(responseOut, [['content-type', 'text/event-stream']])
    for (let event = 1; event <= Number(query.get('count')); event++) {
      tell(`event ${event}`)
      answer.write(`data: ${event}\n\n`)
    }
    answer.finish([['x-after', 'all']])
  },
  /** Writes as long as it may without waiting, tells how much that was, then writes the rest. */
  '/flood': (query, _, responseOut) => {
    const answer = begin(responseOut)
    let left = Number(query.get('bytes'))
    let written = 0
    let told = false
    while (left > 0) {
      const free = Math.min(left, Number(answer.stream.checkWrite()), 65536)
      if (free === 0) {
        // At first the head has not been sent, then the client does not read.
        if (!told && written >= 65536) {
          told = true
          tell(`blocked at ${written}`)
        }
        answer.stream.subscribe().block()
        continue
      }
      answer.stream.write(new Uint8Array(free))
      written += free
      left -= free
    }
    answer.finish()
  },
  '/trap-midway': (_, __, responseOut) => {
    begin(responseOut).write('so far')
    tell('so far')
    throw new Error('a secret detail')
  },
  '/unfinished': (_, __, responseOut) => {
    begin(responseOut).write('so far')
    tell('so far')
  },
  '/child-open': (_, __, responseOut) => {
    const response = new OutgoingResponse(new Fields())
    const body = response.body()
    ResponseOutparam.set(responseOut, { tag: 'ok', val: response })
    body.write()
    OutgoingBody.finish(body, undefined)
  },
  /** Finishes a body of another length than it promised. */
  '/length': (query, _, responseOut) => {
    const answer = begin(responseOut, [['content-length', query.get('promised')]])
    answer.write('x'.repeat(Number(query.get('written'))))
    tell(
      JSON.stringify(
        caught(() => answer.finish()),
        (_key, item) => (typeof item === 'bigint' ? Number(item) : item),
      ),
    )
  },
  /** Fetches, and sends every part of the answer on. */
  '/fetch-pipe': (query, _, responseOut) => {
    const request = beginRequest(query)
    const outcome = awaitResponse(sendRequest(request, undefined))
    if (outcome.err) throw new Error(outcome.err.tag)
    const incoming = outcome.ok.consume()
    const input = incoming.stream()
    const answer = begin(responseOut)
    tell(`status ${outcome.ok.status()}`)
    try {
      for (const chunk of chunksOf(input)) {
        for (let at = 0; at < chunk.length; at += 4096) answer.write(chunk.subarray(at, at + 4096))
      }
      input[disposal]()
      answer.finish(trailersOf(incoming).ok)
    } catch (error) {
      answer.write(String(error))
      answer.finish()
    }
  },
  /** Fetches, and lets go of the answer after its head. */
  '/fetch-drop': (query, _, responseOut) => {
    const outcome = awaitResponse(sendRequest(beginRequest(query), undefined))
    outcome.ok[disposal]()
    tell('dropped')
    const answer = begin(responseOut)
    answer.finish()
  },
  /** Begins a request, and ends before its body does. */
  '/forget': (query, _, responseOut) => {
    const request = beginRequest(query)
    const body = request.body()
    sendRequest(request, undefined)
    body.write().blockingWriteAndFlush(encode('x'))
    begin(responseOut).finish()
  },
  /** Sends a request in parts, with trailers. */
  '/upload': (query, _, responseOut) => {
    const request = beginRequest(query, query.has('length') ? [['content-length', query.get('length')]] : [])
    const body = request.body()
    const future = sendRequest(request, undefined)
    const stream = body.write()
    for (const part of ['one ', 'two ', 'three']) {
      tell(part)
      stream.blockingWriteAndFlush(encode(part))
    }
    stream[disposal]()
    OutgoingBody.finish(body, query.has('length') ? undefined : Fields.fromList(toBytes([['x-sum', '13']])))
    const outcome = awaitResponse(future)
    const answer = begin(responseOut)
    answer.write(outcome.err ? outcome.err.tag : readAll(outcome.ok.consume()))
    answer.finish()
  },
}

export const incomingHandler = {
  handle(request, responseOut) {
    const url = new URL(request.pathWithQuery() ?? '/', 'http://probe')
    if (url.pathname === '/silent') return
    const streamed = streams[url.pathname]
    if (streamed !== undefined) return streamed(url.searchParams, request, responseOut)
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
