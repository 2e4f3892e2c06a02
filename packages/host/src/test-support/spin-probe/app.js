/**
 * A component for tests of Spin's services. `POST` a list of steps as JSON: each is the name of a function
 * below and its arguments; the answer is what each came to.
 */

import { Store } from 'fermyon:spin/key-value@2.0.0'
import { Connection } from 'fermyon:spin/sqlite@2.0.0'
import { get } from 'fermyon:spin/variables@2.0.0'
import { getEnvironment } from 'wasi:cli/environment@0.2.3'
import { getAll, get as getConfig } from 'wasi:config/store@0.2.0-draft-2024-09-27'
import { getDirectories } from 'wasi:filesystem/preopens@0.2.3'
import { handle as sendRequest } from 'wasi:http/outgoing-handler@0.2.3'
import {
  Fields,
  OutgoingBody,
  OutgoingRequest,
  OutgoingResponse,
  ResponseOutparam,
} from 'wasi:http/types@0.2.3'
import { Cas, increment, swap } from 'wasi:keyvalue/atomics@0.2.0-draft2'
import { deleteMany, getMany, setMany } from 'wasi:keyvalue/batch@0.2.0-draft2'
import { open as openBucket } from 'wasi:keyvalue/store@0.2.0-draft2'

const encode = (text) => new TextEncoder().encode(text)
const decode = (bytes) => (bytes === undefined ? null : new TextDecoder().decode(bytes))
const dispose = Symbol.dispose ?? Symbol.for('dispose')
/** Resources that later steps name. */
const kept = {}

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

function readFile(path) {
  for (const [directory, name] of getDirectories()) {
    if (!path.startsWith(name)) continue
    const file = directory.openAt({}, path.slice(name.length).replace(/^\//, ''), {}, { read: true })
    return decode(file.read(100000n, 0n)[0])
  }
  return null
}

function writeFile(path, text) {
  const [directory, name] = getDirectories()[0]
  const file = directory.openAt(
    {},
    path.slice(name.length).replace(/^\//, ''),
    { create: true },
    { write: true },
  )
  return file.write(encode(text), 0n)
}

const steps = {
  variable: (name) => get(name),
  config: (name) => getConfig(name) ?? null,
  configs: () => getAll(),
  environment: () => getEnvironment(),
  file: (path) => readFile(path),
  write: (path, text) => writeFile(path, text),
  store: (label, as = 'store') => {
    kept[as] = Store.open(label)
  },
  stores: (label, count) => {
    kept.many = Array.from({ length: count }, () => Store.open(label))
  },
  get: (key) => decode(kept.store.get(key)),
  set: (key, value) => kept.store.set(key, encode(value)),
  setLarge: (key, bytes) => kept.store.set(key, new Uint8Array(bytes)),
  delete: (key) => kept.store.delete(key),
  exists: (key) => kept.store.exists(key),
  keys: () => kept.store.getKeys(),
  bucket: (label) => {
    kept.bucket = openBucket(label)
  },
  listKeys: () => kept.bucket.listKeys(undefined).keys,
  setMany: (pairs) =>
    setMany(
      kept.bucket,
      pairs.map(([key, value]) => [key, encode(value)]),
    ),
  getMany: (keys) => getMany(kept.bucket, keys).map(([key, value]) => [key, decode(value)]),
  deleteMany: (keys) => deleteMany(kept.bucket, keys),
  increment: (key, delta) => Number(increment(kept.bucket, key, BigInt(delta))),
  cas: (key) => {
    kept.cas = Cas.new(kept.bucket, key)
    return decode(kept.cas.current())
  },
  swap: (value) => {
    const { cas } = kept
    delete kept.cas
    try {
      return swap(cas, encode(value))
    } catch (error) {
      if (error.payload?.tag !== 'cas-failed') throw error
      kept.cas = error.payload.val
      return 'failed'
    }
  },
  connection: (database, as = 'connection') => {
    kept[as] = Connection.open(database)
  },
  connections: (database, count) => {
    kept.many = Array.from({ length: count }, () => Connection.open(database))
  },
  close: (as = 'connection') => {
    kept[as][dispose]()
    delete kept[as]
  },
  sql: (statement, parameters = [], as = 'connection') => {
    const values = parameters.map((value) =>
      value.tag === 'integer' ? { ...value, val: BigInt(value.val) } : value,
    )
    const { columns, rows } = kept[as].execute(statement, values)
    return { columns, rows: rows.map(({ values }) => values.map(({ val }) => val ?? null)) }
  },
  fetch: (url, text = '') => {
    const { protocol, host, pathname, search } = new URL(url, 'http://self')
    const request = new OutgoingRequest(Fields.fromList([]))
    // Without an authority, it is for the application itself.
    if (!url.startsWith('/')) {
      request.setScheme({ tag: protocol.slice(0, -1).toUpperCase() })
      request.setAuthority(host)
    }
    request.setPathWithQuery(pathname + search)
    request.setMethod({ tag: text === '' ? 'get' : 'post' })
    const body = request.body()
    const stream = body.write()
    if (text !== '') stream.blockingWriteAndFlush(encode(text))
    stream[dispose]()
    OutgoingBody.finish(body, undefined)
    const future = sendRequest(request, undefined)
    future.subscribe().block()
    const answer = future.get()
    if (answer.val.tag === 'err') throw Object.assign(new Error('http'), { payload: answer.val.val })
    const response = answer.val.val
    return { status: response.status(), body: readAll(response.consume()) }
  },
}

function run([name, ...args]) {
  try {
    return { ok: steps[name](...args) ?? null }
  } catch (error) {
    return { err: error.payload ?? String(error) }
  }
}

export const incomingHandler = {
  handle(request, responseOut) {
    const text = readAll(request.consume())
    const headers = request.headers().entries()
    const answer = {
      path: request.pathWithQuery(),
      headers: headers.map(([name, value]) => [name, decode(value)]),
      results: JSON.parse(text === '' ? '[]' : text).map(run),
    }
    const response = new OutgoingResponse(Fields.fromList([['content-type', encode('application/json')]]))
    const body = response.body()
    ResponseOutparam.set(responseOut, { tag: 'ok', val: response })
    const stream = body.write()
    const json = encode(JSON.stringify(answer, (_, item) => (typeof item === 'bigint' ? String(item) : item)))
    for (let at = 0; at < json.length; at += 4096) stream.blockingWriteAndFlush(json.subarray(at, at + 4096))
    stream[dispose]()
    OutgoingBody.finish(body, undefined)
  },
}
