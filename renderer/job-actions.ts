import type { JobKey, JobScheduleView } from '../shared/domain/job-view.ts'
import { jobName } from '../shared/domain/job-facts.ts'
import type { Input } from '../shared/ipc/contract.ts'
import type { EventPayload } from '../shared/ipc/events.ts'
import { attempt, attemptAnew } from './attempt.ts'
import { client } from './client.ts'
import { detach } from './detach.ts'
import { places } from './places.ts'
import { endLog, useJobs } from './state/jobs.ts'
import { addLines, forgetLog, watchLog } from './state/logs.ts'
import { setNote } from './state/ui.ts'

/** Asks main for the jobs of the namespace that is looked at; the snapshot brings them. */
export function listJobs(): void {
  const { namespace } = useJobs.getState()
  attemptAnew(places.jobs, () => client['job.list']({ namespace }))
  if (useJobs.getState().schedules !== null) listSchedules()
}

/** Looks at another namespace's jobs. */
export function lookAtNamespace(namespace: string | null): void {
  useJobs.setState({ namespace })
  listJobs()
}

export function cancelJob({ namespace, id }: JobKey): void {
  const job = { namespace, id }
  attempt(places.job(jobName(job)), () => client['job.cancel'](job))
}

/** Asks main why a job failed; the answer stands at the job. */
export function diagnoseJob({ namespace, id }: JobKey): void {
  const job = { namespace, id }
  attempt(
    places.job(jobName(job)),
    () => client['job.diagnose'](job),
    (causes) => {
      useJobs.setState((state) => ({ causes: { ...state.causes, [jobName(job)]: causes } }))
    },
  )
}

/** Asks main what is scheduled in the namespace that is looked at. */
export function listSchedules(): void {
  const { namespace } = useJobs.getState()
  attemptAnew(
    places.jobSchedules,
    () => client['job.schedules']({ namespace }),
    (schedules) => {
      useJobs.setState({ schedules })
    },
  )
}

/** Does one thing with a scheduled job, and looks at all of them again. */
export function changeSchedule({ namespace, id }: JobKey, verb: ScheduleVerb): void {
  attempt(
    places.job(jobName({ namespace, id })),
    () => client['job.change-schedule']({ namespace, id, verb }),
    listSchedules,
  )
}

/** Asks whether a scheduled job is to go. */
export function askToDelete(schedule: JobScheduleView | null): void {
  useJobs.setState({ deleted: schedule })
}

type ScheduleVerb = Input<'job.change-schedule'>['verb']

/** Begins to follow a job's log, from its first line on. */
export function openJobLog({ namespace, id }: JobKey): void {
  const job = { namespace, id }
  const follow = crypto.randomUUID()
  // Before main is asked: the first lines may be here sooner than its answer.
  watchLog(follow)
  useJobs.setState(({ logs }) => ({
    logs: { ...logs, [jobName(job)]: { follow, isDone: false, error: null } },
  }))
  detach(
    client['job.follow']({ follow, job }).then((result) => {
      if (!result.ok) takeJobLog({ follow, lines: [], done: true, error: result.error })
    }),
  )
}

export function closeJobLog(job: JobKey): void {
  const { [jobName(job)]: log, ...others } = useJobs.getState().logs
  useJobs.setState({ logs: others })
  setNote(places.job(jobName(job)), null)
  if (log === undefined) return
  forgetLog(log.follow)
  detach(client['job.unfollow']({ follow: log.follow }))
}

/** Takes in a piece of a job's log; lines that nobody looks at any more are dropped. */
export function takeJobLog({ follow, lines, done, error }: EventPayload<'job-log'>): void {
  addLines(follow, lines)
  if (done) endLog(follow, error)
}
