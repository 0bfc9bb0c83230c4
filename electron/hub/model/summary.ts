import { z } from 'zod'
import type { ModelView } from '../../../shared/domain/model.ts'

/** A name the Hub gave: bounded, so that no reply can swell a window. Anything else counts as untold. */
const Word = z.string().max(200).nullish().catch(null)
const Count = z.number().int().nonnegative().nullish().catch(null)
/** One word or several; what is no word is left out. */
const Words = z
  .union([z.string(), z.array(z.unknown())])
  .nullish()
  .catch(null)
  .transform((value) => {
    const all: readonly unknown[] = Array.isArray(value) ? value : [value]
    const words = all.filter((word) => typeof word === 'string' && word !== '')
    return words.slice(0, mostWords).map((word) => String(word).slice(0, longestWord))
  })

const mostWords = 200
const longestWord = 200

/**
 * What the Hub says of a model both alone and in a list of them (huggingface_hub `ModelInfo`).
 * Tolerant: a field of another kind counts as untold.
 */
export const Summary = {
  gated: z
    .union([z.literal(false), z.enum(['auto', 'manual'])])
    .nullish()
    .catch(null),
  pipeline_tag: Word,
  library_name: Word,
  lastModified: z.iso.datetime().nullish().catch(null),
  downloads: Count,
  likes: Count,
  tags: Words,
  cardData: z.object({ license: Words, base_model: Words, language: Words }).nullish().catch(null),
  safetensors: z.object({ total: Count }).nullish().catch(null),
  gguf: z.object({ total: Count, architecture: Word, context_length: Count }).nullish().catch(null),
}

type ModelSummary = z.infer<z.ZodObject<typeof Summary>>

/** Whether and how a model is gated; `unknown` when the Hub did not say. */
export function readGated({ gated }: Pick<ModelSummary, 'gated'>): ModelView['gated'] {
  return gated === false ? 'no' : (gated ?? 'unknown')
}

/** The licence of the card, else of the tags; null when neither names one. */
export function licenceOf({
  cardData,
  tags,
}: Pick<ModelSummary, 'cardData' | 'tags'>): string | null {
  const tag = tags.find((each) => each.startsWith('license:'))?.slice('license:'.length)
  return cardData?.license[0] ?? tag ?? null
}

/** Number of parameters as the Hub read it from the files; null when it did not. */
export function parametersOf({
  safetensors,
  gguf,
}: Pick<ModelSummary, 'safetensors' | 'gguf'>): number | null {
  return positive(safetensors?.total) ?? positive(gguf?.total)
}

/** The facts of a model's card. */
export function readCard(summary: ModelSummary): NonNullable<ModelView['card']> {
  const { cardData, gguf, tags } = summary
  return {
    baseModels: cardData?.base_model ?? [],
    languages: cardData?.language ?? [],
    tags,
    parameters: parametersOf(summary),
    architecture: gguf?.architecture ?? null,
    contextLength: positive(gguf?.context_length),
    downloads: summary.downloads ?? null,
    likes: summary.likes ?? null,
    updated: summary.lastModified ?? null,
  }
}

function positive(count: number | null | undefined): number | null {
  return count == null || count === 0 ? null : count
}
