/**
 * A process of its own that downloads one open model, for tests that kill it. `least` is how many bytes
 * a file has at least that its thread receives.
 */
import { createFetch } from '../../../electron/http/network-fetch.ts'
import { createReceiver } from '../../../electron/http/receiver.ts'
import { downloadModel } from '../../../electron/hub/download-model.ts'

const job = JSON.parse(process.argv[2] ?? '{}') as Record<
  'endpoint' | 'home' | 'repo' | 'revision' | 'file',
  string
> & { readonly least?: number }
const env = { HF_ENDPOINT: job.endpoint }
const silent = (): undefined => undefined

downloadModel(
  { repo: job.repo, revision: job.revision, file: job.file },
  {
    env,
    paths: { home: job.home, config: job.home, state: job.home },
    fetch: createFetch(env),
    receiver: createReceiver(env, job.least === undefined ? {} : { least: job.least }),
    token: () => Promise.resolve(null),
    settle: () => Promise.resolve('unknown'),
    clock: { now: () => new Date() },
    log: { info: silent, warn: silent, error: silent },
  },
).catch((cause: unknown) => {
  process.stderr.write(String(cause))
  process.exitCode = 1
})
