import { listDeployments } from '@wasm-airlock/deploy'
import { escapeControls } from '@wasm-airlock/shared'
import type { CommandModule } from '../command-module.ts'

/** `airlock ps`: what is deployed. */
export const psCommand: CommandModule = {
  name: 'ps',
  step: 'deploy',
  define(command) {
    command.description('List deployments').addHelpText('after', '\nExample:\n  $ airlock ps --json')
  },
  async run({ output, known }) {
    const deployments = await listDeployments()
    known.deployments = deployments
    if (deployments.length === 0) output.line('No deployments.')
    const rows = deployments.map(({ id, state, endpoint, target, since, app }) =>
      [id, state, endpoint, target, since, app].map((cell) => cell ?? '-'),
    )
    for (const row of align([['ID', 'STATE', 'ENDPOINT', 'TARGET', 'SINCE', 'APP'], ...rows]))
      if (rows.length > 0) output.line(row)
    output.document(known)
  },
}

function align(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => escapeControls(cell).padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
