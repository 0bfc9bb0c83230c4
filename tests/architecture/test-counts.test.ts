import { describe, expect, it } from 'vitest'
import { countPlaywright, countVitest, inWords } from '../../build/test-counts.ts'

describe('counting', () => {
  it('counts the tests of a vitest report by outcome', () => {
    const tests = ['passed', 'passed', 'failed', 'skipped', 'todo'].map((status) => ({ status }))
    const report = { testResults: [{ status: 'failed', assertionResults: tests }] }
    expect(countVitest(report)).toEqual({ passed: 2, failed: 1, skipped: 2 })
  })

  it('counts a test file that could not be loaded as a failure', () => {
    const report = { testResults: [{ status: 'failed', assertionResults: [] }] }
    expect(countVitest(report)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('counts flaky tests and errors outside of tests as failures', () => {
    const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 }
    expect(countPlaywright({ stats, errors: [{ message: 'x' }] })).toEqual({
      passed: 3,
      failed: 3,
      skipped: 2,
    })
  })

  it('names skipped tests only when there are some', () => {
    expect(inWords({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
    expect(inWords({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
  })
})
