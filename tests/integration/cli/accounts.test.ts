import { afterAll, beforeAll, expect, test } from 'vitest'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'

let session: DesktopSession
let hub: HubDouble

beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
})
afterAll(async () => {
  await hub.close()
  await session.close()
})

async function hubkey(args: readonly string[], stdin?: string): Promise<CliResult> {
  const env = { HF_ENDPOINT: hub.url }
  const result = await runCli(session, args, stdin === undefined ? { env } : { env, stdin })
  expect(result.stdout + result.stderr).not.toMatch(/hf_[A-Za-z]{30}/)
  return result
}

test('accounts, use, rename, sinks, rotate and clear, as people type them', async () => {
  const [home, work] = [hub.token('ada-read'), hub.token('ada-write')]
  const young = hub.addToken({ label: 'young', kind: 'read', owner: 'ada' })
  await hubkey(['login', '--stdin', '--name', 'home'], home)
  await hubkey(['login', '--stdin', '--name', 'work', '--sinks', 'hf'], work)
  expect((await hubkey(['accounts', '--json'])).json()).toMatchObject({
    accounts: [
      { name: 'work', active: true, username: 'ada', role: 'write', verified: true },
      { name: 'home', active: false, role: 'read' },
    ],
  })
  await hubkey(['rename', 'home', 'house'])
  expect((await hubkey(['use', 'house'])).stdout).toBe('Hugging Face uses house now.\n')
  const tokenFile = join(session.home, '.cache/huggingface/token')
  expect((await readFile(tokenFile, 'utf8')).trim()).toBe(home)
  const missing = await hubkey(['use', 'nobody', '--json'])
  expect(missing.json()).toMatchObject({ ok: false, error: { code: 'account-missing' } })

  await hubkey(['use', 'work'])
  const rotated = await hubkey(['rotate', '--stdin', '--revoke-old'], young)
  expect(rotated.stdout).toBe(
    'The token of work was replaced. Also in hf. The old token is revoked.\n',
  )
  expect(rotated.stderr).toContain('The old token could also: write.')
  expect((await readFile(tokenFile, 'utf8')).trim()).toBe(young)
  expect((await hubkey(['sinks', '--json'])).json()).toMatchObject({
    sinks: [{ id: 'hf', on: true, state: 'current' }, { id: 'git' }, { id: 'docker' }],
  })

  expect((await hubkey(['clear', 'work', '--json'])).json()).toMatchObject({
    cleared: ['keyring', 'hf-token-file'],
    sinks: [{ sink: 'hf', error: null }],
  })
  expect((await hubkey(['clear', '--all', '--json'])).code).toBe(0)
  expect((await hubkey(['accounts'])).stdout).toBe('No token is stored.\n')
})

test('a new token that nobody could verify rotates in only on an explicit wish', async () => {
  await hubkey(['login', '--stdin'], hub.token('ada-read'))
  const young = hub.addToken({ label: 'younger', kind: 'read', owner: 'ada' })
  hub.setFault({ fault: { kind: 'status', status: 500 }, path: '/api/whoami-v2' })
  const refused = await hubkey(['rotate', '--stdin', '--json'], young)
  expect(refused.json()).toMatchObject({ ok: false, error: { code: 'token-not-verified' } })
  const wished = await hubkey(['rotate', '--stdin', '--unverified', '--json'], young)
  expect(wished.json()).toMatchObject({ ok: true, account: 'default', oldToken: 'kept' })
  hub.clearFaults()
})
