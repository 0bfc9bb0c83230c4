import { errors, fail } from '../../shared/errors.ts'
import type { Fetch } from '../ports.ts'
import type { Secret } from '../redaction/secret.ts'

/** One request to a provider's API. */
export interface ApiRequest {
  readonly url: string
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Sent as Bearer, to this origin only. */
  readonly token?: Secret | null
  /** Time limit of the whole exchange in milliseconds. */
  readonly timeoutMs?: number
  /** Most bytes of the reply that are read. */
  readonly maxBytes?: number
  readonly signal?: AbortSignal
}

/** A reply, whatever its status. `json` is undefined when the body is not JSON. */
export interface ApiReply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

const defaultTimeoutMs = 10_000
const defaultMaxBytes = 8 * 1024 * 1024
const redirectLimit = 5

/**
 * Sends one API request and reads its bounded reply. Redirects are followed on the same origin
 * only, so a token never travels to another host. Throws `hub-unreachable`, `hub-timeout`,
 * `hub-tls` or `hub-unexpected-reply`; any status that arrived is returned, not thrown.
 */
export async function request(api: ApiRequest, fetch: Fetch): Promise<ApiReply> {
  const timeoutMs = api.timeoutMs ?? defaultTimeoutMs
  const host = new URL(api.url).host
  const limit = AbortSignal.timeout(timeoutMs)
  const signal = api.signal === undefined ? limit : AbortSignal.any([limit, api.signal])
  try {
    const response = await follow(api, fetch, signal, host)
    const text = await readBounded(response, api.maxBytes ?? defaultMaxBytes, host)
    return { status: response.status, headers: response.headers, text, json: parseJson(text) }
  } catch (cause) {
    if (api.signal?.aborted === true) throw cause
    if (limit.aborted) throw fail(errors.hubTimeout(host, Math.round(timeoutMs / 1000)))
    throw explainNetwork(cause, host)
  }
}

async function follow(
  api: ApiRequest,
  fetch: Fetch,
  signal: AbortSignal,
  host: string,
): Promise<Response> {
  const headers = new Headers(api.headers)
  if (api.token != null) headers.set('authorization', `Bearer ${api.token.reveal()}`)
  let url = api.url
  for (let hop = 0; hop <= redirectLimit; hop += 1) {
    const response = await fetch(url, {
      method: api.method ?? 'GET',
      headers,
      ...(api.body === undefined ? {} : { body: api.body }),
      redirect: 'manual',
      signal,
    })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || location === null) return response
    await response.body?.cancel()
    const next = new URL(location, url)
    if (next.origin !== new URL(url).origin) break
    url = next.href
  }
  throw fail(errors.hubUnexpectedReply(host))
}

async function readBounded(response: Response, maxBytes: number, host: string): Promise<string> {
  if (response.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > maxBytes) throw fail(errors.hubUnexpectedReply(host))
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Node's fetch hides the reason in `cause`; a certificate problem needs another remedy than no network. */
export function explainNetwork(cause: unknown, host: string): Error {
  if (cause instanceof Error && cause.name === 'AppFailure') return cause
  const code = networkCode(cause)
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return fail(errors.hubTls(host))
  return fail(errors.hubUnreachable(host))
}

function networkCode(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return ''
  const own = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  return own !== '' ? own : 'cause' in cause ? networkCode(cause.cause) : ''
}
