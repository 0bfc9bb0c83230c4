import { variable } from '../environment.ts'
import type { Environment } from '../ports.ts'

/** How long the Hub is waited for. All times in milliseconds. */
export interface Limits {
  /** For one whole metadata request (`HF_HUB_ETAG_TIMEOUT`, seconds). */
  readonly metadataMs: number
  /** Longest silence while a file comes down (`HF_HUB_DOWNLOAD_TIMEOUT`, seconds). */
  readonly idleMs: number
  /** Attempts in a row that may bring nothing before a download gives up. */
  readonly tries: number
  /** Pause before the second attempt; it doubles up to `longestPauseMs`. */
  readonly firstPauseMs: number
  readonly longestPauseMs: number
  /** How often another process's download of the same file is looked at. */
  readonly watchMs: number
  /** Wait after a download gave up because the network went; it doubles up to `longestWaitMs`. */
  readonly firstWaitMs: number
  readonly longestWaitMs: number
}

/** The defaults are huggingface_hub's own (constants.py, `http_backoff`). */
export function readLimits(env: Environment, other: Partial<Limits> = {}): Limits {
  return {
    metadataMs: seconds(env, 'HF_HUB_ETAG_TIMEOUT', 10) * 1000,
    idleMs: seconds(env, 'HF_HUB_DOWNLOAD_TIMEOUT', 10) * 1000,
    tries: 5,
    firstPauseMs: 1000,
    longestPauseMs: 8000,
    watchMs: 250,
    firstWaitMs: 5000,
    longestWaitMs: 300_000,
    ...other,
  }
}

function seconds(env: Environment, name: string, usual: number): number {
  const wished = Number(variable(env, name) ?? usual)
  return Number.isFinite(wished) && wished > 0 ? Math.min(wished, 3600) : usual
}
