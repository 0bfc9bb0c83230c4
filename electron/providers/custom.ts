import type { CustomProvider } from '../../shared/domain/provider.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import { AppFailure, errors } from '../../shared/errors.ts'
import { request, type ApiReply } from '../http/request.ts'
import { rejected, unverified, whyNoVerdict } from './answers.ts'
import type { Provider } from './provider.ts'

/** Nothing of the reply is used but its status; some services list all their models in it. */
const maxBytes = 4 * 1024 * 1024

/**
 * A provider of the user's own, judged by its check address: GET with Bearer, 2xx is a good key,
 * 401 and 403 a bad one. A web page decides nothing, for it may be the sign-in page of a network.
 * Null when there is no check address.
 */
export function customIssuer({ id, label, checkUrl }: CustomProvider): Provider | null {
  if (checkUrl === null) return null
  const { host } = new URL(checkUrl)
  const judge = (reply: ApiReply, now: Date): Verification => {
    if (isPage(reply)) return unverified(errors.hubUnexpectedReply(host))
    if (reply.status >= 200 && reply.status < 300) {
      return { state: 'verified', identity: null, checkedAt: now.toISOString(), error: null }
    }
    if (reply.status === 401 || reply.status === 403) {
      return rejected(errors.tokenRejected(label, null), now)
    }
    return unverified(whyNoVerdict(reply, { host, isTheirs: true, now }))
  }
  return {
    id,
    endpoint: () => checkUrl,
    looksRight: () => true,
    verify: async (secret, { signal }, { fetch, clock }) => {
      const limits = { maxBytes, ...(signal === undefined ? {} : { signal }) }
      try {
        return judge(await request({ url: checkUrl, token: secret, ...limits }, fetch), clock.now())
      } catch (cause) {
        if (cause instanceof AppFailure) return unverified(cause.error)
        throw cause
      }
    },
  }
}

function isPage({ headers, text }: ApiReply): boolean {
  const type = headers.get('content-type') ?? ''
  return type.startsWith('text/html') || /^\s*<(?:!doctype|html)/i.test(text.slice(0, 200))
}
