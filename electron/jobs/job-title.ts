import type { JobView } from '../../shared/domain/job-view.ts'

/** More than this is cut off, in characters. */
const mostLength = 80

/**
 * What a job is called: its label `name` (which the Hub's own pages show too), the name of its script, or the
 * first words of its command.
 */
export function jobTitle({
  labels,
  command,
  image,
}: Pick<JobView, 'labels' | 'command' | 'image'>): string {
  const named = labels['name'] ?? ''
  if (named !== '') return short(named)
  return short(scriptName(command) ?? wordsOf(command) ?? image ?? 'A job')
}

/** `train.py` of `uv run … /tmp/train.py`, of an address, and of the script that Hubkey itself packs up. */
function scriptName(command: readonly string[]): string | null {
  const isUv = command.some((word, at) => word === 'uv' && command[at + 1] === 'run')
  const isPacked = /\buv run\b/.test(command[2] ?? '')
  if (!isUv && !isPacked) return null
  const script = command.find((word) => /^[^\s-].*\.py(?:\?.*)?$/.test(word))
  return script?.replace(/\?.*$/, '').split('/').at(-1) ?? null
}

/** A word may be a whole script; its first line says what it is. */
function wordsOf(command: readonly string[]): string | null {
  const words = command.join(' ').split('\n')[0]?.trim() ?? ''
  return words === '' ? null : words
}

function short(text: string): string {
  return text.length <= mostLength ? text : `${text.slice(0, mostLength - 1)}…`
}
