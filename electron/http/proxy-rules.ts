import { BlockList, isIP } from 'node:net'
import { errors, fail } from '../../shared/errors.ts'
import { variable } from '../environment.ts'
import type { Environment } from '../ports.ts'
import { isLoopback } from './loopback.ts'

/** By the scheme of the address that is asked; the first that is set wins, small letters first. */
const variables = {
  'https:': ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
  'http:': ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'],
} as const

/** Whether the environment names a proxy at all. */
export function namesProxy(env: Environment): boolean {
  return Object.values(variables)
    .flat()
    .some((name) => variable(env, name) !== null)
}

/**
 * The proxy for an address, as curl and Python's requests read the environment; null when it is
 * reached directly. This machine always is. Throws `hub-proxy-invalid` for a proxy that cannot be
 * used: going past it in silence could show somebody what was to stay hidden.
 */
export function proxyFor(target: URL, env: Environment): URL | null {
  if (target.protocol !== 'https:' && target.protocol !== 'http:') return null
  if (isLoopback(target.hostname) || isExempt(target, env)) return null
  const name = variables[target.protocol].find((each) => variable(env, each) !== null)
  const text = name === undefined ? null : variable(env, name)
  if (name === undefined || text === null) return null
  const address = text.includes('://') ? text : `http://${text}`
  const proxy = URL.canParse(address) ? new URL(address) : null
  if (proxy === null || !/^https?:$/.test(proxy.protocol) || proxy.hostname === '') {
    throw fail(errors.proxyInvalid(name, /^socks/i.test(text)))
  }
  return proxy
}

/** Names and passwords that the proxies' addresses carry, in every form they may be printed in. */
export function proxySecrets(env: Environment): readonly string[] {
  const names = new Set<string>(Object.values(variables).flat())
  return [...names].flatMap((name) => {
    const [, credentials] =
      /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)@/i.exec(variable(env, name) ?? '') ?? []
    if (credentials === undefined) return []
    const password = credentials.slice(credentials.indexOf(':') + 1)
    return [credentials, decoded(credentials), password, decoded(password)]
  })
}

/** `NO_PROXY`: hosts with their sub-domains, `host:port`, addresses, ranges (`10.0.0.0/8`), `*`. */
function isExempt(target: URL, env: Environment): boolean {
  const entries = variable(env, 'no_proxy') ?? variable(env, 'NO_PROXY') ?? ''
  return entries
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => covers(entry.toLowerCase(), target))
}

function covers(entry: string, target: URL): boolean {
  if (entry === '*') return true
  const host = target.hostname.replace(/^\[|\]$/g, '')
  if (entry.includes('/')) return isInRange(entry, host)
  if (isIP(entry) !== 0) return entry === host
  const [, name, port] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(entry) ?? []
  const wanted = (name ?? '').replace(/^\*?\./, '')
  if (wanted === '' || (port !== undefined && port !== portOf(target))) return false
  return host === wanted || host.endsWith(`.${wanted}`)
}

function isInRange(entry: string, host: string): boolean {
  const family = isIP(host)
  const [network = '', bits = ''] = entry.split('/')
  const widest = family === 4 ? 32 : 128
  if (family === 0 || isIP(network) !== family || !/^\d{1,3}$/.test(bits)) return false
  if (Number(bits) > widest) return false
  const kind = family === 4 ? 'ipv4' : 'ipv6'
  const range = new BlockList()
  range.addSubnet(network, Number(bits), kind)
  return range.check(host, kind)
}

function portOf({ port, protocol }: URL): string {
  return port !== '' ? port : protocol === 'https:' ? '443' : '80'
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
