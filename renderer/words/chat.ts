import type { ChatStats } from '../../shared/domain/chat.ts'
import { speed } from './figures.ts'

/** `118 tokens · 61 tokens/s · first after 0.3 s`, as far as the server counted. */
export function statsWords({ tokens, firstSeconds, seconds, isCut }: ChatStats): string {
  const first = `first after ${firstSeconds.toFixed(1)} s`
  const parts = [
    ...(tokens === null ? [] : [tokens === 1 ? '1 token' : `${tokens} tokens`]),
    // The first token is there when the time begins.
    ...(tokens === null || tokens < 2 || seconds <= 0
      ? []
      : [`${speed((tokens - 1) / seconds)} tokens/s`]),
    first,
    ...(isCut ? ['cut off at the most tokens'] : []),
  ]
  return parts.join(' · ')
}
