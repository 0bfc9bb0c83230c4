import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { allowsDownload, type Verdict } from '../../../shared/domain/access.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { checkAccess } from '../../../electron/hub/check-access.ts'
import { downloadRepository } from '../../../electron/hub/download-repository.ts'
import { inspectModel } from '../../../electron/hub/inspect-model.ts'
import type { HubNeeds } from '../../../electron/hub/needs.ts'
import { requireTrust } from '../../../electron/hub/trust/endpoint-trust.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import type { Fault } from '../../fixtures/hub-double/faults.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import { openLab, type Lab } from './lab.ts'
import { stepOf } from './step-of.ts'

let lab: Lab
beforeAll(async () => {
  lab = await openLab()
  const { hub } = lab
  hub.addToken({ label: 'ada-narrow-oauth', kind: 'oauth', owner: 'ada', scopes: ['profile'] })
  hub.addToken({
    label: 'ada-pending-in-the-lab',
    kind: 'read',
    owner: 'ada',
    pendingInOrgs: ['the-lab'],
  })
  hub.addRepo({
    id: 'hubkey-tests/new-name',
    formerNames: ['hubkey-tests/old-name'],
    gated: 'auto',
    access: { ada: 'granted' },
    files: { 'config.json': '{}' },
  })
})
afterAll(() => lab.close())
afterEach(() => {
  lab.hub.clearFaults()
  lab.hub.clearRequests()
})

const inspect = (repo: string, label: string | null = null) =>
  inspectModel({ repo, revision: 'main' }, lab.needs(label))

const rows: [string, string | null, Verdict, RegExp, string | null][] = [
  // repository, token, verdict, words of the sentence, next step
  [SAMPLE.openModel, null, 'open', /is public\.$/, null],
  [SAMPLE.openModel, 'ada-read', 'open', /is public\.$/, null],
  [SAMPLE.openModel, 'ada-expired', 'open', /does not accept your token, so it was not used/, 'log-in'],
  [SAMPLE.gatedModel, 'ada-read', 'granted', /is gated and your account has access/, null],
  [SAMPLE.gatedModel, 'ada-oauth', 'granted', /is gated and your account has access/, null],
  [SAMPLE.gatedModel, null, 'no-token', /is gated: its author wants to know/, 'log-in'],
  [SAMPLE.gatedModel, 'ada-expired', 'token-rejected', /does not accept your token/, 'log-in'],
  [SAMPLE.gatedModel, 'bob-read', 'not-requested', /has not asked for it yet. Access is given at once/, 'open model'],
  ['hubkey-tests/gated-not-requested', 'ada-read', 'not-requested', /has not asked/, 'open model'],
  ['hubkey-tests/gated-pending', 'bob-read', 'not-requested', /Its author decides/, 'open model'],
  ['hubkey-tests/gated-pending', 'ada-read', 'awaiting-author', /is waiting for its author/, 'watch'],
  ['hubkey-tests/gated-rejected', 'ada-read', 'refused', /has refused your request/, 'open model'],
  ['hubkey-tests/gated-reset', 'ada-read', 'must-request-again', /asked for again/, 'open model'],
  [SAMPLE.gatedModel, 'ada-fine-grained-no-gated', 'token-lacks-gated-right', /lacks the right to read gated/, 'open manage-tokens'],
  [SAMPLE.gatedModel, 'ada-narrow-oauth', 'token-lacks-gated-right', /lacks the right to read gated/, 'open manage-tokens'],
  ['strict-lab/policy-model', 'ada-read', 'org-policy', /only fine-grained tokens/, 'open create-token'],
  ['the-lab/private-model', 'ada-revoked-by-the-lab', 'org-policy', /has revoked this token/, 'log-in'],
  ['the-lab/private-model', 'ada-pending-in-the-lab', 'org-policy', /has yet to approve/, 'advice'],
  ['ada/private-notes', 'ada-read', 'granted', /is private and your account may read it/, null],
  ['ada/private-notes', 'bob-read', 'private-or-missing', /does not exist, or it is private/, 'open model'],
  ['ada/private-notes', null, 'private-or-missing', /private and needs you to log in/, 'log-in'],
  ['hubkey-tests/never-made', 'ada-read', 'private-or-missing', /does not exist, or it is private/, 'open model'],
  ['hubkey-tests/never-made', 'ada-expired', 'token-rejected', /does not accept your token/, 'log-in'],
  ['hubkey-tests/disabled-model', 'ada-read', 'disabled', /has disabled/, 'open model'],
  ['hubkey-tests/disabled-model', null, 'disabled', /has disabled/, 'open model'],
  ['hubkey-tests/old-name', 'ada-read', 'granted', /is gated and your account has access/, null],
  ['hubkey-tests/old-name', 'bob-read', 'not-requested', /has not asked/, 'open model'],
] // prettier-ignore

