import { createCore, type Core } from '../../../electron/app/core.ts'
import { jobNeeds } from '../../../electron/app/job-needs.ts'
import { findPaths } from '../../../electron/environment.ts'
import { followLog } from '../../../electron/jobs/follow-log.ts'
import type { JobNeeds } from '../../../electron/jobs/needs.ts'
import { createNodeHost } from '../../../electron/node-host.ts'
import type { JobSpec } from '../../../shared/domain/job.ts'
import type { JobView } from '../../../shared/domain/job-view.ts'
import { defaultScriptImage } from '../../../shared/domain/job-facts.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'

/** A Hub double, and the core of somebody whose token lies in the environment. */
export interface Workshop {
  readonly hub: HubDouble
  /** Where it lives. */
  readonly home: string
  /** The core of whoever has this token. */
  core(label: string | null): Core
  /** The needs of whoever has this token. */
  as(label: string | null): JobNeeds
  close(): Promise<void>
}

export async function openWorkshop(): Promise<Workshop> {
  const hub = await startHubDouble()
  const home = await temporaryFolder()
  const core = (label: string | null): Core => {
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: home.path,
      HUBKEY_KEYRING: 'off',
      HF_ENDPOINT: hub.url,
      ...(label === null ? {} : { HF_TOKEN: hub.token(label) }),
    }
    const made = createCore({
      env,
      paths: findPaths(env),
      host: createNodeHost(home.path),
      fetch: async (input, init) => fetch(input, init),
      clock: { now: () => new Date() },
    })
    return { ...made, hub: { ...made.hub, limits: { firstPauseMs: 5, longestPauseMs: 20 } } }
  }
  return {
    hub,
    home: home.path,
    core,
    as: (label) => jobNeeds(core(label)),
    close: async () => {
      await hub.close()
      await home.remove()
    },
  }
}

/** A sound job that runs these lines of Python. */
export function scriptSpec(text: string, change: Partial<JobSpec> = {}): JobSpec {
  return {
    work: {
      kind: 'script',
      source: { kind: 'text', name: 'train.py', text },
      image: defaultScriptImage,
      dependencies: [],
      python: null,
      arguments: [],
    },
    flavor: 'cpu-basic',
    timeoutSeconds: 3600,
    environment: {},
    secrets: {},
    labels: {},
    namespace: null,
    volumes: [],
    ports: [],
    ...change,
  }
}

/** The secret that nearly every job wants: the token of the account in force. */
export const tokenInForce: JobSpec['secrets'] = {
  HF_TOKEN: { from: 'account', provider: 'huggingface', account: null },
}

/** Every line of a job, to its end. */
export async function wholeLog(
  { namespace, id }: Pick<JobView, 'namespace' | 'id'>,
  needs: JobNeeds,
): Promise<readonly string[]> {
  const signal = new AbortController().signal
  const lines: string[] = []
  const wish = { namespace, id, account: null, tail: null, follow: true, signal }
  for await (const bundle of followLog(wish, needs)) lines.push(...bundle)
  return lines
}
