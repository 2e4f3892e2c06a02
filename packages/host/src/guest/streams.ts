export { type ByteSource, InputStream } from './input-stream.ts'
export { type ByteSink, OutputStream } from './output-stream.ts'
export { IoError, type StreamEnd, type StreamError } from './stream-base.ts'
