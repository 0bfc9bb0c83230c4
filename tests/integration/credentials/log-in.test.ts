import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { renameAccount } from '../../../electron/credentials/change-account.ts'
import { clearToken } from '../../../electron/credentials/clear-token.ts'
import { lookAtCredentials } from '../../../electron/credentials/look-at-credentials.ts'
import { nameLogIn } from '../../../electron/credentials/name-account.ts'
import { rotateToken } from '../../../electron/credentials/rotate-token.ts'
import { saveToken } from '../../../electron/credentials/save-token.ts'
import { settleTokens } from '../../../electron/credentials/settle-tokens.ts'
import { tokenToSend } from '../../../electron/credentials/token-to-send.ts'
import { listEntries } from '../../../electron/credentials/vault.ts'
import { verifyToken } from '../../../electron/credentials/verify-token.ts'
import type { Secret } from '../../../electron/redaction/secret.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import {
  buildKillableProgram,
  type KillableProgram,
} from '../../fixtures/kill-points/run-killed.ts'
import { codeOr, settingFor, textOf, type Setting } from './setting.ts'

const provider = 'huggingface'
const account = 'default'
const clientId = 'a-client-of-our-own'
const entry = `${provider}:${account}`

let program: KillableProgram
let home: string
let hub: HubDouble
let env: Record<string, string>
let setting: Setting
let ended: string[]

beforeAll(async () => {
  program = await buildKillableProgram()
})
afterAll(async () => program.remove())
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hubkey-log-in-'))
  hub = await startHubDouble({ oauth: { intervalSeconds: 0 } })
  env = { PATH: process.env['PATH'] ?? '', HOME: home, HUBKEY_KEYRING: 'off', HF_ENDPOINT: hub.url }
  ended = []
  const made = settingFor(env, program.host)
  const onLogInEnded = (login: { account: string }): void => void ended.push(login.account)
  setting = { ...made, needs: { ...made.needs, onLogInEnded } }
})
afterEach(async () => {
  await hub.close()
  await rm(home, { recursive: true, force: true })
})

async function logIn(name = account): Promise<Secret> {
  const begun = hub.oauth.begin(clientId, 'openid profile read-repos', hub.url)
  hub.oauth.approve(String(begun['user_code']), 'ada')
  const grant = hub.oauth.poll(String(begun['device_code']), clientId)
  if (typeof grant === 'string') throw new Error(grant)
  const secret = setting.redactor.guard(grant.access_token)
  const refresh = setting.redactor.guard(grant.refresh_token)
  const verification = await verifyToken({ provider, secret }, setting.needs)
  const expiresAt = new Date(Date.now() + grant.expires_in * 1000)
  const login = { refresh, expiresAt, clientId, endpoint: hub.url }
  await saveToken({ provider, account: name, secret, verification, login }, setting.needs)
  return secret
}

/** Moves the log-in's life so that it ends in so many milliseconds. */
async function endIn(milliseconds: number): Promise<void> {
  const path = join(setting.needs.paths.config, 'accounts.json')
  const book = JSON.parse(await readFile(path, 'utf8')) as {
    providers: Record<
      string,
      { accounts: Record<string, { expiresAt: string; login: { issuedAt: string } }> }
    >
  }
  const record = book.providers[provider]!.accounts[account]!
  record.expiresAt = new Date(Date.now() + milliseconds).toISOString()
  record.login.issuedAt = new Date(Date.now() - 8 * 3_600_000).toISOString()
  await writeFile(path, JSON.stringify(book))
}

const inForce = async (): Promise<string> =>
  (await tokenToSend({ provider, account }, setting.needs))!.secret.reveal()
const asked = (): number => hub.requests.filter(({ path }) => path === '/oauth/token').length
const isAccepted = async (token: string): Promise<boolean> => {
  const headers = { authorization: `Bearer ${token}` }
  return (await fetch(`${hub.url}/api/whoami-v2`, { headers })).status === 200
}

