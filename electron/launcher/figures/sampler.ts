import {
  mostSamples,
  type Health,
  type RunFigures,
  type Sample,
} from '../../../shared/domain/run-figures.ts'
import { isLive, type RunId, type RunView } from '../../../shared/domain/run.ts'
import type { Clock, Environment, Fetch } from '../../ports.ts'
import { askEngine } from '../engines/ask-engine.ts'
import { healthy } from '../engines/definition.ts'
import { engineTable } from '../engines/table.ts'
import { gpuOf, readGpuUse, type GpuUse } from './gpu-use.ts'
import { familyOf, readMemory, readProcessTable } from './process-table.ts'

interface SamplerNeeds {
  readonly env: Environment
  readonly fetch: Fetch
  readonly clock: Clock
  /** Every run that is known; those that are not live are left alone. */
  readonly runs: () => readonly RunView[]
  /** Told of each live server after each look. */
  readonly onFigures: (figures: RunFigures) => void
}

/** Milliseconds between two looks at the processes. */
const lookMs = 2000
/** Servers write a line for each request, so they are asked at every fifth look only. */
const looksPerQuestion = 5
/** NVIDIA's tool takes its time. */
const looksPerGpu = 3
const answerMs = 3000

/**
 * Looks at the live servers now and then: memory, graphics cards, health. What was seen of a server
 * goes when it ends. Holds no process open.
 */
export class Sampler {
  readonly #needs: SamplerNeeds
  readonly #known = new Map<RunId, RunFigures>()
  readonly #end = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #gpus: GpuUse | null = null
  #looks = 0

  constructor(needs: SamplerNeeds) {
    this.#needs = needs
  }

  /** What was seen of the live servers so far. */
  get figures(): readonly RunFigures[] {
    return [...this.#known.values()]
  }

  start(): void {
    this.#timer = setTimeout(() => {
      const again = (): void => {
        if (!this.#end.signal.aborted) this.start()
      }
      this.look().then(again, again)
    }, lookMs)
    this.#timer.unref()
  }

  stop(): void {
    this.#end.abort()
    clearTimeout(this.#timer)
  }

  /** One look at all live servers. */
  async look(): Promise<void> {
    const live = this.#needs.runs().filter(({ state, pid }) => isLive(state) && pid !== null)
    const ids = new Set(live.map(({ id }) => id))
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#known.delete(id)
    if (live.length === 0) return
    const table = await readProcessTable()
    if (this.#looks % looksPerGpu === 0) this.#gpus = await readGpuUse(this.#needs.env)
    this.#looks += 1
    await Promise.all(
      live.map(async (run) => {
        const family = familyOf(run.pid ?? 0, table)
        const [memoryBytes, health] = await Promise.all([readMemory(family), this.#health(run)])
        const at = this.#needs.clock.now().toISOString()
        this.#add(run, { at, memoryBytes, ...gpuOf(family, this.#gpus) }, health)
      }),
    )
  }

  #add({ id }: RunView, sample: Sample, health: Health | null): void {
    // It may have ended meanwhile.
    if (!this.#needs.runs().some((run) => run.id === id && isLive(run.state))) return
    const samples = [...(this.#known.get(id)?.samples ?? []), sample].slice(-mostSamples)
    const figures = { run: id, samples, health }
    this.#known.set(id, figures)
    this.#needs.onFigures(figures)
  }

  async #health({ id, engine, url, state }: RunView): Promise<Health | null> {
    if (url === null || state !== 'ready') return null
    const before = this.#known.get(id)?.health ?? null
    const isOurs = engine === 'embedded'
    if (before !== null && !isOurs && this.#looks % looksPerQuestion !== 0) return before
    const readiness = isOurs ? healthy : engineTable[engine].readiness
    const { status, body } = await askEngine(
      {
        port: Number(new URL(url).port),
        path: readiness.path,
        json: null,
        limitMs: answerMs,
        signal: this.#end.signal,
      },
      this.#needs.fetch,
    )
    const askedAt = this.#needs.clock.now().toISOString()
    const isWell = readiness.isReady(status, body)
    const isSame = before?.isWell === isWell && before.status === status
    return { isWell, status, askedAt, since: isSame ? before.since : askedAt }
  }
}
