/**
 * How the user can call this command again, from what npm tells its children.
 *
 * @param env The environment.
 * @param script Path of the running script.
 */
export function findCommandName(env: NodeJS.ProcessEnv, script: string): string {
  if (env.npm_lifecycle_event === 'airlock') return 'npm run airlock --'
  if (env.npm_command !== 'exec') return 'airlock'
  return script.includes('/_npx/') ? 'npx @wasm-airlock/processor' : 'npx --no-install airlock'
}
