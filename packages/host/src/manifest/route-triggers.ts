import { createRouter, type Router } from './routes.ts'
import type { SpinApp, SpinTrigger } from './spin-app.ts'

/** Paths below it are answered by the host itself, whatever the routes of the application. */
export const wellKnownPath = '/.well-known/spin/'

/**
 * Routes paths to the triggers of an application; private ones are never found.
 *
 * @throws AirlockError `manifest-invalid` names a route that cannot be read.
 */
export function routeTriggers({ triggers }: Pick<SpinApp, 'triggers'>): Router<SpinTrigger> {
  return createRouter(
    triggers.flatMap((trigger) =>
      trigger.route === null ? [] : [{ route: trigger.route, target: trigger }],
    ),
  )
}

/**
 * Finds the trigger that answers requests for a path, as the host routes them.
 *
 * @param app As {@link readSpinApp} reads it.
 * @param path Without a query: `/users/7`.
 * @returns `undefined` where no route fits, and for what the host answers itself: all below `/.well-known/spin/`.
 * @throws AirlockError `manifest-invalid` names a route that cannot be read.
 */
export function findTrigger(app: Pick<SpinApp, 'triggers'>, path: string): SpinTrigger | undefined {
  return path.startsWith(wellKnownPath) ? undefined : routeTriggers(app)(path)?.target
}
