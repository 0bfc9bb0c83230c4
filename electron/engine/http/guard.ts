import type { MiddlewareHandler } from 'hono'
import { refusalBody, refusals } from './refusal.ts'

/**
 * Refuses what a web page could send. A page that rebinds its own name to 127.0.0.1 reaches the
 * port, but with that name as the host; a page elsewhere is betrayed by its origin. No answer
 * carries a CORS header, so nothing could be read across origins either.
 */
export const onlyThisMachine: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host')
  const origin = c.req.header('origin')
  const isFromHere =
    host !== undefined &&
    isLoopbackName(`http://${host}`) &&
    (origin === undefined || isLoopbackName(origin)) &&
    c.req.header('sec-fetch-site') !== 'cross-site'
  if (!isFromHere) return c.json(refusalBody(refusals.foreignHost()), 403)
  await next()
  c.header('X-Content-Type-Options', 'nosniff')
  return undefined
}

function isLoopbackName(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { hostname } = new URL(address)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}
