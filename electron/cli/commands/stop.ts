import { canStop } from '../../../shared/domain/run.ts'
import type { Context } from '../context.ts'
import { chooseRun, openRuns } from '../open-runs.ts'

/** `hubkey stop`: ends one server, named by its id or the start of it, or all of them. */
export async function stop(
  { id }: { readonly id: string | null },
  context: Context,
): Promise<void> {
  const launcher = await openRuns(context)
  const running = launcher.list().filter(({ state }) => canStop(state))
  const chosen = id === null ? running : [chooseRun(id, running)]
  for (const run of chosen) {
    context.output.progress(`Stopping ${run.id}…`)
    await launcher.stop(run.id)
  }
  const stopped = chosen.map((run) => run.id)
  context.output.result({ stopped }, () =>
    stopped.length === 0 ? 'No server is running.\n' : `Stopped ${stopped.join(', ')}.\n`,
  )
}
