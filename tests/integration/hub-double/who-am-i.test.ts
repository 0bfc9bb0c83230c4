import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { ask, verdict } from './ask.ts'
import { ANY_TEXT, HEX_24 } from './matchers.ts'

let hub: HubDouble
beforeAll(async () => {
  hub = await startHubDouble()
})
afterAll(() => hub.close())

async function whoAmI(as: string): Promise<Record<string, unknown>> {
  const reply = await ask(hub, '/api/whoami-v2', { as })
  expect(reply.status).toBe(200)
  return (await reply.json()) as Record<string, unknown>
}

test.each([
  ['ada-read', 'laptop', 'read'],
  ['ada-write', 'workstation', 'write'],
])('%s is a user with a named role and nothing fine-grained', async (as, displayName, role) => {
  const me = await whoAmI(as)
  expect(me).toMatchObject({
    type: 'user',
    name: 'ada',
    fullname: 'Ada Byron',
    auth: { type: 'access_token', accessToken: { displayName, role } },
  })
  expect(me['auth']).not.toHaveProperty('expiresAt')
  expect(me['auth']).not.toHaveProperty('accessToken.fineGrained')
})

test('organisations carry the role and what stands in the way of this token', async () => {
  expect((await whoAmI('ada-read'))['orgs']).toMatchObject([
    { type: 'org', name: 'the-lab', roleInOrg: 'contributor', securityRestrictions: [] },
    { name: 'strict-lab', roleInOrg: 'read', securityRestrictions: ['token-policy'] },
  ])
  expect((await whoAmI('ada-revoked-by-the-lab'))['orgs']).toMatchObject([
    { name: 'the-lab', securityRestrictions: ['token-revoked'] },
    {},
  ])
  expect((await whoAmI('ada-fine-grained'))['orgs']).toMatchObject([
    {},
    { name: 'strict-lab', securityRestrictions: [] },
  ])
})

test('fine-grained tokens list what they may do, and where', async () => {
  expect((await whoAmI('ada-fine-grained'))['auth']).toMatchObject({
    accessToken: {
      role: 'fineGrained',
      fineGrained: {
        canReadGatedRepos: true,
        global: ['inference.serverless.write'],
        scoped: [
          {
            entity: { _id: HEX_24, type: 'user', name: 'ada' },
            permissions: ['repo.content.read', 'inference.endpoints.infer.write'],
          },
          { entity: { type: 'org', name: 'the-lab' } },
        ],
      },
    },
  })
  expect((await whoAmI('ada-fine-grained-no-gated'))['auth']).toMatchObject({
    accessToken: { fineGrained: { canReadGatedRepos: false, scoped: [] } },
  })
})

test('an OAuth token has an expiry, and neither a name nor a role', async () => {
  const me = await whoAmI('ada-oauth')
  expect(me['auth']).toMatchObject({ type: 'app_token_as_user', expiresAt: ANY_TEXT })
  expect(me['auth']).not.toHaveProperty('accessToken')
})

test('an old organisation token speaks for the organisation', async () => {
  expect(await whoAmI('the-lab-org')).toMatchObject({ type: 'org', name: 'the-lab' })
})

test('tokens have the shapes of real ones, and new values in every double', async () => {
  expect(hub.token('ada-read')).toMatch(/^hf_[a-zA-Z]{34}$/)
  expect(hub.token('ada-oauth')).toMatch(/^hf_oauth_[\w-]+\.[\w-]+\.[\w-]+$/)
  expect(hub.token('the-lab-org')).toMatch(/^api_org_[a-zA-Z]{34}$/)
  const other = await startHubDouble()
  expect(other.token('ada-read')).not.toBe(hub.token('ada-read'))
  await other.close()
})

test.each(['garbage', 'ada-expired'])('%s is refused in so many words', async (as) => {
  expect(await verdict(await ask(hub, '/api/whoami-v2', { as }))).toEqual({
    status: 401,
    code: null,
    message: 'Invalid credentials in Authorization header',
    body: '{"error":"Invalid credentials in Authorization header"}',
  })
})

test('nobody at all is asked to log in', async () => {
  const reply = await ask(hub, '/api/whoami-v2')
  expect(reply.headers.get('WWW-Authenticate')).toContain('Bearer realm="Authentication required"')
  expect(await verdict(reply)).toMatchObject({
    status: 401,
    message: 'Invalid username or password.',
  })
})

test('revoking needs no credentials, always answers 202, and kills the token', async () => {
  const value = hub.addToken({ label: 'doomed', kind: 'read', owner: 'bob' })
  const revoke = (credentials: readonly string[]) =>
    ask(hub, '/api/credentials/revoke', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ credentials }),
    })
  expect((await ask(hub, '/api/whoami-v2', { as: 'doomed' })).status).toBe(200)
  expect((await revoke([value])).status).toBe(202)
  expect((await revoke(['never', 'existed'])).status).toBe(202)
  const after = await fetch(`${hub.url}/api/whoami-v2`, {
    headers: { authorization: `Bearer ${value}` },
  })
  expect(after.status).toBe(401)
})

test('a token can be deleted on the settings page', async () => {
  hub.addToken({ label: 'forgotten', kind: 'write', owner: 'bob' })
  const value = hub.token('forgotten')
  hub.removeToken('forgotten')
  const reply = await fetch(`${hub.url}/api/whoami-v2`, {
    headers: { authorization: `Bearer ${value}` },
  })
  expect(reply.status).toBe(401)
})

test('requests are recorded by label, and no token value is kept', async () => {
  hub.clearRequests()
  await ask(hub, '/api/whoami-v2', { as: 'ada-read' })
  await ask(hub, '/api/whoami-v2', { as: 'garbage' })
  await ask(hub, '/api/whoami-v2')
  expect(hub.requests).toMatchObject([
    {
      server: 'hub',
      method: 'GET',
      path: '/api/whoami-v2',
      status: 200,
      authorization: { scheme: 'Bearer', token: 'ada-read' },
    },
    { status: 401, authorization: { token: 'unknown' } },
    { status: 401 },
  ])
  expect(hub.requests[2]).not.toHaveProperty('authorization')
  expect(JSON.stringify(hub.requests)).not.toContain(hub.token('ada-read'))
})
