import type { Context } from '../context.ts'
import { chooseRun, openRuns } from '../open-runs.ts'
import { serve } from './serve.ts'

/**
 * `hubkey restart`: ends a server, whoever launched it, and launches the same. A detached one is
 * detached again; any other stays with this command, unless `--detach` says otherwise.
 */
export async function restart(
  { id, detach }: { readonly id: string; readonly detach: boolean },
  context: Context,
): Promise<void> {
  const launcher = await openRuns(context)
  const run = chooseRun(id, launcher.list())
  const request = await launcher.requestOf(run.id)
  context.output.progress(`Stopping ${run.id}…`)
  await launcher.stop(run.id)
  const mode = detach || run.detached ? 'persist' : 'own'
  await serve({ ...request, mode }, context)
}
