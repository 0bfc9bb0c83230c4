import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ForeignView } from '../../../shared/domain/foreign.ts'
import { ForeignViewSchema } from '../../../shared/domain/foreign.ts'
import { runCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { furnish, leave, randomKey, textAt, type ForeignHome } from '../../fixtures/foreign-home.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { lookUpSecret } from '../../fixtures/keyring-session.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'

let session: DesktopSession
let hub: HubDouble
let home: ForeignHome
/** Every token that lies anywhere in the home. */
const tokens: string[] = []

beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
  home = await furnish(session, hub)
  tokens.push(...home.places.map(({ token }) => token), home.login.token)
})
afterAll(async () => {
  await hub.close()
  await session.close()
})

async function hubkey(...args: string[]): Promise<CliResult> {
  const result = await runCli(session, ['import', ...args], {
    // Nobody listens there, so that NVIDIA keys stay unverified.
    env: { HF_ENDPOINT: hub.url, HUBKEY_NGC_API: 'http://127.0.0.1:1' },
  })
  for (const token of tokens) {
    expect(huntFor(token).text(result.stdout + result.stderr)).toBe(false)
  }
  return result
}

async function list(): Promise<ForeignView> {
  const { json, code } = await hubkey('--json', '--env-file', home.envFile)
  expect(code).toBe(0)
  return ForeignViewSchema.parse(json())
}

describe('hubkey import', () => {
  test('lists every place by fingerprint, and no token', async () => {
    const { tokens: listed, problems, storeProblem } = await list()
    const seen = listed.map(({ tool, provider, where, name }) => ({ tool, provider, where, name }))
    const { login } = home
    const expected = [
      ...home.places.map(({ tool, provider, where, name }) => ({ tool, provider, where, name })),
      { tool: 'hf', provider: 'huggingface', where: login.where, name: login.name },
    ]
    expect(seen).toHaveLength(expected.length)
    expect(seen).toEqual(expect.arrayContaining(expected))
    expect(problems).toEqual([])
    expect(storeProblem).toBeNull()
    expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length)
    for (const { fingerprint, storedAs } of listed) {
      expect(fingerprint).toMatch(/^[0-9a-f]{8}$/)
      expect(storedAs).toEqual([])
    }
    // The key and its copy in the NGC CLI's list of commands are seen to be the same one.
    const prints = listed.filter(({ tool }) => tool === 'ngc').map(({ fingerprint }) => fingerprint)
    expect(new Set(prints).size).toBe(2)
    expect(listed.find(({ tool }) => tool === 'env-file')?.mode).toBe('0640')
  })

  test('says in words what to do next', async () => {
    const { stdout } = await hubkey()
    expect(stdout).toMatch(/Next: hubkey import [a-z-]+-[0-9a-f]{8}\n$/)
    expect(stdout).toContain('others may read the file (mode 0644)')
  })

  test('never takes over a browser login that hf renews', async () => {
    const login = (await list()).tokens.find(({ name }) => name === home.login.name)!
    expect(login.notImportable).toContain('renews')
    const result = await hubkey(login.id, '--json')
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'foreign-not-importable' } })
    expect(result.code).toBe(1)
  })

  test('takes nothing away that Hubkey does not hold itself', async () => {
    const { id, where } = (await list()).tokens[0]!
    const before = await textAt(where)
    const result = await hubkey(id, '--remove-source', '--json')
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'foreign-not-stored' } })
    expect(await textAt(where)).toBe(before)
  })

  test('imports one into the keyring on request, and takes the source away on the next', async () => {
    const { where, token } = home.places.find(({ tool }) => tool === 'halo-forge')!
    const { id } = (await list()).tokens.find((one) => one.where === where)!
    const imported = await hubkey(id, '--account', 'forge', '--json')
    const facts = { id, account: 'forge', store: 'keyring', verified: true, username: 'ada' }
    expect(imported.json()).toMatchObject({ ok: true, tool: 'halo-forge', where, ...facts })
    expect(imported.code).toBe(0)
    expect(await lookUpSecret(session, 'huggingface:forge')).toBe(token)
    expect(await textAt(where)).toBe(`${token}\n`)
    const removed = await hubkey(id, '--remove-source')
    expect(removed.stdout).toBe(`Removed from Halo Forge: ${where}. Hubkey keeps it as forge.\n`)
    expect(await textAt(where)).toBeNull()
    expect(await lookUpSecret(session, 'huggingface:forge')).toBe(token)
  })
})

describe('what is refused', () => {
  test.each([
    [['nothing-00000000', '--json'], 'foreign-gone', 1],
    [['--remove-source', '--json'], 'bad-input', 64],
    [['nothing-00000000', '--account', 'a:b', '--json'], 'bad-input', 64],
  ])('%j', async (args, code, exit) => {
    const result = await hubkey(...args)
    expect(result.json()).toMatchObject({ ok: false, error: { code } })
    expect(result.code).toBe(exit)
  })

  test('a token that the Hub rejects', async () => {
    const path = `${session.home}/dead.env`
    const dead = hub.addToken({ label: 'dead', kind: 'read', owner: 'ada' })
    hub.removeToken('dead')
    tokens.push(dead)
    await leave(path, `HF_API_TOKEN=${dead}\n`)
    const listed = (await hubkey('--json', '--env-file', path)).json() as unknown as ForeignView
    const id = listed.tokens.find(({ where }) => where === path)!.id
    const result = await hubkey(id, '--env-file', path, '--json')
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'token-rejected' } })
    expect(result.code).toBe(2)
    expect(await lookUpSecret(session, 'huggingface:default')).toBeNull()
  })

  test('a name under which another token lies', async () => {
    const path = `${session.home}/two.env`
    const keys = [randomKey(), randomKey()]
    tokens.push(...keys)
    await leave(path, `NGC_API_KEY=${keys[0]}\nNVIDIA_API_KEY=${keys[1]}\n`)
    const listed = (await hubkey('--json', '--env-file', path)).json() as unknown as ForeignView
    const ids = listed.tokens.filter(({ where }) => where === path).map(({ id }) => id)
    expect((await hubkey(ids[0]!, '--env-file', path)).code).toBe(0)
    const again = await hubkey(ids[0]!, '--env-file', path, '--json')
    expect(again.json()).toMatchObject({ ok: true, already: true, account: 'default' })
    const other = await hubkey(ids[1]!, '--env-file', path, '--json')
    expect(other.json()).toMatchObject({ ok: false, error: { code: 'account-taken' } })
    expect(await lookUpSecret(session, 'ngc:default')).toBe(keys[0])
  })
})
