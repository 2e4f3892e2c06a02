import { err } from '../result.ts'
import type { Interface } from '../wasi.ts'

/** No socket ever exists, so no class has a method that could be called. */
class Nothing {}

function refuse(): ReturnType<typeof err<string>> {
  return err('access-denied')
}

/** `wasi:sockets`, which refuses: no socket is made, no name looked up. */
export function createSockets(): Record<string, Interface> {
  return {
    'wasi:sockets/network': { Network: Nothing, networkErrorCode: () => undefined },
    'wasi:sockets/instance-network': { instanceNetwork: () => new Nothing() },
    'wasi:sockets/ip-name-lookup': {
      ResolveAddressStream: class extends Nothing {},
      resolveAddresses: refuse,
    },
    'wasi:sockets/tcp': { TcpSocket: class extends Nothing {} },
    'wasi:sockets/tcp-create-socket': { createTcpSocket: refuse },
    'wasi:sockets/udp': {
      UdpSocket: class extends Nothing {},
      IncomingDatagramStream: class extends Nothing {},
      OutgoingDatagramStream: class extends Nothing {},
    },
    'wasi:sockets/udp-create-socket': { createUdpSocket: refuse },
  }
}
