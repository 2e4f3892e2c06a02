#!/usr/bin/env node
// What npm links before anything is built: plain JavaScript that Node.js 20 can parse. It runs the
// command in this Node.js where that is new enough, and hands over to the one of the npm package
// `node` where it is not.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url))

if (!existsSync(cli)) {
  fail(
    'internal',
    'Airlock is not built yet.',
    'Run `npm install` (or `npm run build`) in the folder that holds it.',
  )
} else if (isNewEnough(process.versions.node)) {
  await import(new URL('../dist/cli.js', import.meta.url).href)
} else {
  const binary = findNode()
  if (binary === undefined)
    fail(
      'node-too-old',
      `Airlock needs Node.js 24.11 or newer, and this is ${process.versions.node}.`,
      'Install a newer Node.js, or the npm package `node` beside Airlock with its install script allowed.',
    )
  else handOver(binary)
}

/** Node.js 24.11 brings what components and their bindings need. */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 11)
}

/** The binary of the npm package `node`, if it is there and new enough. */
function findNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json')
    const { bin, version } = JSON.parse(readFileSync(manifest, 'utf8'))
    const binary = join(dirname(manifest), bin.node)
    return isNewEnough(version) && existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

/** Runs the command there, and ends as it ends. */
function handOver(binary) {
  const child = spawn(binary, [cli, ...process.argv.slice(2)], { stdio: 'inherit' })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const forward = (signal) => child.kill(signal)
  for (const signal of signals) process.on(signal, forward)
  child.on('error', (error) =>
    fail('node-too-old', `Cannot start ${binary}: ${error.message}.`, 'Install Node.js 24.11 or newer.'),
  )
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code
      return
    }
    for (const name of signals) process.off(name, forward)
    process.exitCode = 128 + (constants.signals[signal] ?? 0)
    process.kill(process.pid, signal)
  })
}

function fail(code, message, hint) {
  if (process.argv.includes('--json'))
    console.log(JSON.stringify({ error: { code, message, hint } }, null, 2))
  else console.error(`error: ${message}\n  ${hint}`)
  process.exitCode = 1
}
