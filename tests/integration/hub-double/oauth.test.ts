import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { ANY_TEXT, textLike } from './matchers.ts'

const CLIENT = 'test-client'
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

let hub: HubDouble
beforeAll(async () => {
  hub = await startHubDouble({ oauth: { intervalSeconds: 0 } })
})
afterAll(() => hub.close())

interface Reply {
  readonly status: number
  readonly body: Record<string, string | number>
}

async function post(path: string, form: Record<string, string>, to = hub): Promise<Reply> {
  const reply = await fetch(to.url + path, { method: 'POST', body: new URLSearchParams(form) })
  return { status: reply.status, body: (await reply.json()) as Reply['body'] }
}

const begin = async (to = hub, scope = 'openid profile read-repos gated-repos') =>
  (await post('/oauth/device', { client_id: CLIENT, scope }, to)).body as Record<string, string>

const poll = (deviceCode: string, to = hub) =>
  post('/oauth/token', { grant_type: DEVICE_GRANT, device_code: deviceCode, client_id: CLIENT }, to)

const refresh = (token: unknown, client = CLIENT) =>
  post('/oauth/token', {
    grant_type: 'refresh_token',
    refresh_token: String(token),
    client_id: client,
  })

const who = async (token: unknown) => {
  const headers = { authorization: `Bearer ${String(token)}` }
  const reply = await fetch(`${hub.url}/api/whoami-v2`, { headers })
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
}

test('the reply to a device request names no interval, as observed', async () => {
  const login = await begin()
  expect(login).toEqual({
    device_code: ANY_TEXT,
    user_code: textLike(/^[A-Z]{4}-[A-Z]{4}$/),
    verification_uri: `${hub.url}/oauth/device`,
    expires_in: 300,
  })
})

test('pending, then approved: a token that whoami knows', async () => {
  const login = await begin()
  const pending = await poll(login['device_code'] ?? '')
  expect(pending).toMatchObject({ status: 400, body: { error: 'authorization_pending' } })
  hub.oauth.approve(login['user_code'] ?? '', 'ada')
  const granted = await poll(login['device_code'] ?? '')
  expect(granted).toMatchObject({ status: 200, body: { token_type: 'bearer', expires_in: 28800 } })
  expect(granted.body['access_token']).toMatch(/^hf_oauth_/)
  expect(await who(granted.body['access_token'])).toMatchObject({
    status: 200,
    body: { name: 'ada', auth: { type: 'app_token_as_user' } },
  })
  expect((await poll(login['device_code'] ?? '')).body).toMatchObject({ error: 'invalid_grant' })
})

test('without the email scope there is no email', async () => {
  const login = await begin(hub, 'openid profile')
  hub.oauth.approve(login['user_code'] ?? '', 'ada')
  const { body } = await poll(login['device_code'] ?? '')
  expect((await who(body['access_token'])).body).not.toHaveProperty('email')
})

test('scopes decide what a log-in may read', async () => {
  const access = async (scope: string, repo: string) => {
    const login = await begin(hub, scope)
    hub.oauth.approve(login['user_code'] ?? '', 'ada')
    const { body } = await poll(login['device_code'] ?? '')
    const headers = { authorization: `Bearer ${String(body['access_token'])}` }
    return (await fetch(`${hub.url}/api/models/${repo}/auth-check`, { headers })).status
  }
  expect(await access('openid gated-repos', 'hubkey-tests/tiny-gated-gguf')).toBe(200)
  expect(await access('openid read-repos', 'hubkey-tests/tiny-gated-gguf')).toBe(403)
  expect(await access('openid read-repos', 'ada/private-notes')).toBe(200)
  expect(await access('openid gated-repos', 'ada/private-notes')).toBe(404)
})

test('denied', async () => {
  const login = await begin()
  hub.oauth.deny(login['user_code'] ?? '')
  expect((await poll(login['device_code'] ?? '')).body).toMatchObject({ error: 'access_denied' })
})

test('decided on the page that the reply points to', async () => {
  const login = await begin()
  const code = login['user_code'] ?? ''
  const page = await fetch(`${login['verification_uri'] ?? ''}?user_code=${code}`)
  expect(await page.text()).toContain(`value="${code}"`)
  const decision = new URLSearchParams({ user_code: code, user: 'bob', decision: 'approve' })
  await fetch(`${hub.url}/oauth/device/decision`, { method: 'POST', body: decision })
  const { body } = await poll(login['device_code'] ?? '')
  expect(await who(body['access_token'])).toMatchObject({ body: { name: 'bob' } })
})

test('asked too soon, and asked too late', async () => {
  const hasty = await startHubDouble({ oauth: { intervalSeconds: 5, namesInterval: true } })
  const login = await begin(hasty)
  expect(login['interval']).toBe(5)
  await poll(login['device_code'] ?? '', hasty)
  const soon = await poll(login['device_code'] ?? '', hasty)
  expect(soon.body).toMatchObject({ error: 'slow_down' })
  await hasty.close()

  const late = await startHubDouble({ oauth: { deviceSeconds: 0, intervalSeconds: 0 } })
  const gone = await begin(late)
  const expired = await poll(gone['device_code'] ?? '', late)
  expect(expired.body).toMatchObject({ error: 'expired_token' })
  await late.close()
})

test('a refresh token works once, for its own client, and gives a new pair', async () => {
  const login = await begin()
  hub.oauth.approve(login['user_code'] ?? '', 'bob')
  const first = (await poll(login['device_code'] ?? '')).body
  const stranger = await refresh(first['refresh_token'], 'another-client')
  expect(stranger.body).toMatchObject({ error: 'invalid_grant' })
  const second = await refresh(first['refresh_token'])
  expect(second.status).toBe(200)
  expect(second.body['access_token']).not.toBe(first['access_token'])
  expect(await who(second.body['access_token'])).toMatchObject({ body: { name: 'bob' } })
  const again = await refresh(first['refresh_token'])
  expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
})

test('nonsense is refused', async () => {
  expect((await poll('no-such-code')).body).toMatchObject({ error: 'invalid_grant' })
  expect((await post('/oauth/device', {})).status).toBe(400)
  const other = await post('/oauth/token', { grant_type: 'password', client_id: CLIENT })
  expect(other.body).toMatchObject({ error: 'unsupported_grant_type' })
})
