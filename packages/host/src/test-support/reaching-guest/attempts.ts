import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { componentizeSource } from '@wasm-airlock/componentize'

/** Reaching for one capability, and what comes of it where nothing is allowed; `null` for a trap. */
export interface Attempt {
  readonly capability: string
  readonly code: string
  readonly outcome: RegExp | null
}

/** One or more for each thing that a component can touch. */
export const attempts: readonly Attempt[] = [
  {
    capability: 'reads files',
    code: "out = open('/etc/passwd').read()",
    outcome: /^FileNotFoundError/,
  },
  { capability: 'lists files', code: "out = os.listdir('/')", outcome: /^FileNotFoundError/ },
  {
    capability: 'writes files',
    code: "open('out.txt', 'w').write('x')",
    outcome: /^FileNotFoundError/,
  },
  {
    capability: 'opens sockets',
    code: "out = socket.create_connection(('127.0.0.1', 80), 1)",
    outcome: /^PermissionError/,
  },
  {
    capability: 'sends datagrams',
    code: 'out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
    outcome: /^PermissionError/,
  },
  {
    capability: 'resolves names',
    code: "out = socket.getaddrinfo('example.com', 80)",
    outcome: /^PermissionError/,
  },
  { capability: 'reads the environment', code: 'out = dict(os.environ)', outcome: /^\{\}$/ },
  { capability: 'reads arguments', code: 'out = sys.argv', outcome: /^\[\]$/ },
  {
    capability: 'writes to the terminal',
    code: "print('x' * 100000); sys.stderr.write('x'); sys.stdout.flush(); out = 'said'",
    outcome: /^'said'$/,
  },
  { capability: 'reads from the terminal', code: 'out = sys.stdin.read()', outcome: /^''$/ },
  { capability: 'ends the process', code: 'os._exit(3)', outcome: null },
  { capability: 'tells the time', code: 'out = time.time()', outcome: null },
  { capability: 'measures time', code: 'out = time.monotonic()', outcome: null },
  { capability: 'waits', code: 'time.sleep(0.01)', outcome: null },
  // The same bytes in every instance: nobody else's, and no secret.
  { capability: 'gets random numbers', code: 'out = os.urandom(4).hex()', outcome: /^'[0-9a-f]{8}'$/ },
  {
    capability: 'asks an LLM',
    code: "out = llm.infer('model', 'prompt')",
    outcome: /^Err: Error_RuntimeError\(value='denied by policy'\)$/,
  },
  {
    capability: 'keeps data',
    code: "out = key_value.Store.open('default')",
    outcome: /^Err: Error_AccessDenied\(\)$/,
  },
  {
    capability: 'sends HTTP',
    code: 'out = outgoing_handler.handle(types.OutgoingRequest(types.Fields()), None)',
    outcome: null,
  },
]

/** Programs that reach for nothing, and thus leave the same in `out` whatever is allowed. */
export const programs: readonly string[] = [
  'out = [n for n in range(2, 100) if all(n % d for d in range(2, n))]',
  'out = 2 ** 521 - 1',
  "out = {key: sorted(value) for key, value in {'b': 'zya', 'a': 'ü☠é'}.items()}",
  'out = [1 / 3, 1e300 * 1e10, float("nan"), -0.0, 0.1 + 0.2]',
  'out = [].pop()',
  "out = int('x')",
  "out = sum(ord(c) for c in 'x' * 1000000)",
  "random.seed(7); out = [random.random(), random.choice('abcdef'), random.getrandbits(100)]",
  'class A:\n    def __repr__(self): return "A!"\nout = [A(), A.__name__]',
  "out = 'ß☠'.encode().decode('latin-1')",
]

/** A Python component that can attempt all of that. */
export async function buildReachingGuest(): Promise<Uint8Array> {
  const own = (name: string) => fileURLToPath(new URL(name, import.meta.url))
  const http = new URL(
    'wit/wasi-http@0.2.3.wit',
    import.meta.resolve('@spinframework/wasi-http-proxy/package.json'),
  )
  const folder = await mkdtemp(join(tmpdir(), 'airlock-reaching-'))
  try {
    await mkdir(join(folder, 'wit/deps'), { recursive: true })
    await cp(own('guest.py'), join(folder, 'guest.py'))
    await cp(own('world.wit'), join(folder, 'wit/world.wit'))
    await cp(fileURLToPath(http), join(folder, 'wit/deps/http.wit'))
    const { bytes } = await componentizeSource(folder, { wasi: true })
    return bytes
  } finally {
    await rm(folder, { recursive: true })
  }
}
