import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AirlockError, clampTimeout } from '@wasm-airlock/shared'

/**
 * Opens a port on 127.0.0.1.
 *
 * @param port 0 takes a free one.
 * @returns The port.
 * @throws AirlockError `port-in-use`, or `usage-invalid` for a port that cannot be had.
 */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new AirlockError('usage-invalid', `${port} is no TCP port.`, {
      item: String(port),
      hint: 'Give a number from 0 to 65535; 0 takes a free port.',
    })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const item = String(port)
      if (cause.code === 'EADDRINUSE')
        reject(new AirlockError('port-in-use', `Port ${port} is taken.`, { item, cause }))
      else
        reject(
          new AirlockError('usage-invalid', `Port ${port} cannot be opened (${cause.code}).`, {
            item,
            hint: 'Choose a port above 1023, or leave the choice to Airlock.',
            cause,
          }),
        )
    })
    server.listen({ port, host: '127.0.0.1' }, resolve)
  })
  // A connection that cannot be accepted, for want of descriptors say, is no reason to end.
  server.removeAllListeners('error').on('error', () => {})
  return (server.address() as AddressInfo).port
}

/**
 * Takes no more connections and waits for requests in flight.
 *
 * @param timeoutMs After which they are cut off.
 */
export async function closeServer(server: Server, timeoutMs: number): Promise<void> {
  const deadline = setTimeout(() => server.closeAllConnections(), clampTimeout(timeoutMs))
  await new Promise((resolve) => server.close(resolve))
  clearTimeout(deadline)
}
