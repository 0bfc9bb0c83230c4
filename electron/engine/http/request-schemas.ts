import { z } from 'zod'
import type { ChatTurn, Prompt, Sampling } from '../sampling.ts'
import { refusals, type Refusal } from './refusal.ts'

/** A request as the engine works on it. */
export interface Question {
  readonly prompt: Prompt
  /** Null as the number of tokens: as many as there is room for. */
  readonly sampling: Omit<Sampling, 'maxTokens'> & { readonly maxTokens: number | null }
  readonly stream: boolean
  /** Whether the stream ends with a chunk that counts tokens. */
  readonly includeUsage: boolean
}

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

const tokens = z.int().min(1).max(10_000_000).nullish()
const StopSchema = z.union([z.string(), z.array(z.string()).max(16)]).nullish()

/** What both endpoints share. Unknown fields are ignored, as OpenAI's servers and llama.cpp's do. */
const CommonSchema = z.object({
  model: z.string().max(1024).nullish(),
  max_tokens: tokens,
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: z.int().min(0).max(100_000).nullish(),
  min_p: z.number().min(0).max(1).nullish(),
  seed: z.int().nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  stop: StopSchema,
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  n: z.literal(1, 'only one answer at a time is supported').nullish(),
})

const TextPartSchema = z.object({ type: z.literal('text'), text: z.string() })
const ContentSchema = z.union(
  [z.string(), z.array(TextPartSchema).max(10_000)],
  'must be a text or a list of text parts',
)

const MessageSchema = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer', 'user']), content: ContentSchema }),
  z.object({ role: z.literal('assistant'), content: ContentSchema.nullish() }),
])

const ChatSchema = CommonSchema.extend({
  messages: z.array(MessageSchema).min(1).max(10_000),
  max_completion_tokens: tokens,
})

const CompletionSchema = CommonSchema.extend({
  prompt: z.union(
    [z.string(), z.tuple([z.string()]).transform(([text]) => text)],
    'must be a text or a list of one text',
  ),
})

/**
 * Fields that would change the answer's meaning, and the values that ask for nothing. To ignore
 * them would be to answer another question than the one that was asked.
 */
const unsupported: Readonly<Record<string, (value: unknown) => boolean>> = {
  tools: isEmpty,
  functions: isEmpty,
  logit_bias: isEmpty,
  logprobs: (value) => value === false || value === 0,
  top_logprobs: (value) => value === 0,
  response_format: (value) => TextFormatSchema.safeParse(value).success,
  modalities: (value) => Array.isArray(value) && value.every((mode) => mode === 'text'),
  audio: () => false,
  echo: (value) => value === false,
  suffix: (value) => value === '',
  best_of: (value) => value === 1,
}
const TextFormatSchema = z.object({ type: z.literal('text') })

/** Reads the body of `/v1/chat/completions`. */
export function parseChat(body: unknown): Parsed<Question> {
  return parse(ChatSchema, body, (request) => ({
    prompt: { kind: 'chat', turns: request.messages.map(turnOf) },
    ...commonOf(request, request.max_completion_tokens ?? request.max_tokens),
  }))
}

/** Reads the body of `/v1/completions`. */
export function parseCompletion(body: unknown): Parsed<Question> {
  return parse(CompletionSchema, body, (request) => ({
    prompt: { kind: 'text', text: request.prompt },
    ...commonOf(request, request.max_tokens),
  }))
}

function parse<T>(
  schema: z.ZodType<T>,
  body: unknown,
  convert: (request: T) => Question,
): Parsed<Question> {
  const parsed = schema.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const param = issue === undefined || issue.path.length === 0 ? null : issue.path.join('.')
    return { ok: false, refusal: refusals.badValue(param, issue?.message ?? 'is not valid') }
  }
  for (const [name, value] of Object.entries(body as object)) {
    if (value == null) continue
    if (unsupported[name]?.(value) === false) {
      return { ok: false, refusal: refusals.unsupported(name) }
    }
  }
  return { ok: true, value: convert(parsed.data) }
}

/** Defaults are llama.cpp's server's, which people compare with. */
function commonOf(
  request: z.infer<typeof CommonSchema>,
  maxTokens: number | null | undefined,
): Omit<Question, 'prompt'> {
  const { stop } = request
  const stops = typeof stop === 'string' ? [stop] : (stop ?? [])
  return {
    sampling: {
      maxTokens: maxTokens ?? null,
      temperature: request.temperature ?? 0.8,
      topP: request.top_p ?? 0.95,
      topK: request.top_k ?? 40,
      minP: request.min_p ?? 0.05,
      seed: request.seed ?? null,
      frequencyPenalty: request.frequency_penalty ?? 0,
      presencePenalty: request.presence_penalty ?? 0,
      stop: stops.filter((text) => text !== ''),
    },
    stream: request.stream ?? false,
    includeUsage: request.stream_options?.include_usage ?? false,
  }
}

function turnOf({ role, content }: z.infer<typeof MessageSchema>): ChatTurn {
  const text =
    typeof content === 'string' ? content : (content ?? []).map((part) => part.text).join('')
  return { role: role === 'developer' ? 'system' : role, text }
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
