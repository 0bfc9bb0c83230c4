import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { HubkeyApp } from '../../app/create-app.ts'
import type { Channel } from '../../../shared/ipc/channels.ts'

type JobHandlers = Pick<Handlers, Extract<Channel, `job.${string}`>>

interface JobHandlersNeeds extends Pick<HubkeyApp, 'jobs' | 'jobDesk'> {
  /** Lets the user choose a script; null when they did not. */
  readonly pickScript: () => Promise<string | null>
  /** Writes to the clipboard. */
  readonly copyText: (text: string) => Promise<void>
}

/** What a window does with jobs at Hugging Face. */
export function jobHandlers({
  jobs,
  jobDesk,
  pickScript,
  copyText,
}: JobHandlersNeeds): JobHandlers {
  return {
    'job.list': async ({ namespace }) => jobs.list(namespace),
    'job.inspect': async (job) => jobs.inspect(job),
    'job.cancel': async (job) => jobs.cancel(job),
    'job.reuse': async (job) => jobDesk.reuse(job),
    'job.measure': ({ follow, job }) => {
      jobs.meters.measure(follow, job)
    },
    'job.unmeasure': ({ follow }) => {
      jobs.meters.stop(follow)
    },
    'job.copy-address': async ({ address }) => copyText(address),
    'job.follow': ({ follow, job }) => {
      jobs.logs.follow(follow, job)
    },
    'job.unfollow': ({ follow }) => {
      jobs.logs.stop(follow)
    },
    'job.diagnose': async (job) => [...(await jobs.diagnose(job))],
    'job.schedules': async ({ namespace }) => [...(await jobs.schedules(namespace))],
    'job.change-schedule': async ({ verb, ...job }) => jobs.changeSchedule(job, verb),
    'job.hardware': async () => jobs.hardware(),
    'job.pick-script': async () => {
      const path = await pickScript()
      return { script: path === null ? null : jobDesk.takeScript(path) }
    },
    'job.take-secret': ({ text }) => jobDesk.takeSecret(text),
    'job.check': async ({ form }) => jobDesk.check(form),
    'job.mend': async ({ form, finding }) => jobDesk.mend(form, finding),
    'job.submit': async (wish) => jobDesk.submit(wish),
    'job.schedule': async ({ times, ...wish }) => jobDesk.schedule(wish, times),
  }
}
