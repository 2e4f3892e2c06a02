import { access } from 'node:fs/promises'
import { type Browser, chromium } from 'playwright-core'

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Path of an installed Chromium, if there is one; `AIRLOCK_REQUIRE_BROWSER=1` makes its absence a failure. */
export async function findChromium(): Promise<string | undefined> {
  for (const place of places) if (place && (await isThere(place))) return place
  if (process.env.AIRLOCK_REQUIRE_BROWSER === '1') throw new Error('no Chromium is installed')
  process.stdout.write('SKIPPED: no Chromium is installed, so nothing is seen in a browser\n')
  return undefined
}

/** Starts it without a window, and without any traffic of its own. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
