import { allowsDownload, verdicts } from '../../shared/domain/verdict.ts'
import type { AppError } from '../../shared/errors.ts'

/** Not the account's fault: asking again later may well do. */
const passing: readonly string[] = ['rate-limited', 'offline', 'disabled']

/** True when a model did not start because this account, or nobody's, may have it. */
export function isForLackOfAccess({ code }: AppError): boolean {
  return verdicts.some(
    (verdict) => verdict === code && !allowsDownload(verdict) && !passing.includes(verdict),
  )
}
