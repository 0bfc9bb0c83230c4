import type { RunView } from '../../shared/domain/run.ts'
import { lookAtCredentials } from '../credentials/look-at-credentials.ts'
import { markOldTokens } from '../launcher/old-tokens.ts'
import type { Context } from './context.ts'
import { openRuns } from './open-runs.ts'

/** The runs of this machine, marked where they go on with a token that was replaced or cleared. */
export async function listMarkedRuns(context: Context): Promise<readonly RunView[]> {
  const runs = (await openRuns(context)).list()
  // Most hold none, and then no place needs to be looked into.
  if (runs.every(({ holds }) => holds.length === 0)) return runs
  const { providers } = await lookAtCredentials({ withoutSinks: true }, context.core.credentials)
  return markOldTokens(runs, providers, context.core.ports.clock.now())
}

/** After a change of tokens: says which servers do not know of it yet, and what to do. */
export async function tellStaleRuns(context: Context): Promise<readonly string[]> {
  const stale = (await listMarkedRuns(context)).filter(({ holdsOldToken }) => holdsOldToken)
  for (const { id, repo } of stale) {
    context.output.notice(`${repo} still runs with the old token.`)
    context.output.notice(`Next: Restart it: hubkey restart ${id}`)
  }
  return stale.map(({ id }) => id)
}
