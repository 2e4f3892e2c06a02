import type { Binding } from './bindings.ts'

/** Where jco keeps the tasks of an instance, and how each is emptied. */
const TASKS: Readonly<Record<string, string>> = {
  ASYNC_STATE: 'ASYNC_STATE.clear()',
  ASYNC_TASKS_BY_COMPONENT_IDX: 'ASYNC_TASKS_BY_COMPONENT_IDX.clear()',
  ASYNC_CURRENT_TASK_IDS: 'ASYNC_CURRENT_TASK_IDS.length=0',
  ASYNC_CURRENT_COMPONENT_IDXS: 'ASYNC_CURRENT_COMPONENT_IDXS.length=0',
  CURRENT_TASK_META: 'for(const key of Object.keys(CURRENT_TASK_META))delete CURRENT_TASK_META[key]',
  // Its timer is cancelled by the host.
  STORE_ASYNC_STATE: 'STORE_ASYNC_STATE.deadlockCheck=null',
}

/**
 * Statements for the end of start-up. Code that calls the host while it starts does so as a task that jco
 * makes up and never takes away; when all has started no task is left, as where start-up calls nothing.
 *
 * @param bindings Of the scope where jco keeps its tasks.
 */
export function forgetStartUp(bindings: readonly Binding[]): string {
  const names = new Set(bindings.map(({ name }) => name))
  const statements = Object.entries(TASKS).flatMap(([name, empty]) => (names.has(name) ? [`${empty};`] : []))
  return statements.join('\n')
}
