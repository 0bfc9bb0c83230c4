import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { markInTime } from '../../../electron/app/mark-in-time.ts'
import { createState } from '../../../electron/app/state.ts'
import { account, loggedIn, readyRun, unlocked } from '../../fixtures/fake-bridge-world.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-24T12:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

test('a server is marked at the moment when its log-in’s token ends, and nothing ticks after', () => {
  const clock = { now: () => new Date() }
  const state = createState('', { theme: 'system', oauthClientId: null, envFolders: [] }, clock)
  const stop = markInTime({ state, clock })
  state.credentialsSeen(unlocked, [
    { ...loggedIn, accounts: [account('work', { kind: 'oauth', fingerprint: 'new' })] },
  ])
  const expiresAt = '2026-11-24T20:00:00.000Z'
  const holds = [{ provider: 'huggingface', account: 'work', fingerprint: 'old', expiresAt }]
  state.runsChanged([{ ...readyRun, holds }])
  const { revision } = state.get()
  vi.advanceTimersByTime(8 * 3_600_000 - 1)
  expect(state.get().revision).toBe(revision)
  vi.advanceTimersByTime(1)
  expect(state.get().runs).toMatchObject([{ holdsOldToken: true }])
  expect(vi.getTimerCount()).toBe(0)
  stop()
})
