import type { CallChannels } from '../channels/call-channels.ts'
import { pumpFlow } from '../channels/flow.ts'
import type { ToHost, ToWorker } from '../protocol.ts'
import { withSpinHeaders } from '../serve/spin-headers.ts'
import { isToken } from '../services/http/http-syntax.ts'
import { channelBody, wholeBody } from './body.ts'
import { makeAppError } from './errors.ts'
import type { AppJob } from './job.ts'
import type { AppHeaders, AppResponse } from './request.ts'

/**
 * Sends a request to its worker: in one message where its body is there, else as it comes. One with a body
 * that is too large is answered with 413 if it has no answer yet.
 */
export function sendRequest(
  id: number,
  job: AppJob,
  channels: CallChannels,
  maxBodyBytes: number,
  send: (message: ToWorker, payload?: Uint8Array) => void,
): void {
  const { method, path, authority = 'localhost', body, trailers } = job.request
  const headers = withSpinHeaders(job.request)
  const message = { type: 'request', id, method, path, authority, headers: headers as [] } as const
  if (body instanceof Uint8Array && trailers === undefined) {
    send(message, body)
    return
  }
  // What was read of it is gone.
  job.journal.giveUp()
  const source = body instanceof Uint8Array ? wholeBody(body).body : body
  const sender = channels.open()
  send({ ...message, stream: sender.id })
  void pumpFlow({ source, trailers }, sender, maxBodyBytes).then((outcome) => {
    if (outcome === 'too-large') job.respond(makeAppError('body-too-large'))
  })
}

/**
 * The response of a worker, with its body as it comes.
 *
 * @param onUnwanted Called where nobody reads it to the end.
 * @throws Error where it is none that a guest can give.
 */
export function readResponse(
  { status, headers, trailers, stream }: Extract<ToHost, { type: 'response' }>,
  payload: Uint8Array,
  maxBodyBytes: number,
  channels: CallChannels,
  onUnwanted: () => void,
): AppResponse {
  checkHeaders(headers)
  checkHeaders(trailers ?? [])
  if (payload.length > maxBodyBytes) throw new Error('a body above its limit')
  const body =
    stream === undefined
      ? wholeBody(payload, trailers)
      : channelBody(channels.accept(stream, payload), onUnwanted)
  return { status, headers, ...body }
}

/** @throws Error where one is no header field. */
function checkHeaders(headers: AppHeaders): void {
  for (const [name, value] of headers) {
    if (!isToken(name) || /[^\t\u0020-\u007e\u0080-\u00ff]/.test(value)) {
      throw new Error('a header field that is none')
    }
  }
}
