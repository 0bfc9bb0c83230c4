import type { JobSpec } from '../../shared/domain/job.ts'
import type { JobView } from '../../shared/domain/job-view.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { askJobs } from './ask-jobs.ts'
import { resolveSecrets } from './job-secrets.ts'
import { namespaceOf, type Submitter } from './namespace.ts'
import type { JobNeeds } from './needs.ts'
import { readJob } from './replies.ts'
import { wireBody } from './wire-body.ts'

/**
 * Submits a job. Its secrets are looked up now and travel in the request's `secrets` alone. Throws as
 * `askJobs` and `resolveSecrets` do.
 */
export async function submitJob(
  { spec, account, signal }: Submitter & { readonly spec: JobSpec; readonly signal?: AbortSignal },
  needs: JobNeeds,
): Promise<JobView> {
  const namespace = await namespaceOf({ namespace: spec.namespace, account }, needs.credentials)
  const body = JSON.stringify(wireBody(spec, await resolveSecrets(spec, needs)))
  const { json } = await askJobs(
    {
      path: `/jobs/${namespace}`,
      method: 'POST',
      body,
      namespace,
      ...(signal === undefined ? {} : { signal }),
    },
    needs,
  )
  return readJob(json, hostOf(needs))
}

/** The Hub's host name, for messages. */
export function hostOf({ hub: { env, paths } }: JobNeeds): string {
  return readHfEnvironment(env, paths.home).host
}
