import { describe, expect, it } from 'vitest'
import { markOldTokens, nextEnd } from '../../../electron/launcher/old-tokens.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import type { HeldSecret, RunView } from '../../../shared/domain/run.ts'
import { account, loggedIn, readyRun, sources, verified } from '../../fixtures/fake-bridge-world.ts'

const noon = new Date('2026-11-24T12:00:00Z')
const [before, after] = ['2026-11-24T11:59:00.000Z', '2026-11-24T12:01:00.000Z']

const now: ProviderView = {
  ...loggedIn,
  accounts: [account('work', { fingerprint: 'new' }), account('home', { fingerprint: 'home' })],
  sources: sources({ environment: { present: true, fingerprint: 'env' } }),
}

function isMarked(
  held: Omit<HeldSecret, 'provider'>,
  facts: Partial<ProviderView> = {},
  run: Partial<RunView> = {},
): boolean | undefined {
  const one = { ...readyRun, holds: [{ provider: 'huggingface', ...held }], ...run }
  return markOldTokens([one], [{ ...now, ...facts }], noon)[0]?.holdsOldToken
}

describe('a run', () => {
  it.each([
    ['of an account, still current', { account: 'work', fingerprint: 'new' }, false],
    ['of an account that was rotated', { account: 'work', fingerprint: 'old' }, true],
    ['of an account that was renamed', { account: 'before', fingerprint: 'home' }, false],
    ['of an account that is gone', { account: 'gone', fingerprint: 'gone' }, true],
    ['of the environment', { account: null, fingerprint: 'env' }, false],
    ['of another tool, since replaced', { account: null, fingerprint: 'other' }, true],
    ['of another tool, since imported', { account: null, fingerprint: 'home' }, false],
  ])('with a token %s', (_name, held, expected) => {
    expect(isMarked(held)).toBe(expected)
  })

  it('is not marked while nobody can tell', () => {
    const unread = [account('work', { fingerprint: null, store: null })]
    expect(isMarked({ account: 'work', fingerprint: 'old' }, { accounts: unread })).toBe(false)
    const closed = sources({ keyring: { present: null } })
    expect(isMarked({ account: null, fingerprint: 'old' }, { sources: closed })).toBe(false)
    const held = { account: 'work', fingerprint: 'old' }
    expect(isMarked(held, { accounts: [], sources: closed })).toBe(false)
    const other = { ...readyRun, holds: [{ provider: 'ngc', ...held }] }
    expect(markOldTokens([other], [now], noon)).toMatchObject([{ holdsOldToken: false }])
  })

  it('is not marked when it has ended, holds nothing, or holds what renews itself', () => {
    const old = { account: 'work', fingerprint: 'old' }
    expect(isMarked(old, {}, { state: 'exited' })).toBe(false)
    expect(isMarked(old, {}, { holds: [] })).toBe(false)
    const renewed = [account('work', { kind: 'oauth', fingerprint: 'new' })]
    expect(isMarked(old, { accounts: renewed })).toBe(false)
  })

  it('with the token of a log-in is marked once that has ended, been refused or been cleared', () => {
    const renewed = [account('work', { kind: 'oauth', fingerprint: 'new' })]
    const old = { account: 'work', fingerprint: 'old' }
    expect(isMarked({ ...old, expiresAt: after }, { accounts: renewed })).toBe(false)
    expect(isMarked({ ...old, expiresAt: before }, { accounts: renewed })).toBe(true)
    // Renamed and renewed since: the server's copy is as good as it was.
    const held = { account: 'former', fingerprint: 'old', expiresAt: after }
    expect(isMarked(held, { accounts: renewed })).toBe(false)
    const verification = { ...verified(), state: 'rejected' as const }
    const refused = [account('work', { kind: 'oauth', fingerprint: 'old', verification })]
    expect(isMarked({ ...old, expiresAt: after }, { accounts: refused })).toBe(true)
    expect(isMarked({ ...old, expiresAt: after }, { accounts: [] })).toBe(true)
  })
})

it('the next end is that of a server that runs', () => {
  const run = (expiresAt?: string, facts: Partial<RunView> = {}): RunView => ({
    ...readyRun,
    holds: [
      { provider: 'ngc', account: 'work', fingerprint: 'new' },
      {
        provider: 'huggingface',
        account: 'work',
        fingerprint: 'old',
        ...(expiresAt && { expiresAt }),
      },
    ],
    ...facts,
  })
  expect(nextEnd([run(), run(before), run(after, { state: 'exited' })], noon)).toBeNull()
  expect(nextEnd([run('2026-11-25T12:00:00.000Z'), run(after)], noon)).toEqual(new Date(after))
})
