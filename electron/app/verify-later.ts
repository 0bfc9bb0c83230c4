import type { ProviderId } from '../../shared/domain/provider.ts'
import type { State } from './state.ts'

/** Waits before each further try, in milliseconds; the last one repeats. whoami is rate limited. */
const waitsMs = [15_000, 60_000, 300_000, 1_800_000] as const

interface VerifyLaterNeeds {
  readonly state: Pick<State, 'get' | 'subscribe'>
  readonly verify: (provider: ProviderId) => Promise<void>
}

/**
 * Verifies a token that was saved while its provider gave no answer, gently, until one comes. A
 * token that was never asked about is left alone. Returns the function that stops it.
 */
export function verifyLater({ state, verify }: VerifyLaterNeeds): () => void {
  let timer: NodeJS.Timeout | null = null
  let tries = 0
  const waiting = (): ProviderId[] =>
    state
      .get()
      .providers.filter(({ verification }) => verification?.state === 'unverified')
      .map(({ id }) => id)
  const plan = (): void => {
    if (timer !== null) return
    if (waiting().length === 0) {
      tries = 0
      return
    }
    timer = setTimeout(
      () => {
        tries += 1
        // A failure is what the next look shows; the next try is planned by that change.
        Promise.allSettled(waiting().map(async (provider) => verify(provider)))
          .then(() => {
            timer = null
            plan()
          })
          .catch(() => undefined)
      },
      waitsMs[Math.min(tries, waitsMs.length - 1)],
    )
    timer.unref()
  }
  const unsubscribe = state.subscribe(plan)
  return () => {
    unsubscribe()
    if (timer !== null) clearTimeout(timer)
  }
}
