import { Agent, fetch, ProxyAgent, type Dispatcher, type RequestInit as Init } from 'undici'
import { errors, fail } from '../../shared/errors.ts'
import type { Environment } from '../ports.ts'
import { readAuthorities } from './authorities.ts'

/** Carries requests through proxies, and trusts further authorities. */
export interface Transport {
  /** Sends through the proxy, or directly when it is null. Throws `hub-proxy` and what fetch throws. */
  send(input: string, init: RequestInit | undefined, proxy: URL | null): Promise<Response>
}

/** Reads the authorities once; connections are kept per proxy. */
export async function openTransport(env: Environment): Promise<Transport> {
  const ca = await readAuthorities(env)
  const tls = ca === null ? {} : { ca: [...ca] }
  const dispatchers = new Map<string, Dispatcher>()
  const dispatcherOf = (proxy: URL | null): Dispatcher => {
    const key = proxy?.href ?? ''
    const dispatcher =
      dispatchers.get(key) ??
      (proxy === null ? new Agent({ connect: tls }) : throughProxy(proxy, tls))
    dispatchers.set(key, dispatcher)
    return dispatcher
  }
  return {
    send: async (input, init, proxy) => {
      try {
        const options = { ...(init as Init | undefined), dispatcher: dispatcherOf(proxy) }
        // undici's own class; it has all that Node's has.
        const reply: unknown = await fetch(input, options)
        return reply as Response
      } catch (cause) {
        const isAborted = init?.signal?.aborted === true
        throw proxy === null || isAborted ? cause : explainProxy(cause, proxy)
      }
    },
  }
}

function throughProxy(proxy: URL, tls: { readonly ca?: string[] }): Dispatcher {
  const { username, password } = proxy
  const uri = new URL(proxy.href)
  uri.username = ''
  uri.password = ''
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return new ProxyAgent({
    uri: uri.href,
    // Unencrypted requests are passed on as they are: few proxies open tunnels to port 80.
    proxyTunnel: false,
    requestTls: tls,
    proxyTls: tls,
    ...(credentials === ':'
      ? {}
      : { token: `Basic ${Buffer.from(credentials).toString('base64')}` }),
  })
}

/** Whether it was the proxy's fault. A certificate problem is the Hub's, and explained as such. */
function explainProxy(cause: unknown, { host }: URL): unknown {
  for (let each: unknown = cause; each instanceof Error; each = each.cause) {
    const status = /Proxy response \((\d{3})\)/.exec(each.message)?.[1]
    if (status === '407' || each.message.includes('(407)')) {
      return fail(errors.proxyFailed(host, 'credentials'))
    }
    if (status !== undefined) return fail(errors.proxyFailed(host, 'refused'))
    const code = 'code' in each && typeof each.code === 'string' ? each.code : ''
    if (
      /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT)/.test(code)
    ) {
      return fail(errors.proxyFailed(host, 'unreachable'))
    }
  }
  return cause
}
