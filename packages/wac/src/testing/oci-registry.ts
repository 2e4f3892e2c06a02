import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'

/**
 * Starts Debian's `docker-registry`, a real registry, on a free port with an empty storage.
 *
 * @returns What puts components there, and ends it; nothing where it is not installed.
 */
export async function startRegistry() {
  const folder = await mkdtemp(join(tmpdir(), 'airlock-wac-registry-'))
  const config = join(folder, 'config.yml')
  await writeFile(
    config,
    JSON.stringify({
      version: 0.1,
      storage: { filesystem: { rootdirectory: join(folder, 'storage') } },
      http: { addr: '127.0.0.1:0' },
    }),
  )
  const child = spawn('docker-registry', ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  const url = await new Promise<string | undefined>((resolve, reject) => {
    let log = ''
    child.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve(undefined) : reject(error),
    )
    child.on('exit', () => reject(new Error(`docker-registry ended: ${log}`)))
    child.stderr.on('data', (chunk) => {
      log += chunk
      const port = /listening on 127\.0\.0\.1:(\d+)/.exec(log)?.[1]
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`)
    })
  })
  if (url === undefined) {
    await rm(folder, { recursive: true })
    process.stdout.write('SKIPPED: no docker-registry is installed, so nothing is fetched from a real one\n')
    return undefined
  }
  return {
    url,
    /** Pushes a component as the guidance for Wasm OCI artifacts says, and as `wkg` does. */
    async push(repository: string, tag: string, component: Uint8Array) {
      const config = Buffer.from(JSON.stringify({ architecture: 'wasm', os: 'wasip2' }))
      const layer = { mediaType: 'application/wasm', ...(await pushBlob(url, repository, component)) }
      const manifest = {
        schemaVersion: 2,
        mediaType: MANIFEST,
        config: {
          mediaType: 'application/vnd.wasm.config.v0+json',
          ...(await pushBlob(url, repository, config)),
        },
        layers: [layer],
      }
      await sent(`${url}/v2/${repository}/manifests/${tag}`, {
        method: 'PUT',
        headers: { 'content-type': MANIFEST },
        body: JSON.stringify(manifest),
      })
    },
    async [Symbol.asyncDispose]() {
      child.removeAllListeners('exit')
      const ended = new Promise((resolve) => child.on('exit', resolve))
      child.kill()
      await ended
      await rm(folder, { recursive: true })
    },
  }
}

async function pushBlob(url: string, repository: string, bytes: Uint8Array) {
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  const started = await sent(`${url}/v2/${repository}/blobs/uploads/`, { method: 'POST' })
  const place = new URL(started.headers.get('location') ?? '', url)
  place.searchParams.set('digest', digest)
  await sent(place, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  })
  return { digest, size: bytes.length }
}

async function sent(url: string | URL, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, init)
  if (!answer.ok) throw new Error(`${init.method} ${url}: ${answer.status} ${await answer.text()}`)
  return answer
}