describe('every row of the decision table', () => {
  it.each(rows)('%s with %s is %s', async (repo, label, verdict, sentence, step) => {
    const { access } = await inspect(repo, label)
    expect(access.verdict).toBe(verdict)
    expect(access.reason).toMatch(sentence)
    expect(stepOf(access.action)).toBe(step)
    expect(lab.hub.requests.every(({ path }) => !path.includes('/resolve/'))).toBe(true)
  })
})

describe('every row again, by the check alone', () => {
  it.each(rows)('%s with %s is %s', async (repo, label, verdict, sentence, step) => {
    const ask = { type: 'model', repo, revision: 'main' } as const
    const report = await checkAccess(ask, lab.needs(label))
    expect(report.verdict).toBe(verdict)
    expect(report.reason).toMatch(sentence)
    expect(stepOf(report.action)).toBe(step)
  })
})

describe('who is asked what', () => {
  it('asks for access before anything, and whoami only in doubt', async () => {
    await inspect(SAMPLE.gatedModel, 'ada-read')
    expect(lab.hub.requests.map(({ path }) => path)).toEqual([
      `/api/models/${SAMPLE.gatedModel}/auth-check`,
      `/api/models/${SAMPLE.gatedModel}/revision/main`,
    ])
  })

  it('goes on without a dead token, and has it judged once', async () => {
    const judged: string[] = []
    const settle: HubNeeds['settle'] = async () => {
      judged.push('whoami')
      return Promise.resolve('rejected')
    }
    const needs = lab.needs('ada-expired', { settle })
    await inspectModel({ repo: SAMPLE.openModel, revision: 'main' }, needs)
    expect(judged).toHaveLength(1)
    expect(lab.hub.requests.map(({ path, authorization }) => [path, authorization?.token])).toEqual(
      [
        [`/api/models/${SAMPLE.openModel}/auth-check`, 'ada-expired'],
        [`/api/models/${SAMPLE.openModel}/auth-check`, undefined],
        [`/api/models/${SAMPLE.openModel}/revision/main`, undefined],
      ],
    )
  })

  it('believes whoami, not the message, about a token that a repository refuses', async () => {
    lab.hub.setFault({ fault: { kind: 'status', status: 401 }, path: '*/auth-check' })
    const view = await inspect('hubkey-tests/never-made', 'ada-read')
    expect(view.access.verdict).toBe('private-or-missing')
    expect(lab.hub.requests.at(-1)?.path).toBe('/api/whoami-v2')
  })

  it('takes the message for a hint when whoami gives no answer', async () => {
    const needs = lab.needs('ada-expired', { settle: () => Promise.resolve('unknown') })
    const { access } = await inspectModel({ repo: SAMPLE.gatedModel, revision: 'main' }, needs)
    expect(access.verdict).toBe('token-rejected')
  })

  it('sends no token that is in quarantine, and still says what is wrong', async () => {
    const needs = lab.needs(null, { token: () => Promise.resolve({ secret: null }) })
    const { access } = await inspectModel({ repo: SAMPLE.gatedModel, revision: 'main' }, needs)
    expect(access).toMatchObject({
      verdict: 'token-rejected',
      action: { does: { kind: 'log-in' } },
    })
    expect(lab.hub.requests.map(({ authorization }) => authorization)).toEqual([
      undefined,
      undefined,
    ])
  })

  it('notices a token that dies between the two questions', async () => {
    lab.hub.addToken({ label: 'ada-short', kind: 'read', owner: 'ada' })
    const needs = lab.needs('ada-short')
    const fetchThenKill: HubNeeds['fetch'] = async (input, init) => {
      if (input.includes('/revision/') && lab.hub.requests.length === 1) {
        lab.hub.removeToken('ada-short')
      }
      return fetch(input, init)
    }
    const { access } = await inspectModel(
      { repo: 'ada/private-notes', revision: 'main' },
      { ...needs, fetch: fetchThenKill },
    )
    expect(access.verdict).toBe('token-rejected')
  })

  it('goes without a token that cannot be read, unless one is needed', async () => {
    const needs = lab.needs(null, { token: () => Promise.reject(fail(errors.keyringLocked())) })
    const open = await inspectModel({ repo: SAMPLE.openModel, revision: 'main' }, needs)
    expect(open.access.verdict).toBe('open')
    await expect(
      inspectModel({ repo: SAMPLE.gatedModel, revision: 'main' }, needs),
    ).rejects.toMatchObject({ error: { code: 'keyring-locked' } })
  })
})

