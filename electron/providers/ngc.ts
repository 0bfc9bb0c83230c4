import { providerFacts } from '../../shared/domain/provider.ts'
import type { Identity, Verification } from '../../shared/domain/verification.ts'
import { AppFailure, errors } from '../../shared/errors.ts'
import { request, type ApiReply } from '../http/request.ts'
import { readNgcEnvironment, type NgcEnvironment } from '../ngc-environment.ts'
import type { Fetch } from '../ports.ts'
import type { Secret } from '../redaction/secret.ts'
import { rejected, unverified, whyNoVerdict } from './answers.ts'
import { basic, judgeInference, probeRegistry } from './ngc-capabilities.ts'
import { isFromNvidia, legacyIdentity, parseCaller, parsePolicies } from './ngc-caller.ts'
import type { Provider, VerifyOptions } from './provider.ts'

const maxBytes = 1024 * 1024

/** How one kind of key is asked about. */
interface Question {
  readonly host: string
  readonly ask: () => Promise<ApiReply>
  /** Who it is, without capabilities; null when the reply is not NVIDIA's. */
  readonly identify: (json: unknown) => Identity | null
}

/**
 * NVIDIA NGC. A key that begins with `nvapi-` is judged by NVIDIA's key service, one of the older
 * kind by the token desk. Never by the hosted list of models: that is public, and answers 200 to
 * every text. What the key may do is probed apart, for NVIDIA's own pages disagree on it.
 */
export const ngc: Provider = {
  id: 'ngc',

  endpoint: ({ env }) => readNgcEnvironment(env).api,

  looksRight: (text) => (isNew(text) ? /^nvapi-[\w-]{8,}$/.test(text) : isLegacy(text)),

  verify: async (secret, options, { env, fetch, clock }) => {
    const addresses = readNgcEnvironment(env)
    const question = isNew(secret.reveal())
      ? askKeyService(secret, options, addresses, fetch)
      : askTokenDesk(secret, options, addresses, fetch)
    try {
      const reply = await question.ask()
      const identity = reply.status === 200 ? question.identify(reply.json) : null
      if (identity === null) return judgeOther(reply, question.host, clock.now())
      const whole = await withRights(identity, secret, options, { addresses, fetch })
      const checkedAt = clock.now().toISOString()
      return { state: 'verified', identity: whole, checkedAt, error: null }
    } catch (cause) {
      if (cause instanceof AppFailure) return unverified(cause.error)
      throw cause
    }
  },
}

/** The key travels in the body, as the service wants it. */
function askKeyService(
  secret: Secret,
  options: VerifyOptions,
  { api }: NgcEnvironment,
  fetch: Fetch,
): Question {
  return {
    host: new URL(api).host,
    ask: async () => await postKey(`${api}/v3/keys/get-caller-info`, secret, options, fetch),
    identify: parseCaller,
  }
}

function askTokenDesk(
  secret: Secret,
  { signal }: VerifyOptions,
  { authn }: NgcEnvironment,
  fetch: Fetch,
): Question {
  const url = `${authn}/token?service=ngc`
  const headers = { authorization: basic(secret), accept: 'application/json' }
  const limits = { maxBytes, ...(signal === undefined ? {} : { signal }) }
  return {
    host: new URL(authn).host,
    ask: async () => await request({ url, headers, ...limits }, fetch),
    identify: (json) => (hasToken(json) ? legacyIdentity : null),
  }
}

/** Anything but a clear yes. A portal's 401 is none of NVIDIA's. */
function judgeOther(reply: ApiReply, host: string, now: Date): Verification {
  const isTheirs = reply.status !== 200 && isFromNvidia(reply.json)
  if (isTheirs && (reply.status === 401 || reply.status === 403)) {
    const { label } = providerFacts.ngc
    return rejected(errors.tokenRejected(label, { to: 'ngc-keys' }), now)
  }
  return unverified(whyNoVerdict(reply, { host, isTheirs, now }))
}

/** Asks on, each question by itself: what cannot be told leaves the rest as it is. */
async function withRights(
  identity: Identity,
  secret: Secret,
  options: VerifyOptions,
  { addresses, fetch }: { readonly addresses: NgcEnvironment; readonly fetch: Fetch },
): Promise<Identity> {
  const [policies, registry] = await Promise.all([
    identity.role === 'service' ? askPolicies(secret, options, addresses, fetch) : null,
    probeRegistry({ secret, registry: addresses.registry, ...options }, fetch),
  ])
  const rights = policies ?? identity.rights
  return { ...identity, rights: [...rights], capabilities: [registry, judgeInference(rights)] }
}

async function askPolicies(
  secret: Secret,
  options: VerifyOptions,
  { api }: NgcEnvironment,
  fetch: Fetch,
): Promise<readonly string[] | null> {
  try {
    const reply = await postKey(`${api}/v3/keys/get-sak-info`, secret, options, fetch)
    return reply.status === 200 ? parsePolicies(reply.json) : null
  } catch (cause) {
    if (cause instanceof AppFailure) return null
    throw cause
  }
}

async function postKey(
  url: string,
  secret: Secret,
  { signal }: VerifyOptions,
  fetch: Fetch,
): Promise<ApiReply> {
  const body = new URLSearchParams({ credentials: secret.reveal() }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const limits = { maxBytes, ...(signal === undefined ? {} : { signal }) }
  return await request({ url, method: 'POST', headers, body, ...limits }, fetch)
}

function hasToken(json: unknown): boolean {
  if (typeof json !== 'object' || json === null || !('token' in json)) return false
  return typeof json.token === 'string' && json.token !== ''
}

function isNew(text: string): boolean {
  return text.startsWith('nvapi-')
}

/** Base64 of `<client id>:<uuid>`. */
function isLegacy(text: string): boolean {
  if (!/^[A-Za-z0-9+/]{40,}={0,2}$/.test(text)) return false
  return /^[\x21-\x7e]+:[0-9a-f-]{36}$/i.test(Buffer.from(text, 'base64').toString('latin1'))
}
