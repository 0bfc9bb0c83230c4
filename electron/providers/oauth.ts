import { z } from 'zod'
import { loginErrors } from '../../shared/login-errors.ts'
import { AppFailure, errors, type AppError } from '../../shared/errors.ts'
import { request } from '../http/request.ts'
import type { Clock, Fetch } from '../ports.ts'
import type { Redactor } from '../redaction/redactor.ts'
import type { Secret } from '../redaction/secret.ts'
import { whyNoVerdict } from './answers.ts'

/** What the OAuth verbs need. */
export interface OAuthNeeds {
  readonly fetch: Fetch
  readonly clock: Clock
  readonly redactor: Pick<Redactor, 'guard'>
}

/** What a log-in comes to: a token for a while, and what gets the next one. */
export interface OAuthPair {
  readonly access: Secret
  /** Null when the application may not renew; then the log-in ends with the token. */
  readonly refresh: Secret | null
  readonly expiresAt: Date
}

/** A reply of the OAuth desk. `unclear` decides nothing. */
type FormReply =
  | { readonly kind: 'granted'; readonly json: unknown }
  | { readonly kind: 'refused'; readonly error: OAuthRefusal }
  | { readonly kind: 'unclear'; readonly error: AppError; readonly headers: Headers | null }

/** What the Hub gives by default, in seconds (HF docs: oauth). */
const defaultLifetime = 28_800
const maxBytes = 256 * 1024

/**
 * The codes of RFC 6749 §5.2 and RFC 8628 §3.5. Anything else, even in JSON and with a 4xx, may be a
 * proxy's or a page's and ends no log-in.
 */
const ErrorSchema = z.object({
  error: z.enum([
    'authorization_pending',
    'slow_down',
    'expired_token',
    'access_denied',
    'invalid_grant',
    'invalid_client',
    'unauthorized_client',
    'invalid_scope',
    'invalid_request',
    'unsupported_grant_type',
  ]),
})
/** Why the desk says no. */
export type OAuthRefusal = z.infer<typeof ErrorSchema>['error']

const PairSchema = z.object({
  access_token: z.string().min(1).max(16_384),
  refresh_token: z.string().min(1).max(16_384).optional(),
  expires_in: z
    .number()
    .positive()
    .max(366 * 86_400)
    .default(defaultLifetime),
})

/**
 * Sends a form to the Hub's OAuth desk. Only a 4xx with an OAuth error code in JSON is a refusal;
 * everything else that is not a grant is unclear. Throws only the signal's reason.
 */
export async function postForm(
  url: string,
  form: Readonly<Record<string, string>>,
  { fetch, clock }: OAuthNeeds,
  signal?: AbortSignal,
): Promise<FormReply> {
  const body = new URLSearchParams(form).toString()
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  }
  const limits = { maxBytes, ...(signal === undefined ? {} : { signal }) }
  try {
    const reply = await request({ url, method: 'POST', headers, body, ...limits }, fetch)
    if (reply.status === 200 && isObject(reply.json)) return { kind: 'granted', json: reply.json }
    const refusal = ErrorSchema.safeParse(reply.json)
    const isRefusal = reply.status >= 400 && reply.status < 500 && reply.status !== 429
    if (isRefusal && refusal.success) return { kind: 'refused', error: refusal.data.error }
    const { host } = new URL(url)
    const error = whyNoVerdict(reply, { host, isTheirs: false, now: clock.now() })
    return { kind: 'unclear', error, headers: reply.headers }
  } catch (cause) {
    if (cause instanceof AppFailure) return { kind: 'unclear', error: cause.error, headers: null }
    throw cause
  }
}

/** Takes the tokens out of a grant and guards them; null when there are none in it. */
export function readPair(json: unknown, { clock, redactor }: OAuthNeeds): OAuthPair | null {
  const parsed = PairSchema.safeParse(json)
  if (!parsed.success) return null
  const { access_token: access, refresh_token: refresh, expires_in: seconds } = parsed.data
  return {
    access: redactor.guard(access),
    refresh: refresh === undefined ? null : redactor.guard(refresh),
    expiresAt: new Date(clock.now().getTime() + seconds * 1000),
  }
}

/** What renewing came to. `ended`: the Hub wants a new log-in; `unclear`: nobody could tell. */
type Renewal =
  | { readonly kind: 'renewed'; readonly pair: OAuthPair }
  | { readonly kind: 'ended' }
  | { readonly kind: 'unclear'; readonly error: AppError }

/**
 * Trades the refresh token for a new pair. The old one is spent from then on, so the new one has to
 * be stored before anything else happens. Never throws.
 */
export async function renewPair(
  login: { readonly endpoint: string; readonly clientId: string; readonly refresh: Secret },
  needs: OAuthNeeds,
): Promise<Renewal> {
  const form = {
    grant_type: 'refresh_token',
    refresh_token: login.refresh.reveal(),
    client_id: login.clientId,
  }
  const reply = await postForm(`${login.endpoint}/oauth/token`, form, needs)
  if (reply.kind === 'unclear') return reply
  if (reply.kind === 'refused') {
    return reply.error === 'invalid_grant'
      ? { kind: 'ended' }
      : { kind: 'unclear', error: loginErrors.clientRefused(login.clientId) }
  }
  const pair = readPair(reply.json, needs)
  if (pair === null) {
    return { kind: 'unclear', error: errors.hubUnexpectedReply(new URL(login.endpoint).host) }
  }
  // A Hub that does not rotate lets the old one serve on.
  return { kind: 'renewed', pair: { ...pair, refresh: pair.refresh ?? login.refresh } }
}

/** Whether a token is of an OAuth log-in, by its shape; a replacement is then had by logging in. */
export function isLogInToken(secret: Secret): boolean {
  return secret.reveal().startsWith('hf_oauth_')
}

function isObject(json: unknown): boolean {
  return typeof json === 'object' && json !== null
}
