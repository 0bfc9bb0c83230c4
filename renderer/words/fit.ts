import type { FitView } from '../../shared/domain/fit.ts'
import type { Tone } from './verdict.ts'

export const fitTitle: Readonly<Record<FitView['verdict'], string>> = {
  fits: 'Should fit',
  tight: 'Will be tight',
  'too-big': 'Looks too big',
  unknown: 'Cannot be told',
}

/** Never red: an estimate refuses nothing. */
export const fitTone: Readonly<Record<FitView['verdict'], Tone>> = {
  fits: 'ok',
  tight: 'warn',
  'too-big': 'warn',
  unknown: 'calm',
}

const contexts = [4096, 8192, 16_384, 32_768, 65_536, 131_072] as const

/** Lengths of a conversation to choose from; the key 0 is the engine's own choice. */
export function contextWords(
  trained: number | null,
  chosen: number | null,
): Readonly<Record<string, string>> {
  const offered = contexts.filter((tokens) => trained === null || tokens < trained)
  const more = [trained, chosen].filter((tokens) => tokens !== null)
  const all = [...new Set<number>([...offered, ...more])].sort((a, b) => a - b)
  return {
    '0': 'Context as the engine chooses',
    ...Object.fromEntries(
      all.map((tokens) => [
        String(tokens),
        `${tokens.toLocaleString('en')} tokens${tokens === trained ? ', all it was trained for' : ''}`,
      ]),
    ),
  }
}
