import type { Verification } from '../../shared/domain/verification.ts'
import { errors, type AppError } from '../../shared/errors.ts'
import { secondsToWait } from '../http/rate-limit.ts'
import type { ApiReply } from '../http/request.ts'

/** Nobody could tell, and why: never a verdict on the token. */
export function unverified(error: AppError): Verification {
  return { state: 'unverified', identity: null, checkedAt: null, error }
}

/** The provider itself refused the token. */
export function rejected(error: AppError, now: Date): Verification {
  return { state: 'rejected', identity: null, checkedAt: now.toISOString(), error }
}

/**
 * Why a reply is no verdict. `isTheirs` tells the service's own manner of speaking from that of a
 * proxy or a captive portal. Of the reply's text nothing is kept.
 */
export function whyNoVerdict(
  { status, headers }: Pick<ApiReply, 'status' | 'headers'>,
  {
    host,
    isTheirs,
    now,
  }: { readonly host: string; readonly isTheirs: boolean; readonly now: Date },
): AppError {
  if (status === 429) return errors.hubRateLimited(host, secondsToWait(headers, now))
  if (status >= 500 || isTheirs) return errors.hubServerError(host, status)
  return errors.hubUnexpectedReply(host)
}
