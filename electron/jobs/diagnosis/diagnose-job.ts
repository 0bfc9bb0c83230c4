import type { AppError } from '../../../shared/app-error.ts'
import { AppFailure } from '../../../shared/errors.ts'
import { followLog } from '../follow-log.ts'
import type { JobName } from '../job-name.ts'
import { inspectJob } from '../look-at-jobs.ts'
import { identityOf, type Submitter } from '../namespace.ts'
import type { JobNeeds } from '../needs.ts'
import { diagnose } from './diagnose.ts'

/** Lines in which the cause stands, if it stands anywhere. */
export const linesLookedAt = 400

/**
 * Why a job failed, from its last lines; empty where they do not tell. `lines` are those of whoever has read them
 * already. Throws as `inspectJob` and `followLog` do.
 */
export async function diagnoseJob(
  ask: JobName & Submitter & { readonly lines?: readonly string[]; readonly signal: AbortSignal },
  needs: JobNeeds,
): Promise<readonly AppError[]> {
  const { lines: known, ...name } = ask
  const job = await inspectJob(name, needs)
  const lines = known ?? (await lastLines(name, needs))
  return diagnose({ lines, job, holder: await holderOf(name, needs) })
}

async function lastLines(
  name: JobName & Submitter & { readonly signal: AbortSignal },
  needs: JobNeeds,
): Promise<readonly string[]> {
  const lines: string[] = []
  const wish = { ...name, tail: linesLookedAt, follow: false }
  for await (const bundle of followLog(wish, needs)) lines.push(...bundle)
  return lines.slice(-linesLookedAt)
}

/** The account that asks is nearly always the one whose token the job got; nobody can tell for certain. */
async function holderOf({ account }: Submitter, needs: JobNeeds): ReturnType<typeof identityOf> {
  try {
    return await identityOf({ account }, needs.credentials)
  } catch (cause) {
    if (cause instanceof AppFailure) return null
    throw cause
  }
}
