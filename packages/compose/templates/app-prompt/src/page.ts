import type { Page } from '@wasm-airlock/spin-app-template/src/app.ts'

/** What `GET /` answers: no script, no style, so nothing has to be allowed. */
export const page: Page = {
  html: `<!doctype html>
<meta charset="utf-8">
<title>Prompts</title>
<p>POST <code>{"prompt": "…"}</code> to <code>/api/prompt</code> as JSON, or a prompt to this address as plain text.
`,
  contentSecurityPolicy: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
