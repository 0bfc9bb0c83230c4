import type { ModelShape } from './model-shape.ts'

/** Memory of one model in bytes. */
export interface Estimate {
  readonly weightsBytes: number
  /** Keys and values of all conversations, as 16-bit numbers. */
  readonly cacheBytes: number
  /** What the computation itself needs. */
  readonly overheadBytes: number
}

export interface EstimateInput {
  readonly shape: ModelShape
  readonly weightsBytes: number
  /** Tokens of one conversation. */
  readonly context: number
  readonly conversations: number
}

/** Tokens that llama.cpp computes at a time (`n_batch` of node-llama-cpp). */
const batch = 512
const bytesOfCacheNumber = 2
const bytesOfNumber = 4
/** The cache grows in steps of so many tokens. */
const cacheStep = 256
/** Vectors of one token that are alive at the same time in a layer. */
const liveVectors = 6
/** The program, its libraries and the vocabulary. */
const fixedBytes = 64 * 1024 * 1024

/**
 * Estimates what llama.cpp will take. All weights count, those of resting experts too: they are
 * read sooner or later. Without flash attention the scores of one batch against the whole context
 * are the largest intermediate result, unless the vocabulary's are.
 */
export function estimateMemory(input: EstimateInput): Estimate {
  const { shape, weightsBytes, conversations } = input
  const context = roundUp(input.context)
  const perConversation = shape.layers.reduce((sum, { width, window }) => {
    const tokens = window === null ? context : Math.min(context, roundUp(window + batch))
    return sum + width * tokens * bytesOfCacheNumber
  }, 0)
  const tokens = Math.min(batch, context * conversations)
  const scores = shape.heads * context * tokens * bytesOfNumber
  const logits = shape.vocabulary * tokens * bytesOfNumber
  const vectors = shape.embedding * tokens * bytesOfNumber * liveVectors
  return {
    weightsBytes,
    cacheBytes: perConversation * conversations,
    overheadBytes: Math.max(scores, logits) + vectors + fixedBytes,
  }
}

function roundUp(tokens: number): number {
  return Math.ceil(tokens / cacheStep) * cacheStep
}
