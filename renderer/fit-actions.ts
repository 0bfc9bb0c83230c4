import type { Input } from '../shared/ipc/contract.ts'
import { abandon, attemptAnew } from './attempt.ts'
import { client } from './client.ts'
import { useFit } from './state/fit.ts'

/** The place of the estimate. */
export const fitPlace = 'fit'

/** Asks main for an estimate; the answer replaces the one before. */
export function estimateFit(request: Input<'model.fit'>): void {
  useFit.setState({ path: request.path, context: request.context ?? null, fit: null })
  attemptAnew(
    fitPlace,
    () => client['model.fit'](request),
    (fit) => {
      useFit.setState({ fit })
    },
  )
}

/** Another model is looked at, or none. */
export function forgetFit(): void {
  useFit.setState({ path: null, context: null, fit: null })
  abandon(fitPlace)
}
