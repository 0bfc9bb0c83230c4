import type { LogLine, RunId } from '../../shared/domain/run.ts'

/** Fast enough to read along, and a bounded number of messages however much a server says. */
const batchMs = 40
/** More lines at once than a view can show; the others are in the log. */
const mostLines = 500

interface Batch {
  readonly lines: readonly LogLine[]
  /** True when lines before these were left out. */
  readonly hasGap: boolean
}

type Deliver = (id: RunId, lines: readonly LogLine[], hasGap: boolean) => void

/** Hands on the lines of runs in batches, the newest ones when there are too many. */
export class LogBatches {
  readonly #deliver: Deliver
  readonly #waiting = new Map<RunId, Batch>()
  #timer: NodeJS.Timeout | null = null

  constructor(deliver: Deliver) {
    this.#deliver = deliver
  }

  add(id: RunId, lines: readonly LogLine[]): void {
    const before = this.#waiting.get(id)
    const all = [...(before?.lines ?? []), ...lines]
    const hasGap = before?.hasGap === true || all.length > mostLines
    this.#waiting.set(id, { lines: all.slice(-mostLines), hasGap })
    this.#timer ??= setTimeout(() => {
      this.flush()
    }, batchMs)
  }

  /** Delivers what waits, now. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const batches = [...this.#waiting]
    this.#waiting.clear()
    for (const [id, { lines, hasGap }] of batches) this.#deliver(id, lines, hasGap)
  }
}
