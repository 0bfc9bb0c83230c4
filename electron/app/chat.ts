import { createParser } from 'eventsource-parser'
import { z } from 'zod'
import type { ChatMessage } from '../../shared/domain/chat.ts'
import { AppFailure, errors, fail } from '../../shared/errors.ts'
import { explainNetwork } from '../http/request.ts'
import type { Fetch } from '../ports.ts'

/** One question to a running server. */
export interface ChatRequest {
  /** Base address of the server, e.g. `http://127.0.0.1:41873`. */
  readonly url: string
  readonly messages: readonly ChatMessage[]
  /** The model's name; a server with a single one takes any. */
  readonly model?: string
  /** What lets in where a key is needed; it never leaves main. */
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

interface ChatNeeds {
  readonly fetch: Fetch
  /** Receives the answer piece by piece. */
  readonly onDelta: (text: string) => void
}

const ChunkSchema = z.object({
  choices: z
    .array(z.object({ delta: z.object({ content: z.string().nullish() }).optional() }))
    .max(16),
})
const ErrorSchema = z.object({ error: z.object({ message: z.string().max(500) }) })

/** A single event of the stream may be this long, in characters, before it is refused. */
const eventLimit = 1_000_000

/**
 * Asks a server over the OpenAI protocol and hands on the answer as it streams. Resolves when the
 * answer is complete or was cancelled; throws an `AppFailure` when the server fails.
 */
export async function askServer(request: ChatRequest, needs: ChatNeeds): Promise<void> {
  const { host } = new URL(request.url)
  const { model = 'default' } = request
  try {
    const response = await needs.fetch(`${request.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { ...request.headers, 'content-type': 'application/json' },
      // A key follows nobody elsewhere.
      redirect: request.headers === undefined ? 'follow' : 'manual',
      body: JSON.stringify({ model, messages: request.messages, stream: true }),
      signal: request.signal,
    })
    if (!response.ok || response.body === null) throw await refusal(response)
    await readEvents(response.body, needs.onDelta)
  } catch (cause) {
    if (request.signal.aborted) return
    throw cause instanceof AppFailure ? cause : explainNetwork(cause, host)
  }
}

async function refusal(response: Response): Promise<AppFailure> {
  const body = ErrorSchema.safeParse(await response.json().catch(() => null))
  const reason = body.success
    ? body.data.error.message
    : `The server answered with status ${response.status}.`
  return fail(errors.engineFailed(reason))
}

async function readEvents(
  body: ReadableStream<Uint8Array>,
  onDelta: (text: string) => void,
): Promise<void> {
  const decoder = new TextDecoder()
  const end = { isReached: false }
  const parser = createParser({
    maxBufferSize: eventLimit,
    onError: ({ type }) => {
      if (type !== 'max-buffer-size-exceeded') return
      throw fail(errors.engineFailed('The server sent an answer that cannot be read.'))
    },
    onEvent: ({ data }) => {
      if (data === '[DONE]') end.isReached = true
      else readChunk(data, onDelta)
    },
  })
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    parser.feed(decoder.decode(chunk, { stream: true }))
    if (end.isReached) return
  }
}

function readChunk(data: string, onDelta: (text: string) => void): void {
  const body: unknown = JSON.parse(data)
  const failure = ErrorSchema.safeParse(body)
  if (failure.success) throw fail(errors.engineFailed(failure.data.error.message))
  const text = ChunkSchema.parse(body).choices[0]?.delta?.content ?? ''
  if (text !== '') onDelta(text)
}
