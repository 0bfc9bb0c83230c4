import { randomBytes } from 'node:crypto'
import { AppFailure, errors, type AppError } from '../../shared/errors.ts'
import type { LauncherNeeds } from './needs.ts'
import type { Run } from './run.ts'

/** What is no failure of ours gets a number by which it is found in `hubkey.log`. */
export function explain(cause: unknown, run: Run, { log }: Pick<LauncherNeeds, 'log'>): AppError {
  if (cause instanceof AppFailure) return cause.error
  const reference = randomBytes(4).toString('hex')
  const what = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
  log.error(`${reference} run ${run.id}: ${what}`)
  return errors.unexpected(reference)
}
