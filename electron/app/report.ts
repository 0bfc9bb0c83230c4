import { randomBytes } from 'node:crypto'
import type { Log } from '../ports.ts'

/**
 * Writes an unforeseen failure to the log and returns the short reference it can be found by. The
 * failure itself never crosses to a window: its text could hold anything.
 */
export function reportUnexpected(where: string, cause: unknown, log: Log): string {
  const reference = randomBytes(4).toString('hex')
  const detail = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  log.error(`[${reference}] ${where}: ${detail}`)
  return reference
}
