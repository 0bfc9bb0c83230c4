import type { Input } from '../shared/ipc/contract.ts'
import { attempt } from './attempt.ts'
import { client } from './client.ts'
import { places } from './places.ts'

/** Asks again, gently, until it opens. */
export function startWatching(request: Input<'watch.add'>): void {
  attempt(places.watch(request.repo), () => client['watch.add'](request))
}

/** Waits no more, for any account. */
export function stopWatching(watched: Input<'watch.remove'>): void {
  attempt(places.watch(watched.repo), () => client['watch.remove'](watched))
}

/** Asks the Hub now. */
export function checkWatch(watched: Input<'watch.check'>): void {
  attempt(places.watch(watched.repo), () => client['watch.check'](watched))
}
