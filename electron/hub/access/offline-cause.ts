import { AppFailure, errors, type AppError } from '../../../shared/errors.ts'

/** Stands for `HF_HUB_OFFLINE` where a failure to reach the Hub would stand. */
export const offlineMode: AppError = {
  code: 'offline-mode',
  message: 'HF_HUB_OFFLINE is set, so the Hub is not asked.',
  action: null,
}

const undecided = new Set([
  'hub-unreachable',
  'hub-timeout',
  'hub-tls',
  'hub-unexpected-reply',
  'hub-proxy',
  'hub-proxy-invalid',
])

/** The reason why the Hub could not be asked, or null when the failure is of another kind. */
export function offlineCause(cause: unknown): AppError | null {
  return cause instanceof AppFailure && undecided.has(cause.error.code) ? cause.error : null
}

/** Why a reply that decides nothing decides nothing. */
export function undecidedReply(host: string, status: number): AppError {
  return status >= 500 || status === 408
    ? errors.hubServerError(host, status)
    : errors.hubUnexpectedReply(host)
}
