import { z } from 'zod'
import { providerFacts } from '../../shared/domain/provider.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import { AppFailure, errors, fail } from '../../shared/errors.ts'
import { loginErrors } from '../../shared/login-errors.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { request, type ApiReply } from '../http/request.ts'
import { rejected, unverified, whyNoVerdict } from './answers.ts'
import { isLogInToken } from './oauth.ts'
import type { Provider } from './provider.ts'
import { parseWhoami } from './whoami.ts'

/** A whoami of an account in very many organisations stays far below this. */
const maxBytes = 2 * 1024 * 1024

/** Error bodies of the Hub's API: `{error: string | string[]}` (the Hub's OpenAPI description). */
const HubErrorSchema = z.object({ error: z.union([z.string(), z.array(z.string())]) })

/** Hugging Face: verified by `GET /api/whoami-v2`, which is strictly rate limited. */
export const huggingface: Provider = {
  id: 'huggingface',

  endpoint: ({ env, paths }) => readHfEnvironment(env, paths.home).endpoint,

  // User, OAuth and legacy organisation tokens; lengths are a scanner's habit and are not asked for.
  looksRight: (text) => /^(?:hf_|api_org_)[\w.-]{8,}$/.test(text),

  verify: async (secret, { signal }, { env, paths, fetch, clock }) => {
    const hub = readHfEnvironment(env, paths.home)
    if (hub.offline) return unverified(errors.hubUnreachable(hub.host))
    try {
      const reply = await request(
        {
          url: `${hub.endpoint}/api/whoami-v2`,
          token: secret,
          maxBytes,
          ...(signal === undefined ? {} : { signal }),
        },
        fetch,
      )
      return judge(reply, { host: hub.host, now: clock.now(), isLogIn: isLogInToken(secret) })
    } catch (cause) {
      if (cause instanceof AppFailure) return unverified(cause.error)
      throw cause
    }
  },

  // No token is needed for it, and the Hub answers 202 whatever was sent (docs: security-tokens).
  revoke: async (secret, { env, paths, fetch }) => {
    const hub = readHfEnvironment(env, paths.home)
    if (hub.offline) throw fail(errors.hubUnreachable(hub.host))
    const { status } = await request(
      {
        url: `${hub.endpoint}/api/credentials/revoke`,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ credentials: [secret.reveal()] }),
        maxBytes,
      },
      fetch,
    )
    if (status !== 202 && status !== 200) throw fail(errors.hubServerError(hub.host, status))
  },
}

interface Asked {
  readonly host: string
  readonly now: Date
  /** Whether the token came from a log-in, so that the way out is another one. */
  readonly isLogIn: boolean
}

function judge(reply: ApiReply, { host, now, isLogIn }: Asked): Verification {
  if (reply.status === 200) {
    const identity = parseWhoami(reply.json)
    if (identity === null) return unverified(errors.hubUnexpectedReply(host))
    return { state: 'verified', identity, checkedAt: now.toISOString(), error: null }
  }
  const isTheirs = isFromHub(reply)
  if (reply.status === 401 && isTheirs) {
    const { label } = providerFacts.huggingface
    const error = isLogIn ? loginErrors.logInRejected(label) : errors.tokenRejected(label)
    return rejected(error, now)
  }
  return unverified(whyNoVerdict(reply, { host, isTheirs, now }))
}

/** A captive portal or a proxy answers 401 too, but not in the Hub's manner. */
function isFromHub(reply: ApiReply): boolean {
  return reply.headers.has('x-error-message') || HubErrorSchema.safeParse(reply.json).success
}
