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

function describeRun({ id, state, url, repo, pid, holdsOldToken }: RunView): string {
  const line = [id, state.padEnd(9), (url ?? '-').padEnd(23), pid ?? '-', repo].join('  ')
  return holdsOldToken
    ? `${line}\n  It holds an old token. Next: hubkey restart ${id}\n`
    : `${line}\n`
}