test('the pair lies in the vault alone, and the list says when it ends', async () => {
  await logIn()
  expect([...(await listEntries(setting.needs))].sort()).toEqual([entry, `${entry}~refresh`])
  expect(await textOf(setting.hfTokenPath)).toBeNull()
  const list = await textOf(join(setting.needs.paths.config, 'accounts.json'))
  expect(list).toContain('"kind": "oauth"')
  expect(list).not.toContain('hf_oauth')
  await inForce()
  expect(asked()).toBe(0)
})

test('two processes at once renew it once, and both go on', { timeout: 60_000 }, async () => {
  const old = await logIn()
  await endIn(60_000)
  const order = { verb: 'renew', token: '', killAt: 0 } as const
  await Promise.all([program.run(order, env), program.run(order, env)])
  expect(asked()).toBe(1)
  const now = await inForce()
  expect(now).not.toBe(old.reveal())
  expect(await isAccepted(now)).toBe(true)
  const { providers } = await lookAtCredentials({ withoutSinks: true }, setting.needs)
  expect(providers[0]).toMatchObject({ verified: true, username: 'ada' })
})

test('a Hub that cannot tell leaves the token in force until it has expired', async () => {
  const old = await logIn()
  await endIn(60_000)
  hub.setFault({ path: '/oauth/token', fault: { kind: 'status', status: 503 } })
  expect(await inForce()).toBe(old.reveal())
  // Not asked again at once.
  expect(await inForce()).toBe(old.reveal())
  expect(asked()).toBe(1)
  await endIn(-1000)
  expect(await codeOr(tokenToSend({ provider, account }, setting.needs))).toBe('hub-server-error')
  expect(ended).toEqual([])
})

test('a log-in that the Hub ended is told once, and what is left of it goes on', async () => {
  const old = await logIn()
  const refresh = (await listRefresh())!
  hub.oauth.refresh(refresh, clientId)
  await endIn(60_000)
  expect(await inForce()).toBe(old.reveal())
  expect(await inForce()).toBe(old.reveal())
  expect(ended).toEqual([account])
  expect(asked()).toBe(1)
  const { providers } = await lookAtCredentials({ withoutSinks: true }, setting.needs)
  expect(providers[0]!.accounts[0]).toMatchObject({ kind: 'oauth', logInEnded: true })
})

test('renaming carries the pair, clearing takes all of it, rotating is a new log-in', async () => {
  const secret = await logIn()
  const verification = await verifyToken({ provider, secret }, setting.needs)
  const plain = setting.redactor.guard(hub.addToken({ label: 'p', kind: 'read', owner: 'ada' }))
  const input = { provider, account, secret: plain, verification, revokeOld: false }
  expect(await codeOr(rotateToken(input, setting.needs))).toBe('rotate-log-in')
  await renameAccount({ provider, account, name: 'work' }, setting.needs)
  const names = [`${provider}:work`, `${provider}:work~refresh`]
  expect([...(await listEntries(setting.needs))].sort()).toEqual(names)
  expect((await clearToken({ provider, account: 'work' }, setting.needs)).remaining).toEqual([])
  expect(await listEntries(setting.needs)).toEqual([])
})

test('a log-in takes no pasted token’s name, and a pasted token takes a log-in’s place whole', async () => {
  const plain = setting.redactor.guard(hub.addToken({ label: 'q', kind: 'read', owner: 'ada' }))
  const verification = await verifyToken({ provider, secret: plain }, setting.needs)
  expect(await nameLogIn({ provider, verification }, setting.needs)).toBe('default')
  await saveToken({ provider, account, secret: plain, verification }, setting.needs)
  expect(await nameLogIn({ provider, verification }, setting.needs)).toBe('ada')
  await logIn('ada')
  expect(await nameLogIn({ provider, verification }, setting.needs)).toBe('ada')
  await saveToken({ provider, account: 'ada', secret: plain, verification }, setting.needs)
  expect(await listEntries(setting.needs)).not.toContain(`${provider}:ada~refresh`)
})