describe('the view', () => {
  it('tells what the model is', async () => {
    const view = await inspect(SAMPLE.gatedModel, 'ada-read')
    expect(view).toMatchObject({
      repo: SAMPLE.gatedModel,
      revision: 'main',
      gated: 'auto',
      pipeline: 'text-generation',
      library: 'gguf',
    })
    expect(view.commit).toMatch(/^[0-9a-f]{40}$/)
    const file = view.files.find(({ path }) => path === SAMPLE.modelFile)
    expect(file).toMatchObject({ launchable: true, cached: false, quantisation: null })
    expect(file?.size).toBeGreaterThan(100_000)
  })

  it('says when there is no such revision', async () => {
    await expect(
      inspectModel({ repo: SAMPLE.openModel, revision: 'nowhere' }, lab.needs()),
    ).rejects.toMatchObject({ error: { code: 'revision-missing' } })
  })

  it.each(['../etc', 'a/b/c', 'a b', '', 'x'.repeat(300)])('refuses the name %j', async (repo) => {
    await expect(inspect(repo)).rejects.toMatchObject({ error: { code: 'bad-input' } })
    expect(lab.hub.requests).toEqual([])
  })
})

describe('when the Hub cannot tell', () => {
  const faults: [string, Fault, Verdict, RegExp, string][] = [
    ['is broken', { kind: 'status', status: 500 }, 'offline', /problem of its own/, 'retry'],
    ['is overloaded', { kind: 'status', status: 503 }, 'offline', /problem of its own/, 'retry'],
    ['hangs up', { kind: 'reset' }, 'offline', /cannot be reached/, 'retry'],
    ['keeps silent', { kind: 'silence' }, 'offline', /did not answer in time/, 'retry'],
    ['is a portal', { kind: 'captive-portal' }, 'offline', /sign-in page/, 'advice'],
    ['is a refusing portal', { kind: 'captive-portal', status: 403 }, 'offline', /sign-in page/, 'advice'],
    ['is elsewhere', { kind: 'redirect', to: 'http://localhost:1/' }, 'offline', /Something other than the Hub/, 'advice'],
    ['talks without end', { kind: 'huge', bytes: 80_000_000 }, 'offline', /Something other/, 'advice'],
    ['asks to wait', { kind: 'rate-limited', resetSeconds: 42 }, 'rate-limited', /wait 42 seconds/, 'retry'],
  ] // prettier-ignore

  it.each(faults)('because it %s', async (_name, fault, verdict, sentence, step) => {
    lab.hub.setFault({ fault })
    const needs = lab.needs('ada-read', { limits: { metadataMs: 700 } })
    const { access, files } = await inspectModel(
      { repo: SAMPLE.gatedModel, revision: 'main' },
      needs,
    )
    expect(access.verdict).toBe(verdict)
    expect(access.reason).toMatch(sentence)
    expect(stepOf(access.action)).toBe(step)
    expect(files).toEqual([])
  })

  it('says until when it asks to wait', async () => {
    lab.hub.setFault({ fault: { kind: 'rate-limited', resetSeconds: 42 } })
    const now = new Date('2026-11-23T12:00:00.000Z')
    const needs = { ...lab.needs('ada-read'), clock: { now: () => now } }
    const report = await checkAccess(
      { type: 'model', repo: SAMPLE.gatedModel, revision: 'main' },
      needs,
    )
    expect(report).toMatchObject({ verdict: 'rate-limited', until: '2026-11-23T12:00:42.000Z' })
  })

  it.each(faults)('after access was granted, because it %s', async (_name, fault, verdict) => {
    lab.hub.setFault({ fault, path: '*/revision/*' })
    const needs = lab.needs('ada-read', { limits: { metadataMs: 700 } })
    const { access } = await inspectModel({ repo: SAMPLE.gatedModel, revision: 'main' }, needs)
    expect(access.verdict).toBe(verdict)
  })

  it.each(['garbage', 'truncated', 'empty'] as const)('because the info is %s', async (kind) => {
    lab.hub.setFault({ fault: { kind }, path: '*/revision/*' })
    const { access } = await inspect(SAMPLE.openModel)
    expect(access.verdict).toBe('offline')
  })

  it('does not ask at all under HF_HUB_OFFLINE', async () => {
    const needs = lab.needs('ada-read', { env: { HF_HUB_OFFLINE: '1' } })
    const { access } = await inspectModel({ repo: SAMPLE.openModel, revision: 'main' }, needs)
    expect(access).toMatchObject({ verdict: 'offline', action: { does: { kind: 'advice' } } })
    expect(access.reason).toMatch(/HF_HUB_OFFLINE/)
    expect(lab.hub.requests).toEqual([])
  })
})

