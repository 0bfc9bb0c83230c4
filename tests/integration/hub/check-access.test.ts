import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AccessReport, Verdict } from '../../../shared/domain/access.ts'
import type { RepoType } from '../../../shared/domain/repo.ts'
import { checkAccess } from '../../../electron/hub/check-access.ts'
import type { RepoSpec } from '../../fixtures/hub-double/world.ts'
import { openLab, type Lab } from './lab.ts'
import { stepOf } from './step-of.ts'

let lab: Lab
beforeAll(async () => {
  lab = await openLab()
  for (const type of ['dataset', 'space'] as const) addClosed(type)
})
afterAll(() => lab.close())
afterEach(() => {
  lab.hub.clearFaults()
  lab.hub.clearRequests()
})

/** One repository of this type for every state of the gate, named after it. */
function addClosed(type: RepoType): void {
  const files = { 'data/train.jsonl': '{}' }
  const add = (name: string, more: Partial<RepoSpec>): void => {
    lab.hub.addRepo({ id: `hubkey-tests/${type}-${name}`, type, files, ...more })
  }
  add('open', { revisions: { 'v1.0': files } })
  add('granted', { gated: 'auto', access: { ada: 'granted' } })
  add('unasked', { gated: 'auto' })
  add('pending', { gated: 'manual', access: { ada: 'pending' } })
  add('rejected', { gated: 'manual', access: { ada: 'rejected' } })
  add('reset', { gated: 'manual', access: { ada: 'reset' } })
  add('disabled', { disabled: true })
}

describe.each(['dataset', 'space'] as const)('a %s', (type) => {
  const check = async (
    name: string,
    label: string | null,
    revision = 'main',
  ): Promise<AccessReport> =>
    checkAccess({ type, repo: `hubkey-tests/${type}-${name}`, revision }, lab.needs(label))

  const rows: [string, string | null, Verdict, string | null][] = [
    ['open', null, 'open', null],
    ['open', 'ada-expired', 'open', 'log-in'],
    ['granted', 'ada-read', 'granted', null],
    ['granted', null, 'no-token', 'log-in'],
    ['granted', 'ada-expired', 'token-rejected', 'log-in'],
    ['granted', 'ada-fine-grained-no-gated', 'token-lacks-gated-right', 'open manage-tokens'],
    ['unasked', 'ada-read', 'not-requested', `open ${type}`],
    ['pending', 'ada-read', 'awaiting-author', 'watch'],
    ['rejected', 'ada-read', 'refused', `open ${type}`],
    ['reset', 'ada-read', 'must-request-again', `open ${type}`],
    ['disabled', 'ada-read', 'disabled', `open ${type}`],
    ['never-made', 'ada-read', 'private-or-missing', `open ${type}`],
  ]

  it.each(rows)('%s with %s is %s', async (name, label, verdict, step) => {
    const report = await check(name, label)
    expect(report.verdict).toBe(verdict)
    expect(stepOf(report.action)).toBe(step)
  })

  it('is called by its own name', async () => {
    const { action } = await check('unasked', 'ada-read')
    expect(action?.label).toBe(`Ask for access on the ${type}’s page`)
  })

  it('has revisions', async () => {
    expect(await check('open', null, 'v1.0')).toMatchObject({ verdict: 'open', revision: 'v1.0' })
    await expect(check('open', null, 'refs/pr/7')).rejects.toMatchObject({
      error: { code: 'revision-missing' },
    })
  })

  it('takes two short questions', async () => {
    await check('granted', 'ada-read')
    const at = `/api/${type}s/hubkey-tests/${type}-granted`
    expect(lab.hub.requests.map(({ path, query }) => path + query)).toEqual([
      `${at}/auth-check`,
      `${at}/revision/main?expand=sha&expand=gated&expand=private&expand=disabled`,
    ])
  })
})
