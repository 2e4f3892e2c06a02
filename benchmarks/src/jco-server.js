/**
 * Serves what `jco transpile --instantiation sync` has made, as `jco serve --isolate-requests instance` does, with
 * a model: `node jco-server.js MODULE`. Prints its address, and runs until its standard input closes.
 */
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { HTTPServer } from '@bytecodealliance/preview2-shim/http'
import { WASIShim } from '@bytecodealliance/preview2-shim/instantiation'

const url = pathToFileURL(process.argv[2])
const { instantiate } = await import(url.href)
const modules = new Map()
function getCoreModule(path) {
  if (!modules.has(path)) modules.set(path, new WebAssembly.Module(readFileSync(new URL(path, url))))
  return modules.get(path)
}

const llm = {
  infer: (_model, prompt) => ({
    text: `echo: ${prompt}`,
    usage: { promptTokenCount: 1, generatedTokenCount: 1 },
  }),
  generateEmbeddings: () => ({ embeddings: [], usage: { promptTokenCount: 0 } }),
}
const imports = { ...new WASIShim().getImportObject(), 'fermyon:spin/llm': llm }
const server = new HTTPServer({
  handle: (request, response) =>
    instantiate(getCoreModule, imports).incomingHandler.handle(request, response),
})
server.listen(0, '127.0.0.1')
console.log(`http://127.0.0.1:${server.address().port}`)
process.stdin.resume().once('end', () => process.exit())
