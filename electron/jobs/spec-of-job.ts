import type { JobView } from '../../shared/domain/job-view.ts'
import { JobSpecSchema, type JobSpec } from '../../shared/domain/job.ts'
import { errors, fail } from '../../shared/errors.ts'
import { providerOf } from './job-secrets.ts'
import { readWork } from './read-work.ts'

/** A job as it was described. */
export interface DescribedJob {
  readonly spec: JobSpec
  /** Names of secrets whose values nobody gives back, and that no account of Hubkey's stands for. */
  readonly unknownSecrets: readonly string[]
}

/**
 * The description of a job that was submitted, to be changed and submitted anew. A secret by the name
 * of a provider's token is that of the account in force. Throws `job-not-reusable` for what no
 * description of Hubkey's can say.
 */
export function specOfJob(job: JobView): DescribedJob {
  const known = job.secrets.flatMap((name) => {
    const provider = providerOf(name)
    return provider === null ? [] : [[name, { from: 'account', provider, account: null }] as const]
  })
  const secrets = Object.fromEntries(known)
  const described = JobSpecSchema.safeParse({
    work: readWork(job),
    flavor: job.flavor,
    timeoutSeconds: job.timeoutSeconds,
    environment: job.environment,
    secrets,
    labels: job.labels,
    namespace: job.namespace,
    volumes: job.volumes,
    ports: job.ports,
  })
  if (!described.success) throw fail(errors.jobNotReusable(job.id))
  const unknownSecrets = job.secrets.filter((name) => !(name in secrets))
  return { spec: described.data, unknownSecrets }
}
