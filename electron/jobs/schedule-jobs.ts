import type { JobSpec } from '../../shared/domain/job.ts'
import type { JobScheduleView, JobView } from '../../shared/domain/job-view.ts'
import { errors, fail } from '../../shared/errors.ts'
import { askJobs } from './ask-jobs.ts'
import type { JobName } from './job-name.ts'
import { resolveSecrets } from './job-secrets.ts'
import { namespaceOf, type Submitter } from './namespace.ts'
import type { JobNeeds } from './needs.ts'
import { readJob, readSchedule, readSchedules } from './replies.ts'
import { hostOf } from './submit-job.ts'
import { wireBody } from './wire-body.ts'

/** What may be done with a scheduled job. */
type ScheduleVerb = 'suspend' | 'resume'

/** `@hourly` and its kin, or the five fields of cron. */
const schedulePattern =
  /^(?:@(?:annually|yearly|monthly|weekly|daily|hourly)|[\d*,/A-Za-z-]+(?: [\d*,/A-Za-z-]+){4})$/

/**
 * Has a job started again and again. Its secrets are kept by the Hub as they are now: a rotated token has to be
 * scheduled anew. Throws `bad-input` for times nobody can read, and as `submitJob` does.
 */
export async function scheduleJob(
  { spec, schedule, account }: Submitter & { readonly spec: JobSpec; readonly schedule: string },
  needs: JobNeeds,
): Promise<JobScheduleView> {
  if (!schedulePattern.test(schedule)) {
    throw fail(errors.badInput('A schedule is @hourly, @daily, @weekly, or five fields of cron.'))
  }
  const namespace = await namespaceOf({ namespace: spec.namespace, account }, needs.credentials)
  const jobSpec = wireBody(spec, await resolveSecrets(spec, needs))
  const body = JSON.stringify({ jobSpec, schedule })
  const path = `/scheduled-jobs/${namespace}`
  const { json } = await askJobs({ path, method: 'POST', body, namespace }, needs)
  return readSchedule(json, hostOf(needs))
}

/** The scheduled jobs of a namespace. Throws as `askJobs` does. */
export async function listSchedules(
  ask: Submitter & { readonly namespace: string | null },
  needs: JobNeeds,
): Promise<readonly JobScheduleView[]> {
  const namespace = await namespaceOf(ask, needs.credentials)
  const { json } = await askJobs({ path: `/scheduled-jobs/${namespace}`, namespace }, needs)
  return readSchedules(json, hostOf(needs))
}

/** Suspends or resumes a scheduled job, and tells how it stands then. Throws as `askJobs` does. */
export async function changeSchedule(
  ask: JobName & Submitter & { readonly verb: ScheduleVerb },
  needs: JobNeeds,
): Promise<JobScheduleView> {
  await askAbout(ask, `/${ask.verb}`, 'POST', needs)
  return readSchedule(await askAbout(ask, '', 'GET', needs), hostOf(needs))
}

/** Starts a scheduled job now, besides its times. Throws as `askJobs` does. */
export async function runScheduleNow(ask: JobName & Submitter, needs: JobNeeds): Promise<JobView> {
  return readJob(await askAbout(ask, '/run', 'POST', needs), hostOf(needs))
}

/** Takes a scheduled job away; jobs that it has started go on. Throws as `askJobs` does. */
export async function deleteSchedule(ask: JobName & Submitter, needs: JobNeeds): Promise<void> {
  await askAbout(ask, '', 'DELETE', needs)
}

async function askAbout(
  { namespace: wished, id, account }: JobName & Submitter,
  verb: string,
  method: 'GET' | 'POST' | 'DELETE',
  needs: JobNeeds,
): Promise<unknown> {
  const namespace = await namespaceOf({ namespace: wished, account }, needs.credentials)
  const path = `/scheduled-jobs/${namespace}/${id}${verb}`
  return (await askJobs({ path, method, namespace, id }, needs)).json
}
