import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { transform } from 'esbuild'
import type { Page } from '../src/app.ts'

const folder = new URL('../page/', import.meta.url)

/**
 * Makes the web page: one HTML file with its style and script inside, and the policy that allows exactly
 * these two by their hashes.
 */
export async function buildPage(): Promise<Page> {
  const read = (name: string) => readFile(new URL(name, folder), 'utf8')
  const [html, css, script] = await Promise.all([read('index.html'), read('page.css'), read('page.ts')])
  const [style, code] = await Promise.all([
    transform(css, { loader: 'css', minify: true }),
    transform(script, { loader: 'ts', minify: true, format: 'iife', target: 'es2022' }),
  ])
  return {
    html: html
      .replace('<!-- style -->', () => `<style>${style.code}</style>`)
      .replace('<!-- script -->', () => `<script>${code.code}</script>`),
    contentSecurityPolicy: [
      "default-src 'none'",
      `script-src ${hash(code.code)}`,
      `style-src ${hash(style.code)}`,
      "img-src data: 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ].join('; '),
  }
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
