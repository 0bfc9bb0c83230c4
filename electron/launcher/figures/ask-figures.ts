import type { Health } from '../../../shared/domain/run-figures.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import type { Clock, Fetch } from '../../ports.ts'
import { askEngine } from '../engines/ask-engine.ts'
import { healthy, type EngineDefinition } from '../engines/definition.ts'
import { engineTable } from '../engines/table.ts'
import { readCounts, speedBetween, type Counts } from './metrics.ts'

/** What a server itself told when it was asked last. */
export interface Told {
  readonly health: Health
  readonly counts: Counts | null
  readonly tokensPerSecond: number | null
}

interface AskNeeds {
  readonly fetch: Fetch
  readonly clock: Clock
  readonly signal: AbortSignal
}

const answerMs = 3000
/** vLLM's list is long. */
const mostMetricBytes = 1024 * 1024

/** Asks a ready server how it is and what it counts. `before` is what it told last. Never throws. */
export async function askFigures(
  { engine, url }: Pick<RunView, 'engine'> & { readonly url: string },
  before: Told | null,
  { fetch, clock, signal }: AskNeeds,
): Promise<Told> {
  const readiness = readinessOf(engine)
  const base = { port: Number(new URL(url).port), json: null, limitMs: answerMs, signal }
  const { status, body } = await askEngine({ ...base, path: readiness.path }, fetch)
  const askedAt = clock.now().toISOString()
  const isWell = readiness.isReady(status, body)
  const isSame = before?.health.isWell === isWell && before.health.status === status
  const health = { isWell, status, askedAt, since: isSame ? before.health.since : askedAt }
  // Whoever does not answer, or said before that it does not count, is not asked in vain.
  if (status === 0 || (before !== null && before.counts === null && before.health.isWell)) {
    return { health, counts: null, tokensPerSecond: null }
  }
  const metrics = await askEngine({ ...base, path: '/metrics', mostBytes: mostMetricBytes }, fetch)
  const counts = metrics.status === 200 ? readCounts(metrics.body) : null
  const seconds =
    before === null ? 0 : (Date.parse(askedAt) - Date.parse(before.health.askedAt)) / 1000
  const tokensPerSecond =
    counts === null || before?.counts == null ? null : speedBetween(before.counts, counts, seconds)
  return { health, counts, tokensPerSecond }
}

function readinessOf(engine: RunView['engine']): EngineDefinition['readiness'] {
  const definitions: Partial<Record<string, EngineDefinition>> = engineTable
  return definitions[engine]?.readiness ?? healthy
}
