import type { AppError } from '../shared/errors.ts'
import { channels, type Channel, type EventName } from '../shared/ipc/channels.ts'
import type { Client } from '../shared/ipc/contract.ts'
import type { EventPayload } from '../shared/ipc/events.ts'
import { failed, type Result } from '../shared/result.ts'

/** What a verb comes to when main cannot be reached at all. */
const disconnected: AppError = {
  code: 'disconnected',
  message: 'This window has lost its connection to Hubkey.',
  action: { label: 'Try again', does: { kind: 'retry' } },
}

/** Every verb of the contract. Main has parsed what comes back, so it is trusted here. */
export const client = Object.fromEntries(
  channels.map((channel) => [channel, (input: unknown) => call(channel, input)]),
) as unknown as Client

/** Listens to what main sends on its own; the returned function ends it. */
export function subscribe<E extends EventName>(
  event: E,
  listener: (payload: EventPayload<E>) => void,
): () => void {
  return (
    window.hubkey?.on(event, (payload) => {
      listener(payload as EventPayload<E>)
    }) ?? (() => undefined)
  )
}

async function call(channel: Channel, input: unknown): Promise<Result<unknown>> {
  try {
    if (window.hubkey === undefined) return failed(disconnected)
    return (await window.hubkey.invoke(channel, input)) as Result<unknown>
  } catch {
    return failed(disconnected)
  }
}
