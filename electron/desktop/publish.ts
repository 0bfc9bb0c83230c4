import type { Snapshot } from '../../shared/snapshot.ts'
import { SnapshotSchema } from '../../shared/snapshot.ts'
import type { State } from '../app/state.ts'

/** Changes within this time, in milliseconds, go out as one. */
const coalesceMs = 30

interface PublishNeeds {
  readonly state: State
  readonly toWindows: (snapshot: Snapshot) => void
  readonly toTray: (snapshot: Snapshot) => void
}

/**
 * Sends every change down as a whole snapshot: coalesced to the windows, and to the tray. The
 * schema drops whatever it does not name. Returns the function that stops it.
 */
export function publish({ state, toWindows, toTray }: PublishNeeds): () => void {
  let timer: NodeJS.Timeout | null = null
  const send = (): void => {
    timer = null
    const snapshot = SnapshotSchema.parse(state.get())
    toTray(snapshot)
    toWindows(snapshot)
  }
  const unsubscribe = state.subscribe(() => {
    timer ??= setTimeout(send, coalesceMs)
  })
  return () => {
    unsubscribe()
    if (timer !== null) clearTimeout(timer)
  }
}
