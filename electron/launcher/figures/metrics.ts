/** What a server counts, as far as it tells. */
export interface Counts {
  /** Tokens that it has made since it was started. */
  readonly tokens: number | null
  /** Seconds that it took for them, where it adds both up at the end of each answer. */
  readonly seconds: number | null
  /** Requests that are being answered, and those that wait for their turn. */
  readonly running: number | null
  readonly waiting: number | null
}

type Names = { readonly [K in keyof Counts]: string | null }

/**
 * The names under which servers tell it at `/metrics`: llama.cpp's server (and the embedded engine),
 * vLLM, SGLang, TGI. Whichever the text speaks is taken, so that any server in these words is understood.
 */
const dialects: readonly Names[] = [
  {
    tokens: 'llamacpp:tokens_predicted_total',
    seconds: 'llamacpp:tokens_predicted_seconds_total',
    running: 'llamacpp:requests_processing',
    waiting: 'llamacpp:requests_deferred',
  },
  {
    tokens: 'vllm:generation_tokens_total',
    seconds: null,
    running: 'vllm:num_requests_running',
    waiting: 'vllm:num_requests_waiting',
  },
  {
    tokens: 'sglang:generation_tokens_total',
    seconds: null,
    running: 'sglang:num_running_reqs',
    waiting: 'sglang:num_queue_reqs',
  },
  {
    tokens: 'tgi_request_generated_tokens_sum',
    seconds: null,
    running: 'tgi_batch_current_size',
    waiting: 'tgi_queue_size',
  },
]

/** Reads Prometheus' text format; null when no known server speaks in it. */
export function readCounts(text: string): Counts | null {
  const values = new Map<string, number>()
  for (const line of text.split('\n')) {
    const [, name, value] = /^([A-Za-z_:][\w:]*)(?:\{[^}]*\})?[ \t]+(\S+)/.exec(line) ?? []
    const number = Number(value)
    if (name === undefined || !Number.isFinite(number)) continue
    // One line for each model or worker; together they are the server.
    values.set(name, (values.get(name) ?? 0) + number)
  }
  const spoken = dialects.find((names) =>
    Object.values(names).some((name) => name !== null && values.has(name)),
  )
  if (spoken === undefined) return null
  const read = (name: string | null): number | null =>
    name === null ? null : (values.get(name) ?? null)
  return {
    tokens: read(spoken.tokens),
    seconds: read(spoken.seconds),
    running: read(spoken.running),
    waiting: read(spoken.waiting),
  }
}

/**
 * Tokens per second between two looks, `seconds` apart; null when the server does not count them or
 * was started anew in between. Where time is counted with the tokens, it is the speed of the answers
 * that ended, else what the whole server made.
 */
export function speedBetween(before: Counts, after: Counts, seconds: number): number | null {
  if (before.tokens === null || after.tokens === null || seconds <= 0) return null
  const made = after.tokens - before.tokens
  if (made < 0) return null
  if (after.seconds === null || before.seconds === null) return made / seconds
  const spent = after.seconds - before.seconds
  return spent > 0 ? made / spent : 0
}
