import { errors, fail } from '../../../shared/errors.ts'

/** Most redirects in a row; a loop ends here. */
export const redirectLimit = 5

/**
 * Where a redirect leads, or null when the reply is none. Throws `hub-unexpected-reply` when it
 * leads to what is not the web, or from a secure connection to an open one.
 */
export function redirectOf(
  response: Pick<Response, 'status' | 'headers'>,
  url: string,
): string | null {
  const location = response.headers.get('location')
  if (response.status < 300 || response.status > 399 || location === null) return null
  const next = URL.canParse(location, url) ? new URL(location, url) : null
  const from = new URL(url)
  const secure = next?.protocol === 'https:'
  const open = next?.protocol === 'http:' && from.protocol === 'http:'
  if (next === null || (!secure && !open)) throw fail(errors.hubUnexpectedReply(from.host))
  return next.href
}
