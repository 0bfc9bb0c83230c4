import { describe, expect, it } from 'vitest'
import { judge, type Standing } from '../../../electron/hub/access/judge.ts'
import { readRefusal } from '../../../electron/hub/access/refusal.ts'
import { readVerdict } from '../../../electron/hub/access/read-verdict.ts'

const now = new Date('2026-11-23T12:00:00Z')

const reply = (
  status: number,
  code: string | null = null,
  message: string | null = null,
  json?: unknown,
) => ({
  status,
  headers: new Headers({
    ...(code === null ? {} : { 'x-error-code': code }),
    ...(message === null ? {} : { 'x-error-message': message }),
  }),
  json,
})

const verdict = (
  status: number,
  code: string | null,
  message: string | null,
  standing: Standing = 'accepted',
) => judge(readRefusal(reply(status, code, message), now), standing)

describe('status and code decide', () => {
  it.each([
    [401, 'GatedRepo', null, 'none', 'no-token'],
    [401, 'GatedRepo', null, 'rejected', 'token-rejected'],
    [401, 'GatedRepo', null, 'accepted', 'token-rejected'],
    [401, null, null, 'none', 'private-or-missing'],
    [401, null, null, 'accepted', 'private-or-missing'],
    [401, null, null, 'rejected', 'token-rejected'],
    [403, 'GatedRepo', null, 'accepted', 'not-requested'],
    [403, 'GatedRepo', 'Ihr Antrag wird geprüft', 'accepted', 'not-requested'],
    [403, null, null, 'accepted', 'token-lacks-gated-right'],
    [404, 'RepoNotFound', null, 'accepted', 'private-or-missing'],
    [404, null, null, 'none', 'private-or-missing'],
    [429, null, null, 'accepted', 'rate-limited'],
    [429, 'GatedRepo', 'awaiting a review', 'accepted', 'rate-limited'],
    [451, null, null, 'accepted', 'disabled'],
    [400, null, null, 'accepted', 'offline'],
    [418, null, null, 'accepted', 'offline'],
    [500, null, null, 'accepted', 'offline'],
    [503, null, null, 'accepted', 'offline'],
  ] as const)('%d %s %j, token %s: %s', (status, code, message, standing, expected) => {
    expect(verdict(status, code, message, standing)).toBe(expected)
  })
})

describe('the message tells apart what shares both', () => {
  it.each([
    [403, 'GatedRepo', 'Access ... and you are not in the authorized list.', 'not-requested'],
    [
      403,
      'GatedRepo',
      'Your request ... is awaiting a review from the repo authors.',
      'awaiting-author',
    ],
    [403, 'GatedRepo', 'Your request to access ... has been rejected by the authors.', 'refused'],
    [403, 'GatedRepo', 'Your access ... has been reset.', 'must-request-again'],
    [
      403,
      null,
      'Please enable access to public gated repositories in your fine-grained token settings.',
      'token-lacks-gated-right',
    ],
    [403, null, 'Due to the organization token policy, only fine-grained tokens ...', 'org-policy'],
    [403, null, 'Your token has been revoked by the organization administrator', 'org-policy'],
    [403, null, 'Access to this resource is disabled.', 'disabled'],
  ] as const)('%d %s %j: %s', (status, code, message, expected) => {
    expect(verdict(status, code, message)).toBe(expected)
  })
})

it('reads the message from the body when no header has it', () => {
  const read = (json: unknown) => readRefusal(reply(403, null, null, json), now).hint
  expect(read({ error: 'One' })).toBe('one')
  expect(read({ error: ['One', 'Two'] })).toBe('one two')
  expect(read('Text')).toBe('text')
  expect(read({ error: 'x'.repeat(9999) })).toHaveLength(500)
  expect([read(undefined), read(null), read([]), read({ error: { deep: 1 } })]).toEqual([
    '',
    '',
    '',
    '',
  ])
})

it('knows how long to wait', () => {
  const headers = new Headers({ ratelimit: '"api";r=0;t=55' })
  expect(readRefusal({ status: 429, headers }, now).waitSeconds).toBe(55)
  expect(readRefusal({ status: 429, headers: new Headers() }, now).waitSeconds).toBeNull()
})

it('a page is not the Hub’s word, unless the Hub signed it with a code', () => {
  const page = (status: number, code?: string) =>
    readVerdict(
      {
        status,
        headers: new Headers({
          'content-type': 'text/html; charset=utf-8',
          ...(code === undefined ? {} : { 'x-error-code': code }),
        }),
      },
      { standing: 'accepted', host: 'hub', now },
    ).verdict
  expect([page(200), page(403), page(404), page(503)]).toEqual(Array(4).fill('offline'))
  expect(page(404, 'RepoNotFound')).toBe('private-or-missing')
})
