import { errors, fail } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { authorize } from '../authorize.ts'
import type { HubNeeds } from '../needs.ts'
import { fetchedBody, receivedBody, type Body } from './body.ts'
import { redirectLimit, redirectOf } from './follow.ts'
import type { RemoteFile } from './locate-file.ts'

/**
 * Asks for a file's bytes: all of them, or those of a range such as `bytes=5-9`. The storage host
 * gets the signed address alone; the token goes with requests to the Hub itself, checked again at
 * every redirect. Throws what fetch throws, and `hub-unexpected-reply` for a redirect that leads
 * nowhere.
 */
export async function openBody(
  { url: start, size, token }: RemoteFile,
  range: string | null,
  needs: HubNeeds,
  signal: AbortSignal,
): Promise<Body> {
  const { endpoint, host } = readHfEnvironment(needs.env, needs.paths.home)
  let url = start
  for (let hop = 0; hop <= redirectLimit; hop += 1) {
    const headers = {
      'accept-encoding': 'identity',
      ...(range === null ? {} : { range }),
      ...authorize(url, { endpoint, token }),
    }
    const body = await ask({ url, size, headers, signal }, needs)
    const next = redirectOf(body, url)
    if (next === null) return body
    await body.drop()
    url = next
  }
  throw fail(errors.hubUnexpectedReply(host))
}

interface Question {
  readonly url: string
  readonly size: number
  readonly headers: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

async function ask(
  { url, size, headers, signal }: Question,
  { receiver, fetch }: HubNeeds,
): Promise<Body> {
  if (receiver?.receives(url, size) === true) {
    const reply = await receiver.ask(url, { headers, signal })
    if ((reply.headers.get('content-encoding') ?? 'identity') === 'identity') {
      return receivedBody(reply)
    }
    // It was asked not to. Fetch knows how to unpack it.
    reply.drop()
  }
  return fetchedBody(await fetch(url, { headers, redirect: 'manual', signal }))
}
