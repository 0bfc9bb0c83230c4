import { isLive, type RunView } from '../../../shared/domain/run.ts'
import type { Context } from '../context.ts'
import { listMarkedRuns } from '../old-tokens.ts'

/** `hubkey ps`: the servers on this machine, whoever launched them. */
export async function ps({ all }: { readonly all: boolean }, context: Context): Promise<void> {
  const runs = (await listMarkedRuns(context)).filter(({ state }) => all || isLive(state))
  context.output.result({ runs }, () =>
    runs.length === 0 ? 'No server is running.\n' : runs.map(describeRun).join(''),
  )
}

function describeRun(run: RunView): string {
  const { id, state, url, repo, pid, phase, holdsOldToken } = run
  // A phase says what its state does not; a state alone is said as it is.
  const standing = phase == null ? state : `${state} (${phase})`
  const line = [id, standing.padEnd(9), (url ?? '-').padEnd(23), pid ?? '-', repo].join('  ')
  return holdsOldToken
    ? `${line}\n  It holds an old token. Next: hubkey restart ${id}\n`
    : `${line}\n`
}
