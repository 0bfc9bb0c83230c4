import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createReceiver } from '../../../electron/http/receiver.ts'
import type { Limits } from '../../../electron/hub/limits.ts'
import type { HubNeeds } from '../../../electron/hub/needs.ts'
import type { Environment, Receiver } from '../../../electron/ports.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import type { WorldSpec } from '../../fixtures/hub-double/world.ts'

/** A Hub double and an empty home beside it. */
export interface Lab {
  readonly hub: HubDouble
  readonly home: string
  /** The shared cache inside that home. */
  readonly cache: string
  /** Everything that was logged. */
  readonly logged: readonly string[]
  /** Needs with the token of this label, or none. */
  needs(label?: string | null, other?: NeedsChange): HubNeeds
  close(): Promise<void>
}

export interface NeedsChange {
  readonly env?: Environment
  readonly limits?: Partial<Limits>
  readonly fetch?: HubNeeds['fetch']
  readonly receiver?: Receiver
  readonly token?: HubNeeds['token']
  readonly settle?: HubNeeds['settle']
}

/** Short patience, so that giving up takes a moment and not half a minute. */
const impatient: Partial<Limits> = {
  metadataMs: 5000,
  idleMs: 2000,
  tries: 3,
  firstPauseMs: 10,
  longestPauseMs: 40,
  watchMs: 20,
}

export async function openLab(world?: WorldSpec): Promise<Lab> {
  const hub = await startHubDouble(world === undefined ? {} : { world })
  const home = await mkdtemp(join(tmpdir(), 'hubkey-hub-'))
  const logged: string[] = []
  const receiver = createReceiver({})
  const note = (line: string): void => void logged.push(line)
  return {
    hub,
    home,
    cache: join(home, '.cache', 'huggingface', 'hub'),
    logged,
    needs: (label = null, other = {}) => ({
      env: { HF_ENDPOINT: hub.url, ...other.env },
      paths: { home, config: join(home, 'config'), state: join(home, 'state') },
      // A fetch of a test's own is to bring every byte.
      ...(other.receiver !== undefined || other.fetch === undefined
        ? { receiver: other.receiver ?? receiver }
        : {}),
      fetch: other.fetch ?? ((input, init) => fetch(input, init)),
      token:
        other.token ??
        (() => {
          const secret = label === null ? null : new Redactor().guard(hub.token(label))
          return Promise.resolve(secret === null ? null : { secret })
        }),
      settle:
        other.settle ??
        (async (secret) => {
          const headers = { authorization: `Bearer ${secret.reveal()}` }
          const { status } = await fetch(`${hub.url}/api/whoami-v2`, { headers })
          return status === 200 ? 'accepted' : status === 401 ? 'rejected' : 'unknown'
        }),
      clock: { now: () => new Date() },
      log: { info: note, warn: note, error: note },
      limits: { ...impatient, ...other.limits },
    }),
    close: async () => {
      await hub.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}
