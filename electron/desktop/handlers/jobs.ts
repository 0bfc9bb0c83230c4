import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { HubkeyApp } from '../../app/create-app.ts'

type JobHandlers = Pick<
  Handlers,
  'job.list' | 'job.inspect' | 'job.cancel' | 'job.duplicate' | 'job.follow' | 'job.unfollow'
>

/** What a window does with jobs at Hugging Face. */
export function jobHandlers({ jobs }: Pick<HubkeyApp, 'jobs'>): JobHandlers {
  return {
    'job.list': async ({ namespace }) => jobs.list(namespace),
    'job.inspect': async (job) => jobs.inspect(job),
    'job.cancel': async (job) => jobs.cancel(job),
    'job.duplicate': async (job) => jobs.duplicate(job),
    'job.follow': ({ follow, job }) => {
      jobs.logs.follow(follow, job)
    },
    'job.unfollow': ({ follow }) => {
      jobs.logs.stop(follow)
    },
  }
}
