import { errors, fail } from '../../../shared/errors.ts'

/** One caller's stake in a shared piece of work. */
export interface Stake {
  readonly signal: AbortSignal
  readonly report: (receivedBytes: number) => void
}

interface Flight {
  readonly done: Promise<void>
  readonly abort: AbortController
  readonly stakes: Set<Stake>
}

const flights = new Map<string, Flight>()

/**
 * Runs `work` once per key in this process, however many ask for it. Everybody hears of progress;
 * one who cancels leaves, and the last one to leave stops the work. Throws what `work` throws, or
 * `download-cancelled`.
 */
export async function joinFlight(
  key: string,
  stake: Stake,
  work: (stake: Stake) => Promise<void>,
): Promise<void> {
  let flight = flights.get(key)
  while (flight?.abort.signal.aborted === true) {
    // The last one who wanted it has just left; it is about to end.
    await flight.done.catch(() => undefined)
    flight = flights.get(key)
  }
  if (stake.signal.aborted) throw fail(errors.downloadCancelled())
  await ride(flight ?? start(key, work), stake)
}

function start(key: string, work: (stake: Stake) => Promise<void>): Flight {
  const abort = new AbortController()
  const stakes = new Set<Stake>()
  const report = (receivedBytes: number): void => {
    for (const stake of stakes) stake.report(receivedBytes)
  }
  const done = work({ signal: abort.signal, report }).finally(() => {
    flights.delete(key)
  })
  done.catch(() => undefined)
  const flight = { done, abort, stakes }
  flights.set(key, flight)
  return flight
}

async function ride(flight: Flight, stake: Stake): Promise<void> {
  flight.stakes.add(stake)
  let onAbort = (): void => undefined
  const left = new Promise<'left'>((resolve) => {
    onAbort = () => {
      resolve('left')
    }
  })
  stake.signal.addEventListener('abort', onAbort, { once: true })
  try {
    if ((await Promise.race([flight.done, left])) !== 'left') return
    flight.stakes.delete(stake)
    if (flight.stakes.size === 0) {
      flight.abort.abort()
      // What arrived is on disk before the caller hears that it is kept.
      await flight.done.catch(() => undefined)
    }
    throw fail(errors.downloadCancelled())
  } finally {
    flight.stakes.delete(stake)
    stake.signal.removeEventListener('abort', onAbort)
  }
}
