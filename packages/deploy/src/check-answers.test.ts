import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { checkAnswers } from './check-answers.ts'

it.each([200, 302, 404, 405])('takes status %i for an answer', async (status) => {
  await expect(ask(status)).resolves.toBeUndefined()
})

it.each([500, 503])('takes status %i for a failure', async (status) => {
  await expect(ask(status)).rejects.toMatchObject({
    code: 'deploy-failed',
    message: `The application answers GET / with status ${status}.`,
  })
})

it('takes the status that the manifest gives for / for an answer', async () => {
  await expect(ask(503, 503)).resolves.toBeUndefined()
  await expect(ask(500, 503)).rejects.toMatchObject({ code: 'deploy-failed' })
})

it('takes silence for a failure', async () => {
  await expect(checkAnswers('http://127.0.0.1:1', new AbortController().signal)).rejects.toMatchObject({
    code: 'deploy-failed',
  })
})

async function ask(status: number, meant?: number): Promise<void> {
  const server = createServer((_, response) =>
    response.writeHead(status, { location: '/elsewhere' }).end('x'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    await checkAnswers(`http://127.0.0.1:${port}`, AbortSignal.timeout(10_000), meant)
  } finally {
    server.close()
    server.closeAllConnections()
  }
}
