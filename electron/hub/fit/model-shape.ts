import type { GgufHead } from './read-gguf.ts'

/** One layer's share of the KV cache. */
export interface LayerShape {
  /** Numbers that are kept per token: keys and values of all KV heads. */
  readonly width: number
  /** Tokens after which it forgets (sliding-window attention); null when it never does. */
  readonly window: number | null
}

/** What of a model decides on its memory. */
export interface ModelShape {
  readonly architecture: string
  /** Tokens it was trained for. */
  readonly trainedContext: number | null
  readonly layers: readonly LayerShape[]
  readonly heads: number
  readonly embedding: number
  readonly vocabulary: number
}

/**
 * Every n-th layer of these sees everything, the others only a window; files do not tell
 * (llama.cpp src/llama-model.cpp, `set_swa_pattern`). Of others all layers are counted in full.
 */
const fullLayers: Readonly<Record<string, number>> = {
  gemma2: 2,
  gemma3: 6,
  gemma3n: 5,
  'gpt-oss': 2,
  cohere2: 4,
}

const mostLayers = 4096
const mostSize = 100_000_000

/** Reads the sizes from a GGUF head; null when it does not tell enough. */
export function readShape({ values, vocabulary }: GgufHead): ModelShape | null {
  const architecture = values.get('general.architecture')
  if (typeof architecture !== 'string') return null
  const value = (name: string) => values.get(`${architecture}.${name}`)
  const size = (name: string): number | null => sizeFrom(value(name))
  const blocks = size('block_count')
  const embedding = size('embedding_length')
  if (blocks === null || blocks > mostLayers || embedding === null) return null
  const headsOf = (layer: number): number => perLayer(value('attention.head_count'), layer) ?? 0
  const heads = Math.max(...Array.from({ length: blocks }, (_, layer) => headsOf(layer)))
  const usual = heads === 0 ? 0 : Math.floor(embedding / heads)
  const perHead =
    (size('attention.key_length') ?? usual) + (size('attention.value_length') ?? usual)
  const interval = size('full_attention_interval')
  const window = windowOf(architecture, value('attention.sliding_window_pattern'))
  const windowSize = size('attention.sliding_window')
  return {
    architecture,
    trainedContext: size('context_length'),
    layers: Array.from({ length: blocks }, (_, layer) => {
      const isRecurrent = interval !== null && (layer + 1) % interval !== 0
      const kvHeads = perLayer(value('attention.head_count_kv'), layer) ?? headsOf(layer)
      return {
        width: isRecurrent ? 0 : kvHeads * perHead,
        window: window(layer) ? windowSize : null,
      }
    }),
    heads,
    embedding,
    vocabulary: vocabulary ?? size('vocab_size') ?? 0,
  }
}

/** Which layers slide: told per layer, by every n-th, or known by the architecture's name. */
function windowOf(architecture: string, told: unknown): (layer: number) => boolean {
  if (Array.isArray(told)) return (layer) => Number(told[layer] ?? 0) !== 0
  const nth = sizeFrom(told) ?? fullLayers[architecture] ?? 1
  return (layer) => layer % nth < nth - 1
}

/** One number for all layers, or one for each. */
function perLayer(value: unknown, layer: number): number | null {
  const found: unknown = Array.isArray(value) ? value[layer] : value
  return found === 0 ? 0 : sizeFrom(found)
}

function sizeFrom(value: unknown): number | null {
  if (typeof value !== 'number' || !Number.isInteger(value)) return null
  return value > 0 && value <= mostSize ? value : null
}
