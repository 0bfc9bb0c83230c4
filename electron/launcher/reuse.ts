import type { LaunchRequest, RunView } from '../../shared/domain/run.ts'
import { standingOf } from '../engine/process-stamp.ts'
import type { Fetch } from '../ports.ts'
import { askEngine } from './engines/ask-engine.ts'
import { healthy } from './engines/definition.ts'
import { secretsOf } from './engines/secrets-of.ts'
import { definitionFor } from './engines/table.ts'
import { isAskedToStop, type LedgerEntry } from './ledger.ts'
import type { LauncherNeeds } from './needs.ts'
import { listenerOf } from './port-listener.ts'
import { isSameServer } from './same-server.ts'

type ReuseNeeds = Pick<LauncherNeeds, 'paths' | 'fetch' | 'secrets'>

const answerMs = 3000

/**
 * A server of another program, or of none any more, that may be given back for this request: `isSameServer`
 * holds, its process is certainly the one of the ledger, nobody asked it to stop, it holds the tokens that
 * are in force now, and it answers as ready, or is on its way there. One that serves comes before one that
 * starts, an older one before a younger. Null when there is none. Throws as `secrets` does.
 */
export async function findReusable(
  request: LaunchRequest,
  entries: readonly LedgerEntry[],
  needs: ReuseNeeds,
): Promise<RunView | null> {
  const same = entries.filter(
    (entry) =>
      entry.request !== null && isSameServer({ request: entry.request, view: entry.run }, request),
  )
  const [ready, starting] = ['ready', 'starting'].map((state) =>
    same.filter(({ run }) => run.state === state && run.phase !== 'waiting'),
  )
  for (const entry of [...(ready ?? []), ...(starting ?? [])]) {
    if (await isFresh(entry, request, needs)) return entry.run
  }
  return null
}

async function isFresh(
  { run, process }: LedgerEntry,
  request: LaunchRequest,
  needs: ReuseNeeds,
): Promise<boolean> {
  if ((await standingOf(process)) === 'gone') return false
  if (await isAskedToStop(run.id, needs)) return false
  if (!(await holdsTokensInForce(run, request, needs))) return false
  return run.state !== 'ready' || (await isServing(run, request, needs))
}

async function holdsTokensInForce(
  { holds }: RunView,
  { repo, settings, engine }: LaunchRequest,
  { secrets }: ReuseNeeds,
): Promise<boolean> {
  const { secrets: providers } = secretsOf({ engine, settings })
  if (providers.length === 0 || secrets === undefined) return true
  const now = await secrets({ providers, repo, account: settings?.account })
  const wanted = now.map(({ held }) => held.fingerprint).sort()
  return (
    wanted.join() ===
    holds
      .map(({ fingerprint }) => fingerprint)
      .sort()
      .join()
  )
}

/** Whoever took its port since is not believed. */
async function isServing(
  { id, url }: RunView,
  request: LaunchRequest,
  { fetch }: { readonly fetch: Fetch },
): Promise<boolean> {
  if (url === null) return false
  const port = Number(new URL(url).port)
  const definition = definitionFor(request)
  // A container's port is held by Docker.
  const isContained = definition?.programs.includes('docker') === true
  if (!isContained && (await listenerOf(port, id)) === 'other') return false
  const readiness = definition?.readiness ?? healthy
  const signal = new AbortController().signal
  const { status, body } = await askEngine(
    { port, path: readiness.path, json: null, limitMs: answerMs, signal },
    fetch,
  )
  return readiness.isReady(status, body)
}
