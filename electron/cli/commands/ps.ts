import { isLive, type RunView } from '../../../shared/domain/run.ts'
import { listEndedRuns, type EndedRun } from '../../launcher/ended-runs.ts'
import type { Context } from '../context.ts'
import { listMarkedRuns } from '../old-tokens.ts'

/**
 * `hubkey ps`: the servers on this machine, whoever launched them; with `all` also those that have ended and
 * left a log, oldest first.
 */
export async function ps({ all }: { readonly all: boolean }, context: Context): Promise<void> {
  const runs = (await listMarkedRuns(context)).filter(({ state }) => isLive(state))
  const live = new Set(runs.map(({ id }) => id))
  const ended = all ? await listEndedRuns(context.core.ports.paths, live) : []
  const lines = [...ended.map(describeEnded), ...runs.map(describeRun)]
  const none = all ? 'No server was ever launched.\n' : 'No server is running.\n'
  context.output.result(all ? { runs, ended } : { runs }, () =>
    lines.length === 0 ? none : lines.join(''),
  )
}

function describeRun(run: RunView): string {
  const { id, state, url, repo, pid, phase, holdsOldToken } = run
  // A phase says what its state does not; a state alone is said as it is.
  const line = columns(id, phase == null ? state : `${state} (${phase})`, url, pid, repo)
  return holdsOldToken ? `${line}  It holds an old token. Next: hubkey restart ${id}\n` : line
}

/** Whether it failed or was stopped is in its log. */
function describeEnded({ id, repo }: EndedRun): string {
  return columns(id, 'ended', null, null, repo)
}

function columns(
  id: string,
  standing: string,
  url: string | null,
  pid: number | null,
  repo: string,
): string {
  return `${[id, standing.padEnd(9), (url ?? '-').padEnd(23), pid ?? '-', repo].join('  ')}\n`
}
