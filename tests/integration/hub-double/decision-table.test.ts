import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { ask, verdict } from './ask.ts'

let hub: HubDouble
beforeAll(async () => {
  hub = await startHubDouble()
})
afterAll(() => hub.close())

interface Row {
  readonly repo: string
  readonly as?: string
  readonly status: number
  readonly code: string | null
  readonly message: RegExp
}

const GATED = 'GatedRepo'
const GATED_ROWS: readonly Row[] = [
  { repo: 'tiny-gated-gguf', status: 401, code: GATED, message: /is restricted.*be authenticated/ },
  { repo: 'gated-pending', status: 401, code: GATED, message: /is restricted.*be authenticated/ },
  {
    repo: 'gated-not-requested',
    as: 'ada-read',
    status: 403,
    code: GATED,
    message: /restricted and you are not in the authorized list\. Visit https:/,
  },
  {
    repo: 'tiny-gated-gguf',
    as: 'bob-read',
    status: 403,
    code: GATED,
    message: /not in the authorized list/,
  },
  { repo: 'gated-pending', as: 'ada-read', status: 403, code: GATED, message: /awaiting a review/ },
  { repo: 'gated-rejected', as: 'ada-read', status: 403, code: GATED, message: /been rejected/ },
  { repo: 'gated-reset', as: 'ada-read', status: 403, code: GATED, message: /been reset/ },
  {
    repo: 'tiny-gated-gguf',
    as: 'ada-fine-grained-no-gated',
    status: 403,
    code: null,
    message: /enable access to public gated repositories in your fine-grained token settings/,
  },
]

