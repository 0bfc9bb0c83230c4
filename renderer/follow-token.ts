import type { Snapshot } from '../shared/snapshot.ts'
import { useConnection } from './state/snapshot.ts'

/**
 * Calls back when another token is in force at the Hub, or when it stands otherwise than before; not
 * when it was just rejected, which is what an answer has told already. Returns what ends it.
 */
export function followToken(onChange: () => void): () => void {
  return useConnection.subscribe(({ snapshot }, { snapshot: before }) => {
    if (snapshot === null || before === null) return
    const now = standingOf(snapshot)
    if (now !== standingOf(before) && !now.endsWith('rejected')) onChange()
  })
}

function standingOf({ providers }: Snapshot): string {
  const hub = providers.find(({ id }) => id === 'huggingface')
  return `${hub?.fingerprint ?? ''} ${hub?.verification?.state ?? ''}`
}
