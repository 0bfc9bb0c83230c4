import type { Environment, Fetch } from '../ports.ts'
import { namesAuthorities } from './authorities.ts'
import { namesProxy, proxyFor } from './proxy-rules.ts'
import type { Transport } from './transport.ts'

/**
 * The one way to the network. Node's own fetch reads neither `HTTPS_PROXY` nor further certificate
 * authorities; where the environment names some, undici carries the request instead. It is loaded
 * then and not before, because starting must stay quick. Besides what fetch throws, it throws
 * `hub-proxy` and `hub-proxy-invalid`.
 */
export function createFetch(env: Environment): Fetch {
  const plain: Fetch = async (input, init) => fetch(input, init)
  if (!namesProxy(env) && !namesAuthorities(env)) return plain
  let transport: Promise<Transport> | undefined
  return async (input, init) => {
    const proxy = proxyFor(new URL(input), env)
    if (proxy === null && !namesAuthorities(env)) return plain(input, init)
    transport ??= import('./transport.ts').then(async ({ openTransport }) => openTransport(env))
    return (await transport).send(input, init, proxy)
  }
}
