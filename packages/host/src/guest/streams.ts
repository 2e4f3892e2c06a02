export { type ByteSource, InputStream } from './input-stream.ts'
export { type ByteSink, OutputStream, type Sink } from './output-stream.ts'
export { type Awaitable, IoError, type StreamEnd, type StreamError } from './stream-base.ts'