test('when the list of accounts is lost it is a log-in still, that has to be made anew', async () => {
  const secret = await logIn()
  await rm(join(setting.needs.paths.config, 'accounts.json'))
  await settleTokens({}, setting.needs)
  const { providers } = await lookAtCredentials({ withoutSinks: true }, setting.needs)
  expect(providers[0]!.accounts).toMatchObject([{ name: account, kind: 'oauth', logInEnded: true }])
  // Nobody knows any more which Hub may be sent it.
  expect(await listEntries(setting.needs)).toEqual([entry])
  expect(await inForce()).toBe(secret.reveal())
  await logIn()
  const { providers: again } = await lookAtCredentials({ withoutSinks: true }, setting.needs)
  expect(again[0]!.accounts[0]).not.toHaveProperty('logInEnded')
})

test('killed while renewing, a token that works is left', { timeout: 120_000 }, async () => {
  await logIn()
  await endIn(60_000)
  const steps = (await program.run({ verb: 'renew', token: '', killAt: 0 }, env))!
  const points = steps.flatMap((label, index) => (label === 'file rename' ? [index + 1] : []))
  expect(points.length).toBeGreaterThan(3)
  const outcomes: string[] = []
  for (const killAt of [...points, steps.length]) {
    ended = []
    await logIn()
    await endIn(60_000)
    expect(await program.run({ verb: 'renew', token: '', killAt }, env)).toBeNull()
    await settleTokens({}, setting.needs)
    expect(await isAccepted(await inForce()), `point ${killAt}`).toBe(true)
    outcomes.push(ended.length === 0 ? 'renews' : 'ended')
  }
  process.stdout.write(`renew (file): ${outcomes.join(', ')}\n`)
  // Only between the Hub's answer and the next refresh token on the disk is the log-in lost.
  expect(outcomes[0]).toBe('renews')
  expect(outcomes.filter((one) => one === 'ended').length).toBeLessThan(2)
})

test.each([false, true])(
  'a renewed log-in that nothing takes in that very moment is not lost (no note either: %s)',
  async (alsoNoNote) => {
    const old = await logIn()
    await endIn(60_000)
    const { config, state } = setting.needs.paths
    const note = join(state, 'renewed-log-ins.json')
    if (alsoNoNote) await mkdir(join(note, 'in-its-place'), { recursive: true })
    const { needs } = setting
    const closing: Setting['needs'] = {
      ...needs,
      fetch: async (...request) => {
        const reply = await needs.fetch(...request)
        // The Hub has answered: the token that was sent is spent by now.
        await moveAway(config)
        return reply
      },
    }
    setting = { ...setting, needs: closing }
    expect(await inForce()).toBe(old.reveal())
    expect(asked()).toBe(1)
    setting = { ...setting, needs }
    await moveBack(config)
    const left = await textOf(note)
    if (alsoNoNote) await rm(note, { recursive: true })
    else expect(left).toContain('sealed')
    expect(left ?? '').not.toMatch(/hf_oauth|refresh/)
    const now = await inForce()
    expect(now).not.toBe(old.reveal())
    expect(await isAccepted(now)).toBe(true)
    expect(asked()).toBe(1)
    // And it is renewed the next time with what came along.
    await endIn(60_000)
    expect(await inForce()).not.toBe(now)
    expect([asked(), ended]).toEqual([2, []])
    expect((await textOf(note)) ?? '').not.toContain('sealed')
  },
)

/** A file in the folder's place: nothing can be read or written below it. */
async function moveAway(folder: string): Promise<void> {
  await rename(folder, `${folder}-away`)
  await writeFile(folder, '')
}

async function moveBack(folder: string): Promise<void> {
  await rm(folder)
  await rename(`${folder}-away`, folder)
}

async function listRefresh(): Promise<string | undefined> {
  const store = JSON.parse((await textOf(setting.storePath))!) as {
    tokens: Record<string, { token: string }>
  }
  return store.tokens[`${entry}~refresh`]?.token
}
