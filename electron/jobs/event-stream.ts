import { createParser } from 'eventsource-parser'
import { errors, fail } from '../../shared/errors.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { explainNetwork } from '../http/request.ts'
import { authorize } from '../hub/authorize.ts'
import type { Secret } from '../redaction/secret.ts'
import { whyNot } from './ask-jobs.ts'
import type { JobNeeds } from './needs.ts'

/** An event longer than this is none. */
const maxEventLength = 4 * 1024 * 1024

/** One of a job's streams. */
export interface StreamRequest {
  readonly namespace: string
  readonly id: string
  readonly token: Secret | null
  /** Ends the reading, by the caller's will or for the stream's silence. */
  readonly signal: AbortSignal
  /** Called for everything that arrives, a keep-alive included. */
  readonly onSign: () => void
}

/**
 * Reads server-sent events of a job once, in bundles as they arrive, and keeps no more of them than one
 * piece of the network; `read` makes something of an event, or null. `what` comes behind the job's
 * address, with its query. Ends where the Hub ends it. Throws as `askJobs` does for a refusal, and
 * `hub-unreachable` where the connection breaks off.
 */
export async function* readEvents<T>(
  what: string,
  ask: StreamRequest,
  read: (data: string) => T | null,
  { hub: { env, paths, fetch, clock } }: JobNeeds,
): AsyncGenerator<readonly T[]> {
  const { endpoint, host } = readHfEnvironment(env, paths.home)
  const url = `${endpoint}/api/jobs/${ask.namespace}/${ask.id}/${what}`
  let bundle: T[] = []
  const parser = createParser({
    maxBufferSize: maxEventLength,
    onEvent: ({ data }) => {
      const one = read(data)
      if (one !== null) bundle.push(one)
    },
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') throw fail(errors.hubUnexpectedReply(host))
    },
  })
  try {
    const headers = {
      accept: 'text/event-stream',
      ...authorize(url, { endpoint, token: ask.token }),
    }
    const response = await fetch(url, { headers, redirect: 'manual', signal: ask.signal })
    if (response.status !== 200) {
      await response.body?.cancel()
      throw fail(whyNot(response, ask, { host, now: clock.now() }))
    }
    const decoder = new TextDecoder()
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      ask.onSign()
      parser.feed(decoder.decode(chunk, { stream: true }))
      if (bundle.length > 0) yield bundle
      bundle = []
    }
  } catch (cause) {
    throw ask.signal.aborted ? cause : explainNetwork(cause, host)
  }
}
