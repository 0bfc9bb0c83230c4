import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { loginErrors } from '../../shared/login-errors.ts'
import { errors, fail, type AppError } from '../../shared/errors.ts'
import { secondsToWait } from '../http/rate-limit.ts'
import { isLoopback } from '../http/loopback.ts'
import type { Secret } from '../redaction/secret.ts'
import { postForm, readPair, type OAuthNeeds, type OAuthPair, type OAuthRefusal } from './oauth.ts'

/** A log-in that waits for its owner in the browser. */
interface DeviceLogin {
  /** What the user types at the address. */
  readonly userCode: string
  readonly address: string
  readonly expiresAt: Date
  /** Milliseconds between two questions. */
  readonly intervalMs: number
  /** Whoever holds it gets the token, so it is guarded like one. */
  readonly deviceCode: Secret
}

/** Whom to ask, as which application, for which rights. */
interface DeviceRequest {
  /** Address of the Hub, without a trailing slash. */
  readonly endpoint: string
  readonly clientId: string
  /** OAuth scopes. */
  readonly scope: readonly string[]
}

/** RFC 8628 §3.2 and §3.5: the wait when the Hub names none, and what `slow_down` adds, in seconds. */
const defaultSeconds = 5
const slowDownSeconds = 5

const DeviceSchema = z.object({
  device_code: z.string().min(1).max(4096),
  user_code: z.string().trim().min(1).max(64),
  verification_uri: z.url().max(500),
  expires_in: z.number().positive().max(86_400),
  interval: z.number().min(0).max(300).optional(),
})

/**
 * Begins a log-in by the browser (RFC 8628). Throws `oauth-client-refused`, `hub-unexpected-reply`
 * when the Hub does not answer in this manner or names an address that is not its own, and the
 * errors of the network.
 */
export async function beginDeviceLogin(
  { endpoint, clientId, scope }: DeviceRequest,
  needs: OAuthNeeds,
  signal?: AbortSignal,
): Promise<DeviceLogin> {
  const { host } = new URL(endpoint)
  const form = { client_id: clientId, scope: scope.join(' ') }
  const reply = await postForm(`${endpoint}/oauth/device`, form, needs, signal)
  const now = needs.clock.now()
  if (reply.kind === 'refused') throw fail(loginErrors.clientRefused(clientId))
  if (reply.kind === 'unclear') throw fail(reply.error)
  const device = DeviceSchema.safeParse(reply.json)
  if (!device.success || !isOwnAddress(device.data.verification_uri, endpoint)) {
    throw fail(errors.hubUnexpectedReply(host))
  }
  const { data } = device
  return {
    userCode: data.user_code,
    address: data.verification_uri,
    expiresAt: new Date(now.getTime() + data.expires_in * 1000),
    intervalMs: (data.interval ?? defaultSeconds) * 1000,
    deviceCode: needs.redactor.guard(data.device_code),
  }
}

/**
 * Asks until the user has decided. Failures of the network or the service are waited out: the user
 * may be typing meanwhile. Throws `device-expired`, `device-refused`, `oauth-client-refused`,
 * `hub-unexpected-reply` for a grant without a token, and the signal's reason when it is aborted.
 */
export async function waitForDeviceLogin(
  { login, endpoint, clientId }: DeviceRequest & { readonly login: DeviceLogin },
  needs: OAuthNeeds & { readonly pause?: typeof pause },
  signal?: AbortSignal,
): Promise<OAuthPair> {
  const form = {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: login.deviceCode.reveal(),
    client_id: clientId,
  }
  let intervalMs = login.intervalMs
  for (;;) {
    await (needs.pause ?? pause)(intervalMs, signal)
    if (needs.clock.now() >= login.expiresAt) throw fail(loginErrors.deviceExpired())
    const reply = await postForm(`${endpoint}/oauth/token`, form, needs, signal)
    if (reply.kind === 'granted') {
      const pair = readPair(reply.json, needs)
      // The code is spent now, so asking again would only say so.
      if (pair === null) throw fail(errors.hubUnexpectedReply(new URL(endpoint).host))
      return pair
    } else if (reply.kind === 'unclear') {
      const asked = reply.headers === null ? null : secondsToWait(reply.headers, needs.clock.now())
      intervalMs = Math.max(intervalMs, (asked ?? 0) * 1000)
    } else if (reply.error === 'slow_down') {
      intervalMs += slowDownSeconds * 1000
    } else if (reply.error !== 'authorization_pending') {
      throw fail(whyEnded(reply.error, clientId))
    }
  }
}

function whyEnded(error: OAuthRefusal, clientId: string): AppError {
  switch (error) {
    case 'expired_token':
    case 'invalid_grant':
      return loginErrors.deviceExpired()
    case 'access_denied':
      return loginErrors.deviceRefused()
    default:
      return loginErrors.clientRefused(clientId)
  }
}

/**
 * Whether the browser may be sent there: to the Hub that was asked, or to the short name that
 * Hugging Face uses for it. Plain http is for this machine alone, as in tests.
 */
function isOwnAddress(address: string, endpoint: string): boolean {
  const url = new URL(address)
  const hub = new URL(endpoint)
  if (url.username !== '' || url.password !== '') return false
  if (url.protocol === 'https:') return url.host === hub.host || url.host === 'hf.co'
  return (
    url.protocol === 'http:' &&
    isLoopback(url.hostname) &&
    isLoopback(hub.hostname) &&
    url.port === hub.port
  )
}

async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, signal === undefined ? {} : { signal })
}
