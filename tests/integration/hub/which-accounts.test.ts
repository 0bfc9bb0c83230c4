import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { errors, fail } from '../../../shared/errors.ts'
import { checkAccess } from '../../../electron/hub/check-access.ts'
import { inspectModel } from '../../../electron/hub/inspect-model.ts'
import type { HubAccount, HubNeeds } from '../../../electron/hub/needs.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import { openLab, type Lab } from './lab.ts'

let lab: Lab
beforeAll(async () => {
  lab = await openLab()
})
afterAll(() => lab.close())
afterEach(() => {
  lab.hub.clearFaults()
  lab.hub.clearRequests()
})

/** Needs of somebody with these accounts, named like their tokens; the first one is in force. */
function withAccounts(...labels: readonly [string, ...string[]]): HubNeeds {
  const accounts = labels.map((label, place): HubAccount => {
    const { token } = lab.needs(label)
    return { account: label, username: label.split('-')[0] ?? null, inForce: place === 0, token }
  })
  return { ...lab.needs(labels[0]), accounts: () => Promise.resolve(accounts) }
}

const ask = (repo: string) => ({ type: 'model', repo, revision: 'main' }) as const
const asked = (): (string | undefined)[] =>
  lab.hub.requests.map(({ authorization }) => authorization?.token)

it('offers the account that can open what the one in force cannot', async () => {
  const needs = withAccounts('bob-read', 'ada-fine-grained-no-gated', 'ada-read')
  const report = await checkAccess(ask(SAMPLE.gatedModel), needs)
  expect(report.verdict).toBe('not-requested')
  expect(report.action?.does).toEqual({
    kind: 'use-account',
    provider: 'huggingface',
    account: 'ada-read',
  })
  expect(report.accounts).toEqual([
    { account: 'bob-read', username: 'bob', inForce: true, verdict: 'not-requested' },
    {
      account: 'ada-fine-grained-no-gated',
      username: 'ada',
      inForce: false,
      verdict: 'token-lacks-gated-right',
    },
    { account: 'ada-read', username: 'ada', inForce: false, verdict: 'granted' },
  ])
  const view = await inspectModel({ repo: SAMPLE.gatedModel, revision: 'main' }, needs)
  expect(view.access.action?.does.kind).toBe('use-account')
})

it('finds the account that sees a private repository, and asks each one once', async () => {
  const needs = withAccounts('bob-read', 'ada-read')
  const report = await checkAccess(ask('ada/private-notes'), needs)
  expect(report).toMatchObject({
    verdict: 'private-or-missing',
    action: { does: { kind: 'use-account', account: 'ada-read' } },
  })
  expect(asked()).toEqual(['bob-read', 'ada-read'])
})

it('keeps its own next step when no account helps', async () => {
  const report = await checkAccess(
    ask('hubkey-tests/gated-rejected'),
    withAccounts('ada-read', 'bob-read'),
  )
  expect(report.verdict).toBe('refused')
  expect(report.action?.does.kind).toBe('open-link')
})

it.each([
  [SAMPLE.openModel, 'open'],
  [SAMPLE.gatedModel, 'granted'],
  ['hubkey-tests/disabled-model', 'disabled'],
])('asks for nobody else about %s', async (repo, verdict) => {
  const report = await checkAccess(ask(repo), withAccounts('ada-read', 'bob-read'))
  expect(report.verdict).toBe(verdict)
  expect(report.accounts.map((one) => one.verdict)).toEqual([verdict, null])
  expect(asked()).not.toContain('bob-read')
})

it('asks no more accounts once the Hub asks to wait', async () => {
  const others = Array.from({ length: 9 }, (_, n) => `bob-${n}`)
  for (const label of others) lab.hub.addToken({ label, kind: 'read', owner: 'bob' })
  lab.hub.setFault({
    fault: { kind: 'rate-limited', resetSeconds: 60 },
    when: ({ authorization }) => authorization?.token.startsWith('bob-') ?? false,
  })
  const report = await checkAccess(
    ask('hubkey-tests/gated-not-requested'),
    withAccounts('ada-read', ...others),
  )
  expect(report.verdict).toBe('not-requested')
  expect(asked().filter((token) => token?.startsWith('bob-')).length).toBeLessThanOrEqual(3)
  expect(report.accounts.at(-1)).toMatchObject({ account: 'bob-8', verdict: null })
})

it('does not stumble over an account whose token cannot be read or is dead', async () => {
  const needs = withAccounts('bob-read', 'ada-expired')
  const locked: HubAccount = {
    account: 'locked',
    username: null,
    inForce: false,
    token: () => Promise.reject(fail(errors.keyringLocked())),
  }
  const all = [...(await needs.accounts!({ repo: SAMPLE.gatedModel })), locked]
  const report = await checkAccess(ask(SAMPLE.gatedModel), {
    ...needs,
    accounts: () => Promise.resolve(all),
  })
  expect(report.accounts.map(({ verdict }) => verdict)).toEqual([
    'not-requested',
    'token-rejected',
    null,
  ])
})
