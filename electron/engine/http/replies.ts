import { randomBytes } from 'node:crypto'
import type { Answer, Piece } from '../sampling.ts'

/** Writes answers in the shape of one of OpenAI's two endpoints. */
export interface ReplyWriter {
  /** The chunk that opens a stream; null when there is none. */
  opening(): object | null
  /** One piece of a stream. */
  piece(piece: Piece): object
  /** The chunk that closes a stream's answer. */
  closing(finish: Answer['finish']): object
  /** The chunk that counts tokens, at the very end. */
  usage(usage: Usage): object
  /** The answer as a whole. */
  whole(pieces: readonly Piece[], finish: Answer['finish'], usage: Usage): object
}

export interface Usage {
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly total_tokens: number
}

/** Counts as OpenAI does. */
export function usageOf(promptTokens: number, { tokens }: Answer): Usage {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: tokens,
    total_tokens: promptTokens + tokens,
  }
}

/** The shape of `/v1/chat/completions`. */
export function chatWriter(model: string): ReplyWriter {
  const base = { id: replyId('chatcmpl'), created: seconds(), model }
  const chunk = (delta: object, finish: Answer['finish'] | null): object => ({
    ...base,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  })
  return {
    opening: () => chunk({ role: 'assistant', content: '' }, null),
    piece: ({ kind, text }) =>
      chunk(kind === 'answer' ? { content: text } : { reasoning_content: text }, null),
    closing: (finish) => chunk({}, finish),
    usage: (usage) => ({ ...base, object: 'chat.completion.chunk', choices: [], usage }),
    whole: (pieces, finish, usage) => {
      const thought = textOf(pieces, 'thought')
      const message = {
        role: 'assistant',
        content: textOf(pieces, 'answer'),
        refusal: null,
        // As llama.cpp's and vLLM's servers call it.
        ...(thought === '' ? {} : { reasoning_content: thought }),
      }
      return {
        ...base,
        object: 'chat.completion',
        choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
        usage,
      }
    },
  }
}

/** The shape of `/v1/completions`. */
export function completionWriter(model: string): ReplyWriter {
  const base = { id: replyId('cmpl'), object: 'text_completion', created: seconds(), model }
  const withChoice = (text: string, finish: Answer['finish'] | null): object => ({
    ...base,
    choices: [{ index: 0, text, logprobs: null, finish_reason: finish }],
  })
  return {
    opening: () => null,
    piece: ({ text }) => withChoice(text, null),
    closing: (finish) => withChoice('', finish),
    usage: (usage) => ({ ...base, choices: [], usage }),
    whole: (pieces, finish, usage) => ({
      ...withChoice(textOf(pieces, 'answer'), finish),
      usage,
    }),
  }
}

function textOf(pieces: readonly Piece[], kind: Piece['kind']): string {
  return pieces
    .filter((piece) => piece.kind === kind)
    .map(({ text }) => text)
    .join('')
}

function replyId(prefix: string): string {
  return `${prefix}-${randomBytes(12).toString('hex')}`
}

function seconds(): number {
  return Math.floor(Date.now() / 1000)
}
