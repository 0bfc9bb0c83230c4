import type { LogLine, RunId } from '../../shared/domain/run.ts'

/** Fast enough to read along, and a bounded number of messages however much a server says. */
const batchMs = 40
/** More lines at once than a view can show; the others are in the log. */
const mostLines = 500

/** Hands on the lines of runs in batches, the newest ones when there are too many. */
export class LogBatches {
  readonly #deliver: (id: RunId, lines: readonly LogLine[]) => void
  readonly #waiting = new Map<RunId, LogLine[]>()
  #timer: NodeJS.Timeout | null = null

  constructor(deliver: (id: RunId, lines: readonly LogLine[]) => void) {
    this.#deliver = deliver
  }

  add(id: RunId, lines: readonly LogLine[]): void {
    const waiting = this.#waiting.get(id) ?? []
    this.#waiting.set(id, [...waiting, ...lines].slice(-mostLines))
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
    for (const [id, lines] of batches) this.#deliver(id, lines)
  }
}