describe('a mirror that the token was never sent to', () => {
  const stranger = { HF_ENDPOINT: 'https://mirror.example' }
  const table: [string, Verdict, RegExp, string | null][] = [
    [SAMPLE.openModel, 'open', /is public/, null],
    [SAMPLE.gatedModel, 'offline', /mirror\.example, to which a stored token was never sent/, 'trust-endpoint'],
    ['ada/private-notes', 'offline', /mirror\.example, to which a stored token was never sent/, 'trust-endpoint'],
  ] // prettier-ignore

  it.each(table)('%s is %s', async (repo, verdict, sentence, step) => {
    const { paths } = lab.needs()
    const needs = lab.needs(null, {
      token: async () => {
        await requireTrust({ env: stranger, paths })
        throw new Error('A stranger was trusted.')
      },
    })
    const { access } = await inspectModel({ repo, revision: 'main' }, needs)
    expect(access.verdict).toBe(verdict)
    expect(access.reason).toMatch(sentence)
    expect(stepOf(access.action)).toBe(step)
    expect(lab.hub.requests.some(({ authorization }) => authorization !== undefined)).toBe(false)
  })
})

describe('a dataset', () => {
  it('has the same verdicts and its own page, its files, and nothing to launch', async () => {
    lab.hub.addRepo({
      id: 'hubkey-tests/gated-rows',
      type: 'dataset',
      gated: 'manual',
      access: { ada: 'granted', bob: 'pending' },
      files: { 'rows.csv': 'a,b', 'odd.gguf': 'GGUF' },
    })
    const dataset = { type: 'dataset', repo: 'hubkey-tests/gated-rows', revision: 'main' } as const
    const granted = await inspectModel(dataset, lab.needs('ada-read'))
    expect(granted).toMatchObject({ type: 'dataset', access: { verdict: 'granted' } })
    expect(granted.files.map(({ path }) => path)).toEqual(expect.arrayContaining(['rows.csv']))
    expect(granted.files.some(({ launchable }) => launchable)).toBe(false)
    const { access } = await inspectModel(dataset, lab.needs('bob-read'))
    expect(access).toMatchObject({
      verdict: 'awaiting-author',
      action: { does: { kind: 'watch', type: 'dataset', repo: dataset.repo } },
    })
    const { action } = (await inspectModel({ ...dataset, repo: 'x/y' }, lab.needs('bob-read')))
      .access
    expect(action?.does).toEqual({ kind: 'open-link', link: { to: 'dataset', repo: 'x/y' } })
    const wish = { ...dataset, files: [], include: [], exclude: [] }
    await downloadRepository(wish, lab.needs('ada-read'))
    const offline = lab.needs(null, { env: { HF_HUB_OFFLINE: '1' } })
    const here = await inspectModel(dataset, offline)
    expect(here.access.verdict).toBe('offline')
    expect(here.files.find(({ path }) => path === 'rows.csv')).toMatchObject({
      cached: true,
      size: 3,
    })
  })
})

it('never shows a server’s own words, and only lets open and granted be downloaded', async () => {
  const message = 'Visit http://evil.example now'
  lab.hub.setFault({
    fault: {
      kind: 'status',
      status: 403,
      headers: { 'X-Error-Code': 'GatedRepo', 'X-Error-Message': message },
    },
    path: '*/auth-check',
  })
  const view = await inspect(SAMPLE.gatedModel, 'ada-read')
  expect(view.access.verdict).toBe('not-requested')
  expect(JSON.stringify(view)).not.toContain('evil')
  expect(allowsDownload(view.access.verdict)).toBe(false)
  expect(JSON.stringify(view)).not.toContain(
    new Redactor().guard(lab.hub.token('ada-read')).reveal(),
  )
})
