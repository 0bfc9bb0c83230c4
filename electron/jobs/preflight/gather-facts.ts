import type { JobSecret, JobSpec } from '../../../shared/domain/job.ts'
import type { Identity } from '../../../shared/domain/verification.ts'
import { listHardware } from '../look-at-jobs.ts'
import { identityOf, type Submitter } from '../namespace.ts'
import type { JobNeeds } from '../needs.ts'
import type { PreflightFacts } from './finding.ts'

/**
 * What the preflight wants to know: who submits, whose token each secret holds, and what machines there are. The Hub
 * is asked about an account only when it never was. Throws as `identityOf` and `listHardware` do.
 */
export async function gatherFacts(
  { spec, account }: Submitter & { readonly spec: JobSpec },
  needs: JobNeeds,
): Promise<PreflightFacts> {
  const submitter = await identityOf({ account }, needs.credentials)
  const holders: Record<string, Identity | null> = {}
  for (const [name, secret] of Object.entries(spec.secrets)) {
    holders[name] = await holderOf(secret, needs)
  }
  const hardware = await listHardware(needs)
  return { submitter, holders, hardware, now: needs.hub.clock.now() }
}

/** The facts of somebody who asks nobody: only the specification itself can be found fault with. */
export function nothingKnown({ hub: { clock } }: Pick<JobNeeds, 'hub'>): PreflightFacts {
  return { submitter: null, holders: {}, hardware: null, now: clock.now() }
}

async function holderOf(secret: JobSecret, needs: JobNeeds): Promise<Identity | null> {
  if (secret.from !== 'account' || secret.provider !== 'huggingface') return null
  return await identityOf({ account: secret.account }, needs.credentials)
}
