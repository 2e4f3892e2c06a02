import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { PackageResolver } from './index.ts'

/** The resolver for OCI registries that the README has, as a module. */
const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
const [code] = /function createOciResolver[\s\S]*?\n}\n/.exec(readme) ?? ['']
const { createOciResolver } = (await import(
  /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(`export ${code}`)}`
)) as {
  createOciResolver(
    registry: string,
    options?: { maxBytes?: number; timeout?: number; headers?: Record<string, string> },
  ): PackageResolver
}

const request = { key: 'demo:app@1.0.0', name: 'demo:app', version: '1.0.0' }
const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A registry with one package, whose blob is answered by the given function. */
function registryOf(content: string, blob: RequestListener, mediaType = 'application/wasm'): Promise<string> {
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`
  return listen((incoming, outgoing) => {
    if (incoming.url === '/v2/demo/app/manifests/1.0.0')
      outgoing.end(JSON.stringify({ layers: [{ mediaType, digest, size: content.length }] }))
    else if (incoming.url === `/v2/demo/app/blobs/${digest}`) blob(incoming, outgoing)
    else outgoing.writeHead(404).end()
  })
}

describe("the README's resolver for OCI registries", () => {
  it('takes what has the digest of the manifest', async () => {
    const resolve = createOciResolver(await registryOf('component', (_, out) => out.end('component')))
    expect(Buffer.from((await resolve(request)) ?? []).toString()).toBe('component')
  })

  it.each([
    ['another package', { ...request, name: 'demo:other' }],
    ['another version', { ...request, version: '2.0.0' }],
    ['no version', { ...request, version: null }],
  ])('knows nothing of %s', async (_, other) => {
    const resolve = createOciResolver(await registryOf('component', (_, out) => out.end('component')))
    expect(await resolve(other)).toBeUndefined()
  })

  it('refuses other bytes', async () => {
    const resolve = createOciResolver(await registryOf('component', (_, out) => out.end('exponent.')))
    await expect(resolve(request)).rejects.toThrow(/blobs\/sha256:[0-9a-f]{64} has another digest$/)
  })

  it('refuses what is too large, however small it was said to be', async () => {
    const endless: RequestListener = (_, out) => {
      const pour = () => {
        while (out.write(Buffer.alloc(65536)));
      }
      out.on('drain', pour)
      pour()
    }
    const resolve = createOciResolver(await registryOf('component', endless), { maxBytes: 1_000_000 })
    await expect(resolve(request)).rejects.toThrow('is larger than 1000000 bytes')
  })

  it('refuses an image that is no component', async () => {
    const registry = await registryOf(
      'image',
      (_, out) => out.end('image'),
      'application/vnd.oci.image.layer.v1.tar',
    )
    await expect(createOciResolver(registry)(request)).rejects.toThrow('has no layer of application/wasm')
  })

  it('does not wait for ever', async () => {
    const resolve = createOciResolver(await listen(() => {}), { timeout: 50 })
    await expect(resolve(request)).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('gives its credentials to the registry, and not to the storage that this points to', async () => {
    const seen: IncomingHttpHeaders[] = []
    const storage = await listen((incoming, out) => {
      seen.push(incoming.headers)
      out.end('component')
    })
    const registry = await registryOf('component', (incoming, out) => {
      seen.push(incoming.headers)
      out.writeHead(307, { location: `${storage}/blob` }).end()
    })
    await createOciResolver(registry, { headers: { authorization: 'Bearer secret' } })(request)
    expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer secret', undefined])
  })
})
