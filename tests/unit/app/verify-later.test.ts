import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createState, type State } from '../../../electron/app/state.ts'
import { verifyLater } from '../../../electron/app/verify-later.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import type { Verification } from '../../../shared/domain/verification.ts'
import { sampleOutputs } from '../desktop/ipc-samples.ts'

const { keyring, providers } = sampleOutputs['snapshot.get']

function seen(state: State, verification: Verification['state'] | null): void {
  if (keyring === null) throw new Error('the sample has a keyring')
  const view = (provider: ProviderView): ProviderView => ({
    ...provider,
    verification:
      verification === null
        ? null
        : { state: verification, identity: null, checkedAt: null, error: null },
  })
  state.credentialsSeen(keyring, providers.map(view))
}

describe('a token that could not be verified', () => {
  let state: State
  let asked: string[]
  let answers: Verification['state'][]
  let stop: () => void

  beforeEach(() => {
    vi.useFakeTimers()
    state = createState(
      '',
      { theme: 'system', oauthClientId: null, envFolders: [] },
      { now: () => new Date() },
    )
    asked = []
    answers = []
    stop = verifyLater({
      state,
      verify: async (provider) => {
        asked.push(provider)
        seen(state, answers.shift() ?? 'unverified')
        return Promise.resolve()
      },
    })
  })
  afterEach(() => {
    stop()
    vi.useRealTimers()
  })

  it('is verified later, ever more gently, until there is an answer', async () => {
    answers = ['unverified', 'unverified', 'verified']
    seen(state, 'unverified')
    await vi.advanceTimersByTimeAsync(14_000)
    expect(asked).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(300_000)
    expect(asked).toHaveLength(3)
    await vi.advanceTimersByTimeAsync(24 * 3_600_000)
    expect(asked).toHaveLength(3)
  })

  it.each(['verified', 'rejected', null] as const)(
    'is left alone when it is %s',
    async (standing) => {
      seen(state, standing)
      await vi.advanceTimersByTimeAsync(24 * 3_600_000)
      expect(asked).toEqual([])
    },
  )

  it('is not asked about more than 52 times a day', async () => {
    seen(state, 'unverified')
    await vi.advanceTimersByTimeAsync(24 * 3_600_000)
    expect(asked.length).toBeGreaterThan(40)
    expect(asked.length).toBeLessThanOrEqual(52)
  })

  it('is forgotten when it is stopped', async () => {
    seen(state, 'unverified')
    stop()
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(asked).toEqual([])
  })
})
