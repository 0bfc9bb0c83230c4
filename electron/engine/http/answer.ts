import type { Context } from 'hono'
import type { Generation, Piece, TextModel } from '../sampling.ts'
import { refusalBody, refusals, type Refusal } from './refusal.ts'
import { usageOf, type ReplyWriter } from './replies.ts'
import type { Question } from './request-schemas.ts'

interface AnswerNeeds {
  readonly model: TextModel
  readonly writer: ReplyWriter
  /** What went wrong with the engine itself, for the log; never for the client. */
  readonly onFailure: (cause: unknown) => void
}

/** A question that was found answerable. */
interface Task extends Pick<Generation, 'prompt' | 'sampling'> {
  readonly promptTokens: number
  readonly includeUsage: boolean
}

/** Answers one question, streamed or not. Generation ends as soon as the client is gone. */
export async function answer(
  c: Context,
  question: Question,
  needs: AnswerNeeds,
): Promise<Response> {
  const { model } = needs
  const { prompt, sampling } = question
  if (model.isFull) return refuse(c, refusals.busy())
  const measured = model.measure(prompt)
  if (!measured.ok) {
    const param = prompt.kind === 'chat' ? 'messages' : 'prompt'
    return refuse(
      c,
      measured.reason === 'too-long'
        ? refusals.tooLong(model.contextSize, param)
        : refusals.notForThisModel(),
    )
  }
  const room = model.contextSize - measured.tokens
  const task: Task = {
    prompt,
    sampling: { ...sampling, maxTokens: Math.min(sampling.maxTokens ?? room, room) },
    promptTokens: measured.tokens,
    includeUsage: question.includeUsage,
  }
  return question.stream ? answerInPieces(c, task, needs) : answerWhole(c, task, needs)
}

/** Sends a refusal as OpenAI's servers do. */
export function refuse(c: Context, refusal: Refusal): Response {
  return c.json(refusalBody(refusal), refusal.status)
}

async function answerWhole(
  c: Context,
  { prompt, sampling, promptTokens }: Task,
  { model, writer, onFailure }: AnswerNeeds,
): Promise<Response> {
  const pieces: Piece[] = []
  const { signal } = c.req.raw
  try {
    const onPiece = (piece: Piece): void => void pieces.push(piece)
    const done = await model.generate({ prompt, sampling, signal, onPiece })
    return c.json(writer.whole(pieces, done.finish, usageOf(promptTokens, done)))
  } catch (cause) {
    // Nobody is there to read it when the client has gone.
    if (!signal.aborted) onFailure(cause)
    return refuse(c, refusals.failed())
  }
}

/** Server-sent events, written straight into the reply: a model makes thousands of pieces a second. */
function answerInPieces(c: Context, task: Task, needs: AnswerNeeds): Response {
  const gone = new AbortController()
  const signal = AbortSignal.any([gone.signal, c.req.raw.signal])
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const send = (data: string): void => {
        if (!signal.aborted) controller.enqueue(encoder.encode(`data: ${data}\n\n`))
      }
      // Not waited for: a stream whose start has not ended hands nothing on.
      sendPieces(task, needs, { signal, send })
        .finally(() => {
          if (!gone.signal.aborted) controller.close()
        })
        .catch(needs.onFailure)
    },
    cancel: () => {
      gone.abort()
    },
  })
  return c.body(body, 200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
  })
}

/** Where the pieces of an answer go; `signal` says that nobody is there any more. */
interface PieceSink {
  readonly signal: AbortSignal
  readonly send: (data: string) => void
}

/** Never rejects: a failure is sent, and told. */
async function sendPieces(
  { prompt, sampling, promptTokens, includeUsage }: Task,
  { model, writer, onFailure }: AnswerNeeds,
  { signal, send }: PieceSink,
): Promise<void> {
  const sendJson = (data: object): void => {
    send(JSON.stringify(data))
  }
  try {
    const opening = writer.opening()
    if (opening !== null) sendJson(opening)
    const onPiece = (piece: Piece): void => {
      sendJson(writer.piece(piece))
    }
    const done = await model.generate({ prompt, sampling, signal, onPiece })
    sendJson(writer.closing(done.finish))
    if (includeUsage) sendJson(writer.usage(usageOf(promptTokens, done)))
    send('[DONE]')
  } catch (cause) {
    if (signal.aborted) return
    onFailure(cause)
    // The headers are gone; OpenAI's clients throw on an error inside of the stream.
    sendJson(refusalBody(refusals.failed()))
  }
}
