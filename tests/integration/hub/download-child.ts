/** A process of its own that downloads one open model, for tests that kill it. */
import { downloadModel } from '../../../electron/hub/download-model.ts'

const job = JSON.parse(process.argv[2] ?? '{}') as Record<
  'endpoint' | 'home' | 'repo' | 'revision' | 'file',
  string
>
const silent = (): undefined => undefined

downloadModel(
  { repo: job.repo, revision: job.revision, file: job.file },
  {
    env: { HF_ENDPOINT: job.endpoint },
    paths: { home: job.home, config: job.home, state: job.home },
    fetch: (input, init) => fetch(input, init),
    token: () => Promise.resolve(null),
    settle: () => Promise.resolve('unknown'),
    clock: { now: () => new Date() },
    log: { info: silent, warn: silent, error: silent },
  },
).catch((cause: unknown) => {
  process.stderr.write(String(cause))
  process.exitCode = 1
})
