import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
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

function answerInPieces(
  c: Context,
  { prompt, sampling, promptTokens, includeUsage }: Task,
  { model, writer, onFailure }: AnswerNeeds,
): Response {
  return streamSSE(c, async (stream) => {
    const gone = new AbortController()
    stream.onAbort(() => {
      gone.abort()
    })
    const signal = AbortSignal.any([gone.signal, c.req.raw.signal])
    const send = async (data: object): Promise<void> =>
      stream.writeSSE({ data: JSON.stringify(data) })
    try {
      const opening = writer.opening()
      if (opening !== null) await send(opening)
      // Pieces come faster than a slow reader takes them; the stream keeps them in order.
      let sent = Promise.resolve()
      const onPiece = (piece: Piece): void => {
        sent = sent.then(async () => send(writer.piece(piece)))
      }
      const done = await model.generate({ prompt, sampling, signal, onPiece })
      await sent
      await send(writer.closing(done.finish))
      if (includeUsage) await send(writer.usage(usageOf(promptTokens, done)))
      await stream.writeSSE({ data: '[DONE]' })
    } catch (cause) {
      if (signal.aborted) return
      onFailure(cause)
      // The headers are gone; OpenAI's clients throw on an error inside of the stream.
      await send(refusalBody(refusals.failed()))
    }
  })
}
