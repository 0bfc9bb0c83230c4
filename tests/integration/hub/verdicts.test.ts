import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { allowsDownload, type Verdict } from '../../../shared/domain/access.ts'
import { errors, fail, type Action } from '../../../shared/errors.ts'
import { inspectModel } from '../../../electron/hub/inspect-model.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import type { Fault } from '../../fixtures/hub-double/faults.ts'
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

const inspect = (repo: string, label: string | null = null) =>
  inspectModel({ repo, revision: 'main' }, lab.needs(label))

/** The next step, shortened: what the button does, and where it leads. */
function stepOf(action: Action | null): string | null {
  if (action === null) return null
  const { does } = action
  return does.kind === 'open-link' ? `open ${does.link.to}` : does.kind
}

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
  ['hubkey-tests/gated-pending', 'ada-read', 'awaiting-author', /is waiting for its author/, 'open model'],
  ['hubkey-tests/gated-rejected', 'ada-read', 'refused', /has refused your request/, 'open model'],
  ['hubkey-tests/gated-reset', 'ada-read', 'must-request-again', /asked for again/, 'open model'],
  [SAMPLE.gatedModel, 'ada-fine-grained-no-gated', 'token-lacks-gated-right', /lacks the right to read gated/, 'open manage-tokens'],
  ['strict-lab/policy-model', 'ada-read', 'org-policy', /organisation’s rules/, 'advice'],
  ['the-lab/private-model', 'ada-revoked-by-the-lab', 'org-policy', /organisation’s rules/, 'advice'],
  ['ada/private-notes', 'ada-read', 'granted', /is private and your account may read it/, null],
  ['ada/private-notes', 'bob-read', 'private-or-missing', /does not exist, or it is private/, 'open model'],
  ['ada/private-notes', null, 'private-or-missing', /private and needs you to log in/, 'log-in'],
  ['hubkey-tests/never-made', 'ada-read', 'private-or-missing', /does not exist, or it is private/, 'open model'],
  ['hubkey-tests/never-made', 'ada-expired', 'token-rejected', /does not accept your token/, 'log-in'],
  ['hubkey-tests/disabled-model', 'ada-read', 'disabled', /has disabled/, 'open model'],
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

describe('who is asked what', () => {
  it('asks for access before anything, and whoami only in doubt', async () => {
    await inspect(SAMPLE.gatedModel, 'ada-read')
    expect(lab.hub.requests.map(({ path }) => path)).toEqual([
      `/api/models/${SAMPLE.gatedModel}/auth-check`,
      `/api/models/${SAMPLE.gatedModel}/revision/main`,
    ])
  })

  it('does not bother whoami when the repository is open without the dead token', async () => {
    await inspect(SAMPLE.openModel, 'ada-expired')
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
