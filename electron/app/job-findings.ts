import type { JobFinding } from '../../shared/domain/job-form.ts'
import type { Finding } from '../jobs/preflight/finding.ts'

/** Findings as a window shows them, each with an id that is the same as long as nothing else is found. */
export function showFindings(
  findings: readonly Finding[],
  mask: (text: string) => string,
): JobFinding[] {
  const counts = new Map<string, number>()
  return findings.map(({ code, level, message, fix }) => {
    const count = (counts.get(code) ?? 0) + 1
    counts.set(code, count)
    return {
      id: `${code}-${count}`,
      level,
      message: mask(message),
      fix:
        fix.kind === 'change'
          ? { kind: 'change', label: mask(fix.label) }
          : { kind: 'action', action: fix.action },
    }
  })
}
