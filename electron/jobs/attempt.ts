import { AppFailure } from '../../shared/errors.ts'
import type { Limits } from '../hub/limits.ts'

/** One reading of a stream, given up when nothing at all arrives for too long. */
export class Attempt {
  readonly #silence = new AbortController()
  readonly #timer: NodeJS.Timeout
  readonly signal: AbortSignal

  constructor(signal: AbortSignal, patienceMs: number) {
    this.#timer = setTimeout(() => this.#silence.abort(), patienceMs)
    this.signal = AbortSignal.any([signal, this.#silence.signal])
  }

  get isSilent(): boolean {
    return this.#silence.signal.aborted
  }

  /** Something arrived. */
  stay(): void {
    this.#timer.refresh()
  }

  end(): void {
    clearTimeout(this.#timer)
  }
}

/** Whether the line or the Hub's own trouble ended a reading, so that another one may do better. */
export function isBroken(cause: unknown): boolean {
  if (!(cause instanceof AppFailure)) return false
  return ['hub-unreachable', 'hub-timeout', 'hub-server-error'].includes(cause.error.code)
}

/** Milliseconds to wait after so many failures in a row. */
export function pauseAfter(
  failures: number,
  { firstPauseMs, longestPauseMs }: Pick<Limits, 'firstPauseMs' | 'longestPauseMs'>,
): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, failures - 1))
}
