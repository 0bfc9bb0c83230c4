/** Reads the JSON reports of the test runners, and adds up what they counted. */
import { z } from 'zod'

/** How many tests had which outcome. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** The counts of nothing. */
export const none: Counts = { passed: 0, failed: 0, skipped: 0 }

/** The sum of two counts. */
export function add(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  }
}

/** `3 passed, 0 failed`, with `, 1 skipped` when some were. */
export function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`
}

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
})

/**
 * The counts of a vitest JSON report.
 * A file that failed without any test of it failing (it could not be loaded) is one failure.
 */
export function countVitest(report: unknown): Counts {
  return vitestReport
    .parse(report)
    .testResults.map(({ status, assertionResults: tests }) => {
      const passed = tests.filter((test) => test.status === 'passed').length
      const failed = tests.filter((test) => test.status === 'failed').length
      return {
        passed,
        failed: failed === 0 && status === 'failed' ? 1 : failed,
        skipped: tests.length - passed - failed,
      }
    })
    .reduce(add, none)
}

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  errors: z.array(z.unknown()),
})

/**
 * The counts of a Playwright JSON report. A flaky test is a failed one: retries are off, and who
 * turns them on shall not get a green run from it. Errors outside of tests are failures too.
 */
export function countPlaywright(report: unknown): Counts {
  const { stats, errors } = playwrightReport.parse(report)
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  }
}
