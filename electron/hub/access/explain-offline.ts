import { advice, retry } from '../../../shared/app-error.ts'
import type { Action, AppError } from '../../../shared/errors.ts'

interface OfflineFacts {
  readonly repo: string
  readonly host: string
  readonly cause: AppError | null
}

/** Why nobody could tell, and what would help. */
export function explainOffline({ repo, host, cause }: OfflineFacts): [string, Action] {
  switch (cause?.code) {
    case 'hub-timeout':
      return [`${host} did not answer in time, so nobody can tell about ${repo} now.`, retry]
    case 'hub-tls':
      return [
        `The secure connection to ${host} could not be trusted, so it was not asked about ${repo}.`,
        cause.action ?? retry,
      ]
    case 'hub-proxy':
    case 'hub-proxy-invalid':
      return [`${cause.message} So nobody can tell about ${repo} now.`, cause.action ?? retry]
    case 'hub-unexpected-reply':
      return [
        `Something other than the Hub answered for ${host}, perhaps the sign-in page of a network.`,
        cause.action ?? retry,
      ]
    case 'hub-server-error':
      return [`${host} has a problem of its own, so nobody can tell about ${repo} now.`, retry]
    case 'endpoint-not-trusted':
      return [`${cause.message} So nobody can tell about ${repo} now.`, cause.action ?? retry]
    case 'offline-mode':
      return [
        `HF_HUB_OFFLINE is set, so ${host} is not asked; only what is in the cache can be used.`,
        advice('Unset HF_HUB_OFFLINE and start Hubkey again'),
      ]
    default:
      return [`${host} cannot be reached, so nobody can tell about ${repo} now.`, retry]
  }
}
