import { describe, expect, it } from 'vitest'
import { markOldTokens } from '../../../electron/launcher/old-tokens.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { account, loggedIn, readyRun, sources } from '../../fixtures/fake-bridge-world.ts'

const now: ProviderView = {
  ...loggedIn,
  accounts: [account('work', { fingerprint: 'new' }), account('home', { fingerprint: 'home' })],
  sources: sources({ environment: { present: true, fingerprint: 'env' } }),
}

function isMarked(
  held: { account: string | null; fingerprint: string },
  facts: Partial<ProviderView> = {},
  run: Partial<RunView> = {},
): boolean | undefined {
  const one = { ...readyRun, holds: [{ provider: 'huggingface', ...held }], ...run }
  return markOldTokens([one], [{ ...now, ...facts }])[0]?.holdsOldToken
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
    expect(markOldTokens([{ ...readyRun, holds: [{ provider: 'ngc', ...held }] }], [now])).toEqual([
      expect.objectContaining({ holdsOldToken: false }),
    ])
  })

  it('is not marked when it has ended, holds nothing, or holds what renews itself', () => {
    const old = { account: 'work', fingerprint: 'old' }
    expect(isMarked(old, {}, { state: 'exited' })).toBe(false)
    expect(isMarked(old, {}, { holds: [] })).toBe(false)
    const renewed = [account('work', { kind: 'oauth', fingerprint: 'new' })]
    expect(isMarked(old, { accounts: renewed })).toBe(false)
  })
})
