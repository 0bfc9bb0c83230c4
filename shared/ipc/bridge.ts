import type { Channel, EventName } from './channels.ts'

/**
 * What the preload puts on `window.hubkey`: two generic doors, no Electron object behind them.
 * `invoke` resolves to a `Result`; `on` returns the function that takes the listener off again.
 */
export interface Bridge {
  invoke(channel: Channel, input: unknown): Promise<unknown>
  on(event: EventName, listener: (payload: unknown) => void): () => void
}
