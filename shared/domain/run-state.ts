/**
 * A server's states and what they allow. Free of zod, so that a window can ask the same question as
 * the tray without loading a parser.
 */
export const runStates = ['preparing', 'starting', 'ready', 'stopping', 'exited', 'failed'] as const
export type RunState = (typeof runStates)[number]

/** True while a process may exist behind the run. */
export function isLive(state: RunState): boolean {
  return state !== 'exited' && state !== 'failed'
}

/** True when stopping would do something. */
export function canStop(state: RunState): boolean {
  return isLive(state) && state !== 'stopping'
}
