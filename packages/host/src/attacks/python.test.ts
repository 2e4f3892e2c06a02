import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { componentizeSource } from '@wasm-airlock/componentize'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts'

const WIT = `package test:attacks@1.0.0;
world attacks { export run: func(code: string) -> string; export count: func() -> u32; }`

/** Runs whatever it is sent, which is all that an author could have written. */
const SOURCE = `
calls = 0

def run(code):
    global calls
    calls += 1
    scope = {}
    exec(code, scope)
    return str(scope.get("result"))

def count():
    return calls
`

const MIB = 1024 * 1024

describe('Python that may run anything', () => {
  let folder: string
  let sandbox: Sandbox
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'airlock-attacks-'))
    await writeFile(join(folder, 'attacks.py'), SOURCE)
    const { bytes } = await componentizeSource(join(folder, 'attacks.py'), {
      wit: { 'attacks.wit': WIT },
    })
    sandbox = await createSandbox(bytes, { limits: { maxMemoryBytes: 128 * MIB } })
  })
  afterAll(async () => {
    await sandbox?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('runs', async () => {
    expect(await sandbox.call('run', ['result = sum(range(10))'])).toBe('45')
  })

  test.each([
    ['leaves', 'raise SystemExit(0)'],
    ['leaves at once', 'import os; os._exit(0)'],
    ['aborts', 'import os; os.abort()'],
    ['raises', 'raise RuntimeError("no")'],
    ['reads a file', 'result = open("/etc/passwd").read()'],
    ['lists a folder', 'import os; result = os.listdir("/")'],
    ['writes a file', 'open("/tmp/x", "w").write("x")'],
    ['starts a process', 'import subprocess; subprocess.run(["id"])'],
    ['opens a socket', 'import socket; socket.create_connection(("127.0.0.1", 80))'],
    ['starts a thread', 'import threading; threading.Thread(target=print).start()'],
    ['loads native code', 'import ctypes; result = ctypes.CDLL("libc.so.6")'],
    ['recurses', 'def f(): return f()\nf()'],
    [
      'recurses without a limit of its own',
      'import sys\nsys.setrecursionlimit(10**9)\ndef f(): return f()\nf()',
    ],
    ['nests data for the C code', 'x = []\nfor _ in range(10**6): x = [x]\nresult = repr(x)'],
    [
      'jumps by bytecode',
      'f = lambda: 0\nf.__code__ = f.__code__.replace(co_code=b"\\x00" * 64, co_stacksize=1)\nresult = f()',
    ],
  ])('that %s has ended its own call alone', async (_, code) => {
    await expect(sandbox.call('run', [code])).rejects.toMatchObject({
      code: expect.stringMatching(/^guest-(trapped|exited|stack-exceeded|memory-exceeded)$/),
    })
    expect(await sandbox.call('count', [])).toBe(0)
  })

  test.each([
    ['takes all memory', 'x = []\nwhile True: x.append(bytes(2**20))'],
    ['asks for a huge block', 'result = len(bytes(2**31 - 1))'],
  ])('that %s meets the limit, or its own', async (_, code) => {
    await expect(sandbox.call('run', [code])).rejects.toMatchObject({
      code: expect.stringMatching(/^guest-(memory-exceeded|trapped)$/),
    })
    expect(await sandbox.call('count', [])).toBe(0)
  })

  test('that loops is stopped, in an expression of C code too', async () => {
    for (const code of [
      'while True: pass',
      'result = 9 ** 9 ** 9',
      'import re; re.match("(a*)*b", "a" * 64)',
    ]) {
      await expect(sandbox.call('run', [code], { timeoutMs: 1500 }), code).rejects.toMatchObject({
        code: 'call-timeout',
      })
    }
    expect(await sandbox.call('run', ['result = 1'])).toBe('1')
  })

  test('finds nothing of its host in its environment', async () => {
    const code = 'import os, sys\nresult = (dict(os.environ), sys.argv[1:])'
    expect(await sandbox.call('run', [code]).catch((error) => error.code)).toMatch(
      /^(\(\{\}, \[\]\)|guest-trapped)$/,
    )
  })

  test('finds nothing of another call', async () => {
    await sandbox.call('run', ['import builtins; builtins.left = 1'])
    const code = 'import builtins; result = hasattr(builtins, "left")'
    expect(await sandbox.call('run', [code])).toBe('False')
  })
})
