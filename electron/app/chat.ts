import { createParser } from 'eventsource-parser'
import { z } from 'zod'
import type { ChatMessage, ChatSettings, ChatStats } from '../../shared/domain/chat.ts'
import { AppFailure, errors, fail } from '../../shared/errors.ts'
import { explainNetwork } from '../http/request.ts'
import type { Fetch } from '../ports.ts'

/** One question to a running server. */
export interface ChatRequest {
  /** Base address of the server, e.g. `http://127.0.0.1:41873`. */
  readonly url: string
  /** The model's name, as the server has it. */
  readonly model: string
  readonly messages: readonly ChatMessage[]
  readonly settings: ChatSettings
  /** What lets in where a key is needed; it never leaves main. */
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** A piece of an answer: what is said, and what a reasoning model says to itself. */
export interface ChatPiece {
  readonly delta: string
  readonly thought: string
}

interface ChatNeeds {
  readonly fetch: Fetch
  /** Milliseconds, never going back. */
  readonly now: () => number
  readonly onPiece: (piece: ChatPiece) => void
}

const ChunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish(),
            // llama.cpp, SGLang and older vLLM call it the first, newer vLLM and Ollama the second.
            reasoning_content: z.string().nullish(),
            reasoning: z.string().nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .max(16)
    .default([]),
  usage: z.object({ completion_tokens: z.number().int().nonnegative() }).nullish(),
})
const ErrorSchema = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => error.message),
  // TGI, and older servers in Python.
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ detail: z.string() }).transform(({ detail }) => detail),
])

/** A single event of the stream may be this long, in characters, before it is refused. */
const eventLimit = 1_000_000
/** More of a refusal is no sentence. */
const reasonLimit = 500
const refusalBytes = 64 * 1024

/**
 * Asks a server over the OpenAI protocol and hands on the answer as it streams. Resolves when the
 * answer is complete; to null when it was cancelled. Throws an `AppFailure` when the server fails.
 */
export async function askServer(request: ChatRequest, needs: ChatNeeds): Promise<ChatStats | null> {
  const answer = new Answer(needs)
  try {
    const response = await send(request, needs.fetch)
    if (!response.ok || response.body === null) throw await refusal(response)
    await readEvents(response.body, (data) => {
      answer.read(data)
    })
    return answer.stats()
  } catch (cause) {
    if (request.signal.aborted) return null
    if (cause instanceof AppFailure) throw cause
    // Behind a key it is a server elsewhere, to which the network may be what broke.
    const isHere = request.headers === undefined
    throw isHere ? fail(errors.serverSilent()) : explainNetwork(cause, new URL(request.url).host)
  }
}

/** Some servers refuse a wish for usage that they do not know; then it is asked for without. */
async function send(request: ChatRequest, fetch: Fetch): Promise<Response> {
  const first = await post(request, { stream_options: { include_usage: true } }, fetch)
  if (first.status !== 400 && first.status !== 422) return first
  const text = await readSome(first)
  if (!text.includes('stream_options')) return new Response(text, { status: first.status })
  return post(request, {}, fetch)
}

async function post(
  { url, model, messages, settings, headers, signal }: ChatRequest,
  more: Readonly<Record<string, unknown>>,
  fetch: Fetch,
): Promise<Response> {
  const { temperature, topP: top_p, maxTokens: max_tokens, stop, seed } = settings
  const body = {
    model,
    messages,
    stream: true,
    temperature,
    top_p,
    max_tokens,
    stop,
    seed,
    ...more,
  }
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    // A key follows nobody elsewhere.
    redirect: 'manual',
    signal,
  })
}

async function refusal(response: Response): Promise<AppFailure> {
  const { status } = response
  if (status === 401 || status === 403) return fail(errors.serverWantsKey())
  const reason = ErrorSchema.safeParse(parseJson(await readSome(response)))
  if (status === 503) return fail(errors.serverLoading())
  return fail(errors.serverRefused(status, reason.success ? sentence(reason.data) : null))
}

/** What came of an answer so far. */
class Answer {
  readonly #needs: ChatNeeds
  readonly #asked: number
  #first: number | null = null
  #last = 0
  #tokens: number | null = null
  #isCut = false

  constructor(needs: ChatNeeds) {
    this.#needs = needs
    this.#asked = needs.now()
  }

  /** Takes in one event. Throws an `AppFailure` when it is an error, or cannot be read. */
  read(data: string): void {
    const body = parseJson(data)
    const failure = ErrorSchema.safeParse(body)
    if (failure.success) throw fail(errors.serverRefused(500, sentence(failure.data)))
    const chunk = ChunkSchema.safeParse(body)
    if (!chunk.success) throw unreadable()
    const { choices, usage } = chunk.data
    if (usage != null) this.#tokens = usage.completion_tokens
    const [choice] = choices
    if (choice?.finish_reason === 'length') this.#isCut = true
    const delta = choice?.delta?.content ?? ''
    const thought = choice?.delta?.reasoning_content ?? choice?.delta?.reasoning ?? ''
    if (delta === '' && thought === '') return
    this.#last = this.#needs.now()
    this.#first ??= this.#last
    this.#needs.onPiece({ delta, thought })
  }

  stats(): ChatStats | null {
    if (this.#first === null) return null
    return {
      tokens: this.#tokens,
      firstSeconds: Math.max(0, this.#first - this.#asked) / 1000,
      seconds: Math.max(0, this.#last - this.#first) / 1000,
      isCut: this.#isCut,
    }
  }
}

async function readEvents(
  body: ReadableStream<Uint8Array>,
  onData: (data: string) => void,
): Promise<void> {
  const decoder = new TextDecoder()
  const end = { isReached: false }
  const parser = createParser({
    maxBufferSize: eventLimit,
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') throw unreadable()
    },
    onEvent: ({ data }) => {
      if (end.isReached) return
      if (data === '[DONE]') end.isReached = true
      else onData(data)
    },
  })
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    parser.feed(decoder.decode(chunk, { stream: true }))
    if (end.isReached) return
  }
}

async function readSome({ body }: Response): Promise<string> {
  if (body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length >= refusalBytes) break
  }
  return text
}

function unreadable(): AppFailure {
  return fail(errors.engineFailed('The server sent an answer that cannot be read.'))
}

function sentence(reason: string): string {
  return reason.length <= reasonLimit ? reason : `${reason.slice(0, reasonLimit)} …`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
