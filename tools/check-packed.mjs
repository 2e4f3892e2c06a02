/**
 * Packs every publishable package, installs all of them into an empty project, as a user's npm would, and runs the
 * first snippet of each README there, then a new application; then `wac` alone, which is of use alone. Needs the network for the packages'
 * own dependencies.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folders = [
  'shared',
  'spin-app-template',
  'spin-filter-template',
  ...readdirSync(join(root, 'packages')).map((name) => join('packages', name)),
]
const project = mkdtempSync(join(tmpdir(), 'airlock-packed-'))
let failed = 0

try {
  const tarballs = join(project, 'tarballs')
  mkdirSync(tarballs)
  for (const folder of folders) {
    const packed = execFileSync(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', tarballs],
      {
        cwd: join(root, folder),
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
    const report = JSON.parse(packed)
    const { name, size, files } = Array.isArray(report) ? report[0] : Object.values(report)[0]
    console.log(`packed ${name}: ${files.length} files, ${Math.ceil(size / 1024)} KiB`)
  }
  const application = join(project, 'application')
  mkdirSync(application)
  writeFileSync(
    join(application, 'package.json'),
    JSON.stringify({ name: 'empty', private: true, type: 'module' }),
  )
  const names = readdirSync(tarballs).map((file) => join(tarballs, file))
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel', 'error', ...names], {
    cwd: application,
    stdio: 'inherit',
  })
  for (const folder of folders) {
    const { name } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const readme = readFileSync(join(root, folder, 'README.md'), 'utf8')
    const snippet = /```js\n([\s\S]*?)```/.exec(readme)?.[1]
    if (snippet === undefined) {
      console.error(`FAIL ${name}: its README has no \`\`\`js snippet`)
      failed += 1
      continue
    }
    const file = join(application, `${name.split('/')[1]}.snippet.mjs`)
    writeFileSync(file, snippet)
    const started = performance.now()
    const run = spawnSync(process.execPath, [file], {
      cwd: application,
      encoding: 'utf8',
      timeout: 300_000,
      env: { ...process.env, AIRLOCK_STATE_DIR: join(project, 'state') },
    })
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    if (run.status === 0) {
      console.log(`ok   ${name}: its README's snippet ran in ${seconds} s`)
    } else {
      console.error(
        `FAIL ${name}: its README's snippet ended with ${run.status ?? run.signal}\n${run.stdout}${run.stderr}`,
      )
      failed += 1
    }
  }
  const version = spawnSync('npx', ['--no-install', 'airlock', '--version'], {
    cwd: application,
    encoding: 'utf8',
  })
  if (version.status !== 0) {
    console.error(`FAIL airlock --version ended with ${version.status}\n${version.stderr}`)
    failed += 1
  } else console.log(`ok   airlock --version: ${version.stdout.trim()}`)
  // A new application builds and passes its tests with what is installed above it.
  const created = join(application, 'text-app')
  for (const [command, ...words] of [
    ['npx', '--no-install', 'airlock', 'new', 'app', 'text-app', '--template', 'filter'],
    ['npm', 'run', 'build'],
    ['npm', 'test'],
  ]) {
    const cwd = words.includes('new') ? application : created
    const step = spawnSync(command, words, { cwd, encoding: 'utf8', timeout: 300_000 })
    if (step.status === 0) continue
    console.error(
      `FAIL a new application: ${words.join(' ')} ended with ${step.status}\n${step.stdout}${step.stderr}`,
    )
    failed += 1
    break
  }
  const alone = spawnSync(process.execPath, [join(root, 'packages/wac/scripts/check-packed.mjs')], {
    stdio: 'inherit',
  })
  if (alone.status !== 0) failed += 1
  console.log(`${folders.length + 3 - failed} passed, ${failed} failed`)
} finally {
  rmSync(project, { recursive: true, force: true })
}
process.exitCode = failed === 0 ? 0 : 1
