import { describe, expect, test } from 'vitest'
import { noticesOf, type HygieneFacts } from '../../../electron/credentials/hygiene.ts'
import type { AccountView } from '../../../shared/domain/account.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { account, ada, loggedIn, verified } from '../../fixtures/fake-bridge-world.ts'

const now = new Date('2026-11-24T12:00:00Z')

function daysAgo(days: number): string {
  return new Date(now.getTime() - days * 86_400_000).toISOString()
}

/** An account in which there is nothing to say, with what differs. */
function fine(facts: Partial<AccountView> = {}): AccountView {
  const checked = { ...verified(), checkedAt: daysAgo(1) }
  return account('laptop', { addedAt: daysAgo(30), active: true, verification: checked, ...facts })
}

function of(one: AccountView, facts: Partial<HygieneFacts> = {}): readonly string[] {
  const provider: ProviderView = { ...loggedIn, accounts: [one] }
  return notices({ providers: [provider], ...facts }).map(({ kind }) => kind)
}

function notices(facts: Partial<HygieneFacts>): ReturnType<typeof noticesOf> {
  const nothing = { providers: [], inFile: [], wideFiles: [] }
  const unknown = { uncheckable: new Set<string>(), pushing: new Set<string>() }
  return noticesOf({ ...nothing, ...unknown, ...facts }, now)
}

function identity(facts: Partial<typeof ada>): Pick<AccountView, 'verification'> {
  return { verification: { ...verified({ ...ada, ...facts }), checkedAt: daysAgo(1) } }
}

describe('a token', () => {
  test('that is young, verified and reads only has no notice', () => {
    expect(of(fine())).toEqual([])
  })

  test.each([
    ['yesterday', -1, ['expired']],
    ['in this very moment', 0, ['expired']],
    ['tomorrow', 1, ['expires-soon']],
    ['in two weeks', 14, ['expires-soon']],
    ['in 15 days', 15, []],
  ])('that ends %s', (_when, days, kinds) => {
    expect(of(fine(identity({ expiresAt: daysAgo(-days) })))).toEqual(kinds)
  })

  test.each([
    ['a year and reads', 365, {}, ['old']],
    ['a day less and reads', 364, {}, []],
    ['half a year and writes', 180, { role: 'write' }, ['wider-than-use', 'old']],
    ['a day less and writes', 179, { role: 'write' }, ['wider-than-use']],
  ])('that is as old as %s', (_age, days, facts, kinds) => {
    expect(of(fine({ addedAt: daysAgo(days), ...identity(facts) }))).toEqual(kinds)
  })

  test('that was replaced lately is young again', () => {
    expect(of(fine({ addedAt: daysAgo(900), rotatedAt: daysAgo(3) }))).toEqual([])
  })

  test('that writes is fine where git pushes with it, and where it is not the active one', () => {
    const writes = identity({ rights: ['repo.write'] })
    expect(of(fine(writes))).toEqual(['wider-than-use'])
    expect(of(fine(writes), { pushing: new Set(['huggingface']) })).toEqual([])
    expect(of(fine({ ...writes, active: false }))).toEqual([])
  })

  test.each([
    ['never, and stored today', null, 0, []],
    ['never, and stored some days ago', null, 3, ['never-verified']],
    ['89 days ago', 89, 100, []],
    ['90 days ago', 90, 100, ['verified-long-ago']],
  ])('that was verified %s', (_when, checked, stored, kinds) => {
    const checkedAt = checked === null ? null : daysAgo(checked)
    const verification = { ...verified(), checkedAt }
    const one = fine({ addedAt: daysAgo(stored), verification })
    expect(of(one)).toEqual(kinds)
    expect(of(one, { uncheckable: new Set(['huggingface']) })).toEqual([])
  })

  test('that is rejected, or renews itself, is told elsewhere', () => {
    const rejected = { ...verified(), state: 'rejected' as const, checkedAt: daysAgo(900) }
    expect(of(fine({ addedAt: daysAgo(900), verification: rejected }))).toEqual([])
    expect(of(fine({ addedAt: daysAgo(900), kind: 'oauth' }))).toEqual([])
  })

  test.each([
    ['has hours left', 3 / 24, 'expires-soon', 'It still works, but in 3 hours it ends.'],
    ['is over', -1, 'expired', 'Log in again to go on.'],
  ])('of a log-in that is renewed no more and %s is told', (_when, days, kind, rest) => {
    const whole = { kind: 'oauth', ...identity({ expiresAt: daysAgo(-days) }) } as const
    expect(of(fine(whole))).toEqual([])
    const ended = fine({ ...whole, logInEnded: true })
    expect(notices({ providers: [{ ...loggedIn, accounts: [ended] }] })).toMatchObject([
      {
        id: `${kind}:huggingface:laptop`,
        kind,
        sentence: `The Hugging Face log-in of “laptop” is renewed no more. ${rest}`,
        action: { does: { kind: 'log-in', by: 'browser', account: 'laptop' } },
      },
    ])
  })

  test('whose times are nonsense, or ahead of a clock that was set back, is left alone', () => {
    expect(of(fine({ addedAt: 'long ago' }))).toEqual([])
    expect(of(fine({ addedAt: daysAgo(-4000) }))).toEqual([])
    expect(of(fine(identity({ expiresAt: 'never' })))).toEqual([])
  })
})

test('each notice says whose it is, since when, and what the one next step is', () => {
  const [notice] = notices({
    providers: [{ ...loggedIn, accounts: [fine({ addedAt: daysAgo(400) })] }],
  })
  expect(notice).toEqual({
    id: 'old:huggingface:laptop',
    kind: 'old',
    severity: 'info',
    provider: 'huggingface',
    account: 'laptop',
    sentence:
      'The Hugging Face token of “laptop” is 400 days old. A new one now and then limits what a lost copy can do.',
    action: {
      label: 'Replace…',
      does: { kind: 'rotate', provider: 'huggingface', account: 'laptop' },
    },
    since: daysAgo(35),
  })
})

test('files and the store are told too, the gravest first', () => {
  const wide = { name: 'hf-token', path: '/h/token', mode: '0644', provider: 'huggingface' }
  const told = notices({
    providers: [{ ...loggedIn, accounts: [fine(identity({ expiresAt: daysAgo(1) }))] }],
    inFile: ['huggingface:a', 'huggingface:b'],
    wideFiles: [wide],
  })
  expect(told.map(({ kind, sentence }) => [kind, sentence])).toEqual([
    ['expired', expect.stringContaining('expired on 2026-11-23')],
    ['readable-by-others', expect.stringContaining('may read /h/token')],
    ['in-file', '2 tokens lie in the credentials file, though your keyring is open.'],
  ])
  expect(told.map(({ action }) => action?.does.kind)).toEqual([
    'rotate',
    'tighten-file',
    'take-into-keyring',
  ])
})
