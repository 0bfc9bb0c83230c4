import { client } from './client.ts'
import { detach } from './detach.ts'
import { acceptFigures } from './state/figures.ts'

/** Asks how the live servers have been doing so far; a window that has just opened knows nothing of it. */
export function fetchFigures(): void {
  detach(
    client['run.figures']().then((result) => {
      // Without an answer the next look tells.
      if (result.ok) result.value.forEach(acceptFigures)
    }),
  )
}
