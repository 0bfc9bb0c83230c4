import { client, subscribe } from './client.ts'
import { detach } from './detach.ts'
import { acceptSnapshot, reportLostConnection } from './state/snapshot.ts'

/** After this time without a first snapshot the window says so, in milliseconds. */
const patienceMs = 8000

/**
 * Keeps the snapshot store true. Listening starts before the first fetch, so that nothing is missed
 * in between; the store drops whichever of the two is older.
 */
export function connect(): void {
  subscribe('snapshot', acceptSnapshot)
  fetchSnapshot()
}

/** Asks for the snapshot; also the way out of a lost connection. */
export function fetchSnapshot(): void {
  const impatience = setTimeout(() => {
    reportLostConnection({
      code: 'no-answer',
      message: 'Hubkey is running but has not answered yet.',
      action: { label: 'Try again', does: { kind: 'retry' } },
    })
  }, patienceMs)
  detach(
    client['snapshot.get']().then((result) => {
      clearTimeout(impatience)
      if (result.ok) acceptSnapshot(result.value)
      else reportLostConnection(result.error)
    }),
  )
}
