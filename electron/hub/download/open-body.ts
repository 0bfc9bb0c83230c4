import { errors, fail } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { authorize } from '../authorize.ts'
import type { HubNeeds } from '../needs.ts'
import { redirectLimit, redirectOf } from './follow.ts'
import type { RemoteFile } from './locate-file.ts'

/**
 * Asks for a file's bytes: all of them, or those of a range such as `bytes=5-9`. The storage host
 * gets the signed address alone; the token goes with requests to the Hub itself, checked again at
 * every redirect. Throws what fetch throws, and `hub-unexpected-reply` for a redirect that leads
 * nowhere.
 */
export async function openBody(
  { url: start, token }: RemoteFile,
  range: string | null,
  { env, paths, fetch }: HubNeeds,
  signal: AbortSignal,
): Promise<Response> {
  const { endpoint, host } = readHfEnvironment(env, paths.home)
  let url = start
  for (let hop = 0; hop <= redirectLimit; hop += 1) {
    const response = await fetch(url, {
      headers: {
        'accept-encoding': 'identity',
        ...(range === null ? {} : { range }),
        ...authorize(url, { endpoint, token }),
      },
      redirect: 'manual',
      signal,
    })
    const next = redirectOf(response, url)
    if (next === null) return response
    await response.body?.cancel()
    url = next
  }
  throw fail(errors.hubUnexpectedReply(host))
}
