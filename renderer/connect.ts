import { client, subscribe } from './client.ts'
import { acceptSnapshot, reportLostConnection } from './state/snapshot.ts'

/** After this time without a first snapshot the window says so, in milliseconds. */
const patienceMs = 8000

/**
 * Keeps the snapshot store true. Listening starts before the first fetch, so that nothing is missed
 * in between; the store drops whichever of the two is older.
 */
export async function connect(): Promise<void> {
  subscribe('snapshot', acceptSnapshot)
  await fetchSnapshot()
}

/** Asks for the snapshot; also the way out of a lost connection. */
export async function fetchSnapshot(): Promise<void> {
  const impatience = setTimeout(() => {
    reportLostConnection({
      code: 'no-answer',
      message: 'Hubkey is running but has not answered yet.',
      action: { label: 'Try again', does: { kind: 'retry' } },
    })
  }, patienceMs)
  const result = await client['snapshot.get']()
  clearTimeout(impatience)
  if (result.ok) acceptSnapshot(result.value)
  else reportLostConnection(result.error)
}
