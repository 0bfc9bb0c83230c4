import { shortCount } from '../../shared/count.ts'
import type { FoundModel, SearchRequest } from '../../shared/domain/search.ts'
import type { SearchFilters, SizeRange } from '../state/search.ts'
import { ago } from './time.ts'

/** Tasks people look for, as the Hub spells them, in the order of the list. */
export const taskWords: Readonly<Record<string, string>> = {
  '': 'Any task',
  'text-generation': 'Text generation',
  'image-text-to-text': 'Images and text to text',
  'feature-extraction': 'Embeddings',
  'text-ranking': 'Ranking',
  'automatic-speech-recognition': 'Speech to text',
  'text-to-speech': 'Text to speech',
  'text-to-image': 'Text to image',
}

/** Libraries, as the Hub spells them. */
export const libraryWords: Readonly<Record<string, string>> = {
  '': 'Any library',
  transformers: 'Transformers',
  mlx: 'MLX',
  'sentence-transformers': 'Sentence Transformers',
  diffusers: 'Diffusers',
}

export const sizeWords: Readonly<Record<SizeRange, string>> = {
  any: 'Any size',
  tiny: 'Up to 1B parameters',
  small: '1B to 4B parameters',
  middle: '4B to 10B parameters',
  large: '10B to 40B parameters',
  huge: 'Over 40B parameters',
}

export const accessWords: Readonly<Record<SearchFilters['access'], string>> = {
  any: 'Open and gated',
  open: 'Open to everyone',
  gated: 'Gated',
}

export const orderWords: Readonly<Record<SearchRequest['sort'], string>> = {
  trending: 'Trending first',
  downloads: 'Most downloads first',
  likes: 'Most likes first',
  updated: 'Last changed first',
  created: 'Newest first',
}

/** `7.2B · text generation · licence mit · 12k downloads · changed 3 days ago`. */
export function foundLine(model: FoundModel, now: number): string {
  const { parameters, task, library, licence, downloads, updated } = model
  return [
    parameters === null ? null : shortCount(parameters),
    task?.replaceAll('-', ' ') ?? null,
    library === null || library === 'gguf' ? null : library,
    licence === null ? null : `licence ${licence}`,
    downloads === null ? null : `${shortCount(downloads)} downloads`,
    updated === null ? null : `changed ${ago(updated, now)}`,
  ]
    .filter((fact) => fact !== null)
    .join(' · ')
}

/** `20 models, and there are more`. */
export function countLine(count: number, hasMore: boolean): string {
  const models = count === 1 ? 'One model' : `${count} models`
  return hasMore ? `${models}, and there are more` : models
}
