import { isLive, type RunView } from '../../../shared/domain/run.ts'
import type { Context } from '../context.ts'
import { openRuns } from '../open-runs.ts'

/** `hubkey ps`: the servers on this machine, whoever launched them. */
export async function ps({ all }: { readonly all: boolean }, context: Context): Promise<void> {
  const launcher = await openRuns(context)
  const runs = launcher.list().filter(({ state }) => all || isLive(state))
  context.output.result({ runs }, () =>
    runs.length === 0 ? 'No server is running.\n' : runs.map(describeRun).join(''),
  )
}

function describeRun({ id, state, url, repo, pid }: RunView): string {
  return `${[id, state.padEnd(9), (url ?? '-').padEnd(23), pid ?? '-', repo].join('  ')}\n`
}
