/**
 * Serves the application of the benchmarks until its standard input closes:
 * `node host-server.ts COMPONENT [CACHE_FOLDER] [MILLISECONDS_OF_THE_MODEL]`. Prints its address.
 */
import { readFile } from 'node:fs/promises'
import { createAppHost, createEchoLlm, type LlmProvider, serveApp } from '@wasm-airlock/host'

const [component = '', cacheDir = '', modelMs = '0'] = process.argv.slice(2)
const echo = createEchoLlm()
const slow: LlmProvider = {
  infer: async (request, signal) => {
    await new Promise((resolve) => setTimeout(resolve, Number(modelMs)))
    return echo.infer(request, signal)
  },
}
await using host = await createAppHost(await readFile(component), {
  aiModels: ['llama2-chat'],
  allowedOutboundHosts: [],
  llm: modelMs === '0' ? echo : slow,
  // A machine that stands still for a moment, as virtual ones do, is to be seen in the latencies.
  maxWaiting: 10_000,
  ...(cacheDir === '' ? {} : { cacheDir }),
  onLog: ({ text }) => console.error(text),
})
await using server = await serveApp(host)
console.log(server.endpoint)
await new Promise((resolve) => process.stdin.resume().once('end', resolve))
