import type { JobHardware, JobView } from '../../shared/domain/job-view.ts'
import { askJobs } from './ask-jobs.ts'
import type { JobName } from './job-name.ts'
import { namespaceOf, type Submitter } from './namespace.ts'
import type { JobNeeds } from './needs.ts'
import { readHardware, readJob, readJobs } from './replies.ts'
import { hostOf } from './submit-job.ts'

/** Pages that are asked for at most, of fifty jobs each. */
const mostPages = 20

/** Which jobs are listed. */
export interface JobFilter {
  readonly namespace: string | null
  /** Also those that have ended. */
  readonly all: boolean
  /** All of these, as `name=value`. */
  readonly labels: readonly string[]
  /** At most so many pages of fifty; all there are, within reason, when left out. */
  readonly pages?: number
}

/** The jobs of a namespace, newest first. Throws as `askJobs` does. */
export async function listJobs(
  { namespace: wished, all, labels, pages, account }: JobFilter & Submitter,
  needs: JobNeeds,
): Promise<readonly JobView[]> {
  const namespace = await namespaceOf({ namespace: wished, account }, needs.credentials)
  const query = new URLSearchParams(labels.map((label): [string, string] => ['label', label]))
  if (!all) for (const stage of ['SCHEDULING', 'RUNNING', 'UPDATING']) query.append('stage', stage)
  const found: JobView[] = []
  let cursor: string | null = ''
  for (let page = 0; page < (pages ?? mostPages) && cursor !== null; page += 1) {
    if (cursor !== '') query.set('cursor', cursor)
    const path = `/jobs/${namespace}?${query.toString()}`
    const { json, headers } = await askJobs({ path, namespace }, needs)
    found.push(...readJobs(json, hostOf(needs)))
    cursor = nextCursor(headers.get('link'))
  }
  return found
}

/** One job. Throws as `askJobs` does. */
export async function inspectJob(
  ask: JobName & Submitter & { readonly signal?: AbortSignal },
  needs: JobNeeds,
): Promise<JobView> {
  return await askAbout(ask, {}, needs)
}

/** Stops a job; one that has ended already stays as it is. Throws as `askJobs` does. */
export async function cancelJob(ask: JobName & Submitter, needs: JobNeeds): Promise<JobView> {
  await askAbout(ask, { verb: '/cancel' }, needs)
  return await askAbout(ask, {}, needs)
}

/** Submits the same job again, with the secrets that the Hub has of it. Throws as `askJobs` does. */
export async function duplicateJob(ask: JobName & Submitter, needs: JobNeeds): Promise<JobView> {
  return await askAbout(ask, { verb: '/duplicate' }, needs)
}

/** The machines with their prices, as the Hub has them today. Throws as `askJobs` does. */
export async function listHardware(needs: JobNeeds): Promise<readonly JobHardware[]> {
  const { json } = await askJobs({ path: '/jobs/hardware', namespace: null }, needs)
  return readHardware(json, hostOf(needs))
}

async function askAbout(
  { namespace: wished, id, account, signal }: JobName & Submitter & { signal?: AbortSignal },
  { verb }: { readonly verb?: string },
  needs: JobNeeds,
): Promise<JobView> {
  const namespace = await namespaceOf({ namespace: wished, account }, needs.credentials)
  const path = `/jobs/${namespace}/${id}${verb ?? ''}`
  const method = verb === undefined ? 'GET' : 'POST'
  const ask = { path, method, namespace, id, ...(signal === undefined ? {} : { signal }) } as const
  return readJob((await askJobs(ask, needs)).json, hostOf(needs))
}

/** Only the cursor is taken from the link: a page's address is made here, for the Hub alone. */
function nextCursor(link: string | null): string | null {
  const next = /<([^>]{1,2000})>;\s*rel="next"/.exec(link ?? '')?.[1]
  return next !== undefined && URL.canParse(next) ? new URL(next).searchParams.get('cursor') : null
}
