import {
  mostSamples,
  type Health,
  type RunFigures,
  type Sample,
} from '../../../shared/domain/run-figures.ts'
import { isLive, type RunId, type RunView } from '../../../shared/domain/run.ts'
import type { Clock, Environment, Fetch } from '../../ports.ts'
import { askFigures, type Told } from './ask-figures.ts'
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

/**
 * Looks at the live servers now and then: memory, graphics cards, health, speed. What was seen of a server
 * goes when it ends. Holds no process open.
 */
export class Sampler {
  readonly #needs: SamplerNeeds
  readonly #known = new Map<RunId, RunFigures>()
  readonly #told = new Map<RunId, Told>()
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
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#forget(id)
    if (live.length === 0) return
    const table = await readProcessTable()
    if (this.#looks % looksPerGpu === 0) this.#gpus = await readGpuUse(this.#needs.env)
    this.#looks += 1
    await Promise.all(
      live.map(async (run) => {
        const family = familyOf(run.pid ?? 0, table)
        const [memoryBytes, told] = await Promise.all([readMemory(family), this.#ask(run)])
        const sample = {
          at: this.#needs.clock.now().toISOString(),
          memoryBytes,
          ...gpuOf(family, this.#gpus),
          tokensPerSecond: told?.tokensPerSecond ?? null,
          running: told?.counts?.running ?? null,
          waiting: told?.counts?.waiting ?? null,
        }
        this.#add(run, sample, told?.health ?? null)
      }),
    )
  }

  #forget(id: RunId): void {
    this.#known.delete(id)
    this.#told.delete(id)
  }

  #add({ id }: RunView, sample: Sample, health: Health | null): void {
    // It may have ended meanwhile.
    if (!this.#needs.runs().some((run) => run.id === id && isLive(run.state))) return
    const samples = [...(this.#known.get(id)?.samples ?? []), sample].slice(-mostSamples)
    const figures = { run: id, samples, health }
    this.#known.set(id, figures)
    this.#needs.onFigures(figures)
  }

  /** What it tells; asked seldom when it would write down each question. */
  async #ask(run: RunView): Promise<Told | null> {
    const { id, engine, url, state } = run
    if (url === null || state !== 'ready') return null
    const before = this.#told.get(id) ?? null
    const isTurn = engine === 'embedded' || this.#looks % looksPerQuestion === 0
    if (before !== null && !isTurn) return before
    const { fetch, clock } = this.#needs
    const told = await askFigures({ engine, url }, before, {
      ...{ fetch, clock },
      signal: this.#end.signal,
    })
    this.#told.set(id, told)
    return told
  }
}