describe('the access decision table', () => {
  test.each(GATED_ROWS)('$repo as $as: $status $code', async ({ repo, as, ...expected }) => {
    const who = as === undefined ? {} : { as }
    for (const path of [
      `/api/models/hubkey-tests/${repo}/auth-check`,
      `/hubkey-tests/${repo}/resolve/main/tiny.gguf`,
    ]) {
      const reply = await verdict(await ask(hub, path, who))
      expect(reply).toMatchObject({ status: expected.status, code: expected.code })
      expect(reply.message).toMatch(expected.message)
      const body = path.startsWith('/api/')
        ? JSON.stringify({ error: reply.message })
        : reply.message
      expect(reply.body).toBe(body)
    }
  })

  test.each(['ada-read', 'ada-write', 'ada-fine-grained', 'ada-oauth'])(
    'lets %s have the gated model',
    async (as) => {
      const reply = await ask(hub, '/api/models/hubkey-tests/tiny-gated-gguf/auth-check', { as })
      expect(await verdict(reply)).toEqual({ status: 200, code: null, message: null, body: 'OK' })
    },
  )

  test('answers OK to anybody on an open repository', async () => {
    const reply = await ask(hub, '/api/models/hubkey-tests/tiny-open-gguf/auth-check')
    expect([reply.status, await reply.text()]).toEqual([200, 'OK'])
  })

  test.each([
    ['missing', 'hubkey-tests/no-such-model', 'ada-read'],
    ['private and not visible', 'ada/private-notes', 'bob-read'],
    ['private to an organisation', 'the-lab/private-model', 'bob-read'],
    ['outside what a fine-grained token covers', 'ada/private-notes', 'ada-fine-grained-no-gated'],
  ])('a repository that is %s is not found', async (_case, id, as) => {
    const reply = await verdict(await ask(hub, `/api/models/${id}/auth-check`, { as }))
    expect(reply).toMatchObject({ status: 404, code: 'RepoNotFound' })
  })

  test.each(['hubkey-tests/no-such-model', 'ada/private-notes'])(
    'without credentials, %s asks for a log-in and does not say why',
    async (id) => {
      const reply = await ask(hub, `/api/models/${id}/auth-check`)
      expect(reply.headers.get('WWW-Authenticate')).toContain('Bearer realm=')
      expect(await verdict(reply)).toEqual({
        status: 401,
        code: null,
        message: 'Invalid username or password.',
        body: '{"error":"Invalid username or password."}',
      })
    },
  )

  test.each([
    ['its owner', 'ada/private-notes', 'ada-read'],
    ['a member of the organisation', 'the-lab/private-model', 'ada-read'],
    ['a fine-grained token that covers it', 'the-lab/private-model', 'ada-fine-grained'],
    ['the organisation itself', 'the-lab/private-model', 'the-lab-org'],
  ])('a private repository opens to %s', async (_case, id, as) => {
    expect((await ask(hub, `/api/models/${id}/auth-check`, { as })).status).toBe(200)
  })

  test('a bad token spoils even a public repository', async () => {
    for (const path of [
      '/api/models/hubkey-tests/tiny-open-gguf/auth-check',
      '/api/models/hubkey-tests/tiny-open-gguf',
      '/hubkey-tests/tiny-open-gguf/resolve/main/tiny.gguf',
    ]) {
      for (const as of ['garbage', 'ada-expired']) {
        const reply = await verdict(await ask(hub, path, { as }))
        expect(reply).toMatchObject({
          status: 401,
          code: null,
          message: 'Invalid credentials in Authorization header',
        })
      }
    }
  })

  test('on resolve of a gated repository, a bad token looks like none', async () => {
    const path = '/hubkey-tests/tiny-gated-gguf/resolve/main/tiny.gguf'
    const reply = await verdict(await ask(hub, path, { as: 'garbage' }))
    expect(reply).toMatchObject({ status: 401, code: GATED })
    expect(reply.message).toMatch(/be authenticated/)
  })

  test('a disabled repository says so, to everybody', async () => {
    for (const who of [{}, { as: 'ada-read' }]) {
      const reply = await verdict(
        await ask(hub, '/api/models/hubkey-tests/disabled-model/auth-check', who),
      )
      expect(reply).toMatchObject({ status: 403, message: 'Access to this resource is disabled.' })
    }
  })

  test('an organisation may refuse kinds of tokens, and single tokens', async () => {
    const strict = '/api/models/strict-lab/policy-model/auth-check'
    const policy = await verdict(await ask(hub, strict, { as: 'ada-read' }))
    expect(policy).toMatchObject({ status: 403, code: null })
    expect(policy.message).toMatch(/^Due to the organization token policy/)

    const lab = '/api/models/the-lab/private-model/auth-check'
    const revoked = await verdict(await ask(hub, lab, { as: 'ada-revoked-by-the-lab' }))
    expect(revoked).toMatchObject({ status: 403, code: null })
    expect(revoked.message).toMatch(
      /^Your token has been revoked by the organization administrator/,
    )
  })

  test('writing needs a role that writes and a repository of one’s own', async () => {
    const write = (id: string, as: string) => ask(hub, `/api/models/${id}/auth-check/write`, { as })
    expect((await write('ada/private-notes', 'ada-write')).status).toBe(200)
    expect((await write('ada/private-notes', 'ada-read')).status).toBe(403)
    expect((await write('hubkey-tests/tiny-open-gguf', 'ada-write')).status).toBe(403)
  })

  test('a user’s standing can move while the double runs', async () => {
    const check = async () =>
      (await ask(hub, '/api/models/hubkey-tests/gated-pending/auth-check', { as: 'bob-read' }))
        .status
    expect(await check()).toBe(403)
    hub.setAccess('hubkey-tests/gated-pending', 'bob', 'granted')
    expect(await check()).toBe(200)
    hub.setAccess('hubkey-tests/gated-pending', 'bob', 'not-requested')
    expect(await check()).toBe(403)
  })

  test('datasets have the same check and speak of datasets', async () => {
    hub.addRepo({
      id: 'hubkey-tests/gated-dataset',
      type: 'dataset',
      gated: 'manual',
      files: { 'a.txt': 'a' },
    })
    const path = '/api/datasets/hubkey-tests/gated-dataset/auth-check'
    const reply = await verdict(await ask(hub, path, { as: 'ada-read' }))
    expect(reply.message).toContain('Access to dataset hubkey-tests/gated-dataset is restricted')
    expect(reply.message).toContain('https://huggingface.co/datasets/')
  })
})
