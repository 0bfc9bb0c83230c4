import type { SinkId, SinkView } from '../../shared/domain/sink.ts'
import type { Tone } from './verdict.ts'

/** A sink as programs that people know. */
export const sinkTools: Readonly<Record<SinkId, string>> = {
  hf: 'hf, transformers and other tools that read the Hugging Face token file',
  git: 'git, when it clones from or pushes to the Hub',
  docker: 'Docker, when it pulls images of nvcr.io',
}

/** What a sink's state means, in one sentence. */
export function sinkSentence({ state, on, way, copies }: SinkView): string {
  switch (state) {
    case 'current':
      if (way === 'helper') return 'Asks Hubkey at each use. No copy lies there.'
      return on ? 'In step.' : 'Uses this very token, but is not kept in step.'
    case 'absent':
      return on ? 'Holds no token yet.' : 'Holds no token.'
    case 'stale':
      return 'Uses an older token, or another account’s.'
    case 'foreign':
      return 'Uses a token that Hubkey does not know.'
    case 'failed':
      return copies.length === 0 ? 'Could not be looked at.' : 'Could not be brought in step.'
  }
}

/** What its second switch does, for a tool that can ask. */
export const askSentence = 'Ask Hubkey at each use, so that no copy lies there'

/** Tint of a sink's dot; a place that is off and empty is nobody's concern. */
export function sinkTone({ state, on }: SinkView): Tone {
  switch (state) {
    case 'current':
      return 'ok'
    case 'absent':
      return on ? 'warn' : 'calm'
    case 'stale':
    case 'foreign':
      return on ? 'warn' : 'calm'
    case 'failed':
      return on ? 'bad' : 'calm'
  }
}

/** The words on the one button that mends a sink; null where there is nothing to mend. */
export function sinkRemedy({ state, on }: SinkView): string | null {
  if (state === 'failed') return 'Try again'
  if (!on || state === 'current') return null
  return state === 'foreign' ? 'Use mine instead…' : 'Sync now'
}
