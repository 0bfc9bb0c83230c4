import type { JobSpec } from '../../../shared/domain/job.ts'
import { errors, fail } from '../../../shared/errors.ts'
import type { Finding } from './finding.ts'

/** Nothing is sent that would fail, cost money for nothing or show a token. Throws `job-findings` or `job-not-allowed`. */
export function refuseErrors(findings: readonly Finding[], { namespace }: JobSpec): void {
  const wrong = findings.filter(({ level }) => level === 'error')
  const [first] = wrong
  if (first === undefined) return
  if (first.code === 'token-cannot-run-jobs') {
    throw fail(errors.jobNotAllowed(namespace ?? 'your account'))
  }
  const step = first.fix.kind === 'action' ? first.fix.action : null
  throw fail(errors.jobFindings(wrong.length, first.message, step))
}
