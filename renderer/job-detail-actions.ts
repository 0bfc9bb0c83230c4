import { isOver, jobName } from '../shared/domain/job-facts.ts'
import type { JobSummary } from '../shared/domain/job-view.ts'
import type { EventPayload } from '../shared/ipc/events.ts'
import { abandon, attemptAnew } from './attempt.ts'
import { client } from './client.ts'
import { detach } from './detach.ts'
import { places } from './places.ts'
import { changeDetails, useJobs } from './state/jobs.ts'

/** Measurements that are kept of a job: two minutes of them. */
const mostSamples = 120

/** Unfolds all about a job, and has the machine of one that runs measured. */
export function openDetails(job: JobSummary): void {
  const { namespace, id } = job
  const key = { namespace, id }
  const name = jobName(job)
  const follow = isOver(job) ? null : crypto.randomUUID()
  useJobs.setState(({ details }) => ({
    details: { ...details, [name]: { follow, detail: null, samples: [], error: null } },
  }))
  attemptAnew(
    places.jobDetail(name),
    () => client['job.inspect'](key),
    (detail) => {
      changeDetails(name, (open) => ({ ...open, detail }))
    },
  )
  if (follow === null) return
  detach(
    client['job.measure']({ follow, job: key }).then((result) => {
      if (!result.ok) takeMetrics({ follow, sample: null, done: true, error: result.error })
    }),
  )
}

/** Folds them in again; nothing is measured any more. */
export function closeDetails(job: JobSummary): void {
  const name = jobName(job)
  const { [name]: open, ...details } = useJobs.getState().details
  useJobs.setState({ details })
  abandon(places.jobDetail(name))
  if (open?.follow != null) detach(client['job.unmeasure']({ follow: open.follow }))
}

/** Takes in a measurement; one for details that nobody looks at any more is dropped. */
export function takeMetrics({ follow, sample, error }: EventPayload<'job-metrics'>): void {
  for (const [job, open] of Object.entries(useJobs.getState().details)) {
    if (open.follow !== follow) continue
    changeDetails(job, (before) => ({
      ...before,
      error,
      samples: sample === null ? before.samples : [...before.samples, sample].slice(-mostSamples),
    }))
  }
}

/** Main writes the clipboard, so that the window needs no permission for it. */
export function copyAddress(job: string, address: string, then: () => void): void {
  attemptAnew(places.job(job), () => client['job.copy-address']({ address }), then)
}
