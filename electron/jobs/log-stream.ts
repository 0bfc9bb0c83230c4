import { createParser } from 'eventsource-parser'
import { z } from 'zod'
import { errors, fail } from '../../shared/errors.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { explainNetwork } from '../http/request.ts'
import { authorize } from '../hub/authorize.ts'
import type { Secret } from '../redaction/secret.ts'
import { whyNot } from './ask-jobs.ts'
import type { JobNeeds } from './needs.ts'

/** One line of a job, as it came. */
export interface RawLine {
  /** As the Hub wrote it; lines are told apart by it when a stream is read again. */
  readonly timestamp: string
  readonly data: string
}

/** A line longer than this is no line. */
const maxLineLength = 4 * 1024 * 1024

const EventSchema = z.object({ timestamp: z.string().max(64), data: z.string() })

interface StreamRequest {
  readonly namespace: string
  readonly id: string
  readonly tail: number | null
  readonly token: Secret | null
  /** Ends the reading, by the caller's will or for the stream's silence. */
  readonly signal: AbortSignal
  /** Called for everything that arrives, a keep-alive included. */
  readonly onSign: () => void
}

/**
 * Reads a job's log once, from the first line or the last `tail` on, in bundles as they arrive; keeps no more
 * of it than one piece of the network. Ends where the Hub ends it. Throws as `askJobs` does for a refusal, and
 * `hub-unreachable` where the connection breaks off.
 */
export async function* readLog(
  ask: StreamRequest,
  { hub: { env, paths, fetch, clock } }: JobNeeds,
): AsyncGenerator<readonly RawLine[]> {
  const { endpoint, host } = readHfEnvironment(env, paths.home)
  const query = ask.tail === null ? '' : `?tail=${ask.tail}`
  const url = `${endpoint}/api/jobs/${ask.namespace}/${ask.id}/logs${query}`
  let bundle: RawLine[] = []
  const parser = createParser({
    maxBufferSize: maxLineLength,
    onEvent: ({ data }) => {
      const line = readLine(data)
      if (line !== null) bundle.push(line)
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

function readLine(text: string): RawLine | null {
  try {
    const parsed = EventSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
