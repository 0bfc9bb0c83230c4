import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { runCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { startNgcDouble, type NgcDouble } from '../../fixtures/ngc-double/ngc-double.ts'

let session: DesktopSession
let nvidia: NgcDouble
const key = `key-${'c'.repeat(30)}`

beforeAll(async () => {
  session = await startSession({ keyring: 'absent' })
  nvidia = await startNgcDouble()
})
afterAll(async () => {
  await nvidia.close()
  await session.close()
})
afterEach(async () => {
  await hubkey(['providers', 'remove', 'civitai', '--clear'])
})

async function hubkey(args: readonly string[], stdin?: string): Promise<CliResult> {
  const env = { HUBKEY_NGC_API: nvidia.url, HUBKEY_NVCR: nvidia.registry }
  const result = await runCli(session, args, { env, ...(stdin === undefined ? {} : { stdin }) })
  for (const secret of [key, nvidia.key('personal'), nvidia.key('hosted-only')]) {
    expect(huntFor(secret).text(result.stdout + result.stderr)).toBe(false)
  }
  return result
}

describe('hubkey providers', () => {
  it('adds one that it knows by name, keeps its key, gives it to a command and removes it', async () => {
    expect((await hubkey(['providers', 'add', 'civitai', '--json'])).json()).toMatchObject({
      ok: true,
      provider: { id: 'civitai', label: 'Civitai', checkUrl: null },
    })
    const login = await hubkey(['login', 'civitai', '--stdin'], key)
    expect(login.stdout).toContain('unchecked, for its provider has no check address')
    expect(login.code).toBe(0)
    expect((await hubkey(['verify', 'civitai'])).code).toBe(0)

    const length = 'process.stdout.write(String(process.env.CIVITAI_API_KEY?.length))'
    const run = await hubkey(['exec', '--', process.execPath, '-e', length])
    expect(run.stdout).toBe(String(key.length))

    const refused = await hubkey(['providers', 'remove', 'civitai', '--json'])
    expect(refused.json()).toMatchObject({ error: { code: 'provider-in-use' } })
    expect(refused.code).toBe(1)
    expect((await hubkey(['providers', 'remove', 'civitai', '--clear'])).code).toBe(0)
    const { providers } = (await hubkey(['providers', '--json'])).json()
    expect(JSON.stringify(providers)).not.toContain('civitai')
  })

  it('takes a name, variables and a check address of the user', async () => {
    const words = ['--env', 'CIVITAI_API_KEY', 'OTHER_KEY', '--check-url', 'https://c.example/me']
    const added = await hubkey(['providers', 'add', 'Civitai', ...words, '--json'])
    expect(added.json()).toMatchObject({
      provider: {
        environment: ['CIVITAI_API_KEY', 'OTHER_KEY'],
        checkUrl: 'https://c.example/me',
      },
    })
  })

  it.each([
    [['providers', 'add', 'Mine']],
    [['providers', 'add', 'Mine', '--env', 'HF_TOKEN']],
    [['providers', 'add', 'Mine', '--env', 'X_KEY', '--check-url', 'http://c.example']],
    [['providers', 'remove', 'huggingface']],
    [['login', 'civitai', '--stdin']],
  ])('%j is wrong usage', async (args) => {
    const result = await hubkey([...args, '--json'], key)
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'bad-input' } })
    expect(result.code).toBe(64)
  })
})

describe('NVIDIA keys on the command line', () => {
  it('are verified, and say what they may do, right by right', async () => {
    const login = await hubkey(['login', 'ngc', '--stdin'], nvidia.key('hosted-only'))
    expect(login.stdout).toContain('Logged in as Ada Example (personal)')
    const verify = await hubkey(['verify', 'ngc'])
    expect(verify.stdout).toMatch(/Images of localhost:\d+: no\. .*no right to pull/)
    expect(verify.stdout).toContain('Hosted inference: yes')
    await hubkey(['clear', 'ngc'])
  })

  it('are refused when NVIDIA refuses them', async () => {
    const login = await hubkey(['login', 'ngc', '--stdin', '--json'], nvidia.key('expired'))
    expect(login.json()).toMatchObject({ error: { code: 'token-rejected' } })
    expect(login.code).toBe(2)
  })
})
