import { watch, type FSWatcher } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { RunId, RunView } from '../../shared/domain/run.ts'
import { errors, fail } from '../../shared/errors.ts'
import { ensurePrivateFolder } from '../files/private-folder.ts'
import { ledgerFolder, type LedgerEntry, type LedgerNeeds } from './ledger.ts'
import { sweepLedger, type SweepReport } from './sweep.ts'

interface OtherRunsNeeds extends LedgerNeeds {
  readonly isOurs: (id: RunId) => boolean
  readonly onChange: () => void
}

/** How often runs of others are looked at; a killed owner leaves no other sign. */
const lookMs = 5000
/** How often one that is waited for is looked at. */
const waitMs = 150
/** Changes of the ledger come in bursts. */
const settleMs = 50

/** The live runs of other Hubkey programs, and those that nobody supervises any more. */
export class OtherRuns {
  readonly #needs: OtherRunsNeeds
  #entries: readonly LedgerEntry[] = []
  #watcher: FSWatcher | null = null
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(needs: OtherRunsNeeds) {
    this.#needs = needs
  }

  /** As they were at the last look. */
  get views(): readonly RunView[] {
    return this.#entries.map(({ run }) => ({ ...run, elsewhere: true }))
  }

  /** Sweeps the ledger. Never fails; what goes wrong is logged. */
  async look(): Promise<SweepReport> {
    try {
      const report = await sweepLedger(this.#needs, this.#needs.isOurs)
      const isNews = JSON.stringify(report.live) !== JSON.stringify(this.#entries)
      this.#entries = report.live
      if (isNews) this.#needs.onChange()
      return report
    } catch (cause) {
      this.#needs.log.warn(`The ledger could not be looked at: ${String(cause)}`)
      return { ended: [], forgotten: [], live: this.#entries }
    }
  }

  /** The run as it is now, known before or not. */
  async find(id: RunId): Promise<LedgerEntry | null> {
    const { live } = await this.look()
    return live.find(({ run }) => run.id === id) ?? null
  }

  /** Resolves when it serves. Throws `run-missing`, and `engine-failed` when it ended before. */
  async whenReady(id: RunId): Promise<RunView> {
    let entry = await this.find(id)
    if (entry === null) throw fail(errors.runMissing(id))
    while (entry.run.state !== 'ready') {
      await wait(waitMs)
      if (this.#isClosed) throw fail(errors.stopped())
      entry = await this.find(id)
      if (entry === null) throw fail(errors.reusedEnded())
    }
    return entry.run
  }

  /** Looks again whenever the ledger changes, and now and then. Holds no process open. */
  async watch(): Promise<void> {
    if (this.#watcher !== null || this.#isClosed) return
    const folder = ledgerFolder(this.#needs.paths)
    try {
      await ensurePrivateFolder(folder)
      this.#watcher = watch(folder, { persistent: false }, () => {
        this.#lookIn(settleMs)
      })
      this.#watcher.on('error', () => undefined)
    } catch {
      // Some file systems cannot be watched; the regular look remains.
    }
    this.#lookIn(lookMs)
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#watcher?.close()
  }

  #lookIn(ms: number): void {
    clearTimeout(this.#timer)
    if (this.#isClosed) return
    this.#timer = setTimeout(() => {
      const again = (): void => {
        this.#lookIn(lookMs)
      }
      this.look().then(again, again)
    }, ms)
    this.#timer.unref()
  }
}
