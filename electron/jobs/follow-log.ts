import { setTimeout as sleep } from 'node:timers/promises'
import { errors, fail } from '../../shared/errors.ts'
import { readableLine } from '../../shared/log-text.ts'
import { readLimits } from '../hub/limits.ts'
import { maskColoured } from '../redaction/mask-coloured.ts'
import { Attempt, isBroken, pauseAfter } from './attempt.ts'
import type { JobName } from './job-name.ts'
import { isOver } from '../../shared/domain/job-facts.ts'
import { readLog, type RawLine } from './log-stream.ts'
import { inspectJob } from './look-at-jobs.ts'
import { namespaceOf, type Submitter } from './namespace.ts'
import type { JobNeeds } from './needs.ts'
import { hostOf } from './submit-job.ts'

/** The Hub gives a sign of life about every 30 seconds. */
const silenceMs = 75_000
/** Without following: lines that exist come at once, and whoever waits longer waits for new ones. */
const quietMs = 5000

/** Which log is wanted. */
export interface LogWish extends JobName, Submitter {
  /** Only the last so many lines; null for all. */
  readonly tail: number | null
  /** Whether to stay until the job ends. */
  readonly follow: boolean
  readonly signal: AbortSignal
}

/**
 * A job's lines, masked, with their colours, in bundles as they arrive. Where the connection breaks off it is read again, and what
 * was had already is left out by its time: no line is lost and none comes twice. Throws as `askJobs` does, and
 * `hub-log-interrupted` when it broke off several times without bringing anything new.
 */
export async function* followLog(
  wish: LogWish,
  needs: JobNeeds,
): AsyncGenerator<readonly string[]> {
  const { id, follow, signal, account } = wish
  const limits = readLimits(needs.hub.env, needs.hub.limits)
  const namespace = await namespaceOf(wish, needs.credentials)
  const job = { namespace, id, account, signal }
  const seen = new Seen()
  let failures = 0
  for (;;) {
    const attempt = new Attempt(signal, follow ? silenceMs : quietMs)
    const token = (await needs.hub.token({ repo: null }))?.secret ?? null
    const tail = seen.isEmpty ? wish.tail : null
    // A keep-alive tells whoever stays that the Hub is there; to the others it is the end of the lines.
    const onSign = (): void => {
      if (follow) attempt.stay()
    }
    const ask = { namespace, id, tail, token, signal: attempt.signal, onSign }
    seen.beginAgain()
    let isWhole = true
    try {
      for await (const bundle of readLog(ask, needs)) {
        attempt.stay()
        const fresh = seen.takeNew(bundle).filter(({ data }) => !isHeadline(data))
        if (fresh.length > 0) failures = 0
        // What a job writes may not act on a terminal that it is shown on.
        const lines = fresh.map(({ data }) => maskColoured(readableLine(data), needs.redactor))
        if (lines.length > 0) yield lines
      }
    } catch (cause) {
      if (signal.aborted) throw cause
      isWhole = attempt.isSilent
      if (!isWhole && !isBroken(cause)) throw cause
    } finally {
      attempt.end()
    }
    if (isWhole && (!follow || isOver(await inspectJob(job, needs)))) return
    failures += isWhole ? 0 : 1
    if (failures > limits.tries) throw fail(errors.jobLogInterrupted(hostOf(needs)))
    await sleep(pauseAfter(failures, limits), undefined, { signal })
  }
}

/** The Hub's own line, not the job's. */
function isHeadline(data: string): boolean {
  return data.startsWith('===== Job started')
}

/**
 * What was had: the latest time, and how many lines bear it. Several may, so the time alone would lose some;
 * a stream that is read again brings them in the same order.
 */
class Seen {
  #latest = ''
  #withLatest = 0
  /** How many lines of the latest time the present reading still has to bring again. */
  #again = 0
  #isBeyond = true

  get isEmpty(): boolean {
    return this.#latest === ''
  }

  /** Tells that a reading begins, which brings everything once more. */
  beginAgain(): void {
    this.#again = this.#withLatest
    this.#isBeyond = this.isEmpty
  }

  /** Those of the lines that were not had before. */
  takeNew(bundle: readonly RawLine[]): readonly RawLine[] {
    return bundle.filter((line) => this.#take(line))
  }

  #take({ timestamp }: RawLine): boolean {
    if (!this.#isBeyond) {
      if (timestamp < this.#latest) return false
      if (timestamp === this.#latest && this.#again > 0) {
        this.#again -= 1
        return false
      }
      this.#isBeyond = true
    }
    if (timestamp === this.#latest) this.#withLatest += 1
    else if (timestamp > this.#latest) {
      this.#latest = timestamp
      this.#withLatest = 1
    }
    return true
  }
}
