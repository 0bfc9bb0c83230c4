import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { runCli, type CliResult } from '../../fixtures/cli.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'

let hub: HubDouble
let home: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  hub = await startHubDouble()
  home = await temporaryFolder()
})
afterAll(async () => {
  await hub.close()
  await home.remove()
})
afterEach(() => {
  hub.clearFaults()
  hub.clearRequests()
})

/** Runs it with this token in the environment, beside no keyring. */
async function hubkey(
  args: readonly string[],
  token: string | null = null,
  stdin?: string,
): Promise<CliResult> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home.path,
    HUBKEY_KEYRING: 'off',
    HF_ENDPOINT: hub.url,
    ...(token === null ? {} : { HF_TOKEN: token }),
  }
  const result = await runCli({ env }, args, stdin === undefined ? {} : { stdin })
  if (token !== null) expect(huntFor(token).text(result.stdout + result.stderr)).toBe(false)
  return result
}

describe('hubkey access', () => {
  it.each([
    [SAMPLE.openModel, null, 'open', 0, null],
    [SAMPLE.gatedModel, 'ada-read', 'granted', 0, null],
    [SAMPLE.gatedModel, null, 'no-token', 2, /hubkey login/],
    [SAMPLE.gatedModel, 'bob-read', 'not-requested', 3, /^Ask for access on the model’s page: http/],
    ['hubkey-tests/gated-pending', 'ada-read', 'awaiting-author', 3, /^Tell me when it opens: hubkey access \S+ --watch$/],
    ['hubkey-tests/nope', 'ada-read', 'private-or-missing', 3, /^Open the model’s page/],
    [SAMPLE.gatedModel, 'ada-fine-grained-no-gated', 'token-lacks-gated-right', 3, /settings\/tokens$/],
  ] as const)('%s with %s is %s, exit code %d', async (repo, label, verdict, code, action) => {
    const token = label === null ? null : hub.token(label)
    const result = await hubkey(['access', repo, '--json'], token)
    const answer = result.json()
    expect(answer).toMatchObject({ ok: true, repo, type: 'model', revision: 'main', verdict })
    expect(answer['reason']).toContain(repo)
    if (action === null) expect(answer['action']).toBeNull()
    else expect(answer['action']).toMatch(action)
    expect(answer['accounts']).toBeInstanceOf(Array)
    expect(result.code).toBe(code)
  }) // prettier-ignore

  it('knows datasets', async () => {
    const result = await hubkey(['access', 'hubkey-tests/tiny-dataset', '--type', 'dataset'])
    expect(result).toMatchObject({
      code: 0,
      stdout: 'open: hubkey-tests/tiny-dataset is public.\n',
    })
  })

  it('says in words what to do', async () => {
    const result = await hubkey(['access', SAMPLE.gatedModel], hub.token('bob-read'))
    expect(result.stdout).toBe(
      `not-requested: ${SAMPLE.gatedModel} is gated and your account has not asked for it yet. Access is given at once.\n` +
        `Next: Ask for access on the model’s page: ${hub.url}/${SAMPLE.gatedModel}\n`,
    )
  })

  it('asks as another account, and names the one that can', async () => {
    const login = ['login', '--stdin', '--name', 'friend']
    const { code } = await hubkey(login, null, hub.token('ada-read'))
    expect(code).toBe(0)
    const bob = await hubkey(['access', SAMPLE.gatedModel, '--json'], hub.token('bob-read'))
    expect(bob.json()).toMatchObject({
      verdict: 'not-requested',
      action: 'Switch to the account “friend”: hubkey use friend',
      accounts: [
        { account: null, inForce: true, verdict: 'not-requested' },
        { account: 'friend', username: 'ada', inForce: false, verdict: 'granted' },
      ],
    })
    const as = ['access', SAMPLE.gatedModel, '--account', 'friend', '--json']
    const friend = await hubkey(as, hub.token('bob-read'))
    expect(friend.json()).toMatchObject({ verdict: 'granted' })
    expect(friend.code).toBe(0)
    await hubkey(['clear', '--json'])
  })

  it('is nobody’s answer when the Hub has none', async () => {
    hub.setFault({ fault: { kind: 'rate-limited', resetSeconds: 30 } })
    const busy = await hubkey(['access', SAMPLE.gatedModel, '--json'])
    expect(busy.json()).toMatchObject({ verdict: 'rate-limited', action: 'Try again' })
    const until = Date.parse(String(busy.json()['until']))
    expect(until).toBeGreaterThan(Date.now())
    expect(busy.code).toBe(4)
    hub.clearFaults()
    hub.setFault({ fault: { kind: 'status', status: 503 } })
    expect(await hubkey(['access', SAMPLE.gatedModel])).toMatchObject({ code: 4 })
  })

  it('waits for what its author has yet to open, lists it, and forgets it', async () => {
    const pending = 'hubkey-tests/gated-pending'
    const token = hub.token('ada-read')
    const asked = await hubkey(['access', pending, '--watch', '--json'], token)
    expect(asked.code).toBe(3)
    expect(asked.json()).toMatchObject({ verdict: 'awaiting-author', watched: true })
    hub.clearRequests()
    const listed = await hubkey(['access', '--watched', '--json'], token)
    expect(listed.json()).toMatchObject({
      watches: [{ repo: pending, state: 'waiting', verdict: 'awaiting-author', account: null }],
    })
    const soon = await hubkey(['access', pending, '--watched', '--now', '--json'], token)
    expect(soon).toMatchObject({ code: 4 })
    expect(soon.json()).toMatchObject({ ok: false, error: { code: 'watch-asked-lately' } })
    expect((await hubkey(['access', pending, '--now'], token)).code).toBe(64)
    expect((await hubkey(['access', pending, '--unwatch'], token)).code).toBe(0)
    expect((await hubkey(['access', '--watched'], token)).stdout).toBe('Nothing is waited for.\n')
    expect(hub.requests).toEqual([])
    const open = await hubkey(['access', SAMPLE.openModel, '--watch', '--json'], token)
    expect(open.json()).toMatchObject({ verdict: 'open', watched: false })
    expect((await hubkey(['access'], token)).code).toBe(64)
  })

  it('refuses what is no repository, no type and no revision', async () => {
    expect(await hubkey(['access', '../etc'])).toMatchObject({ code: 64 })
    expect(await hubkey(['access', 'a/b', '--type', 'bucket'])).toMatchObject({ code: 64 })
    const gone = await hubkey(['access', SAMPLE.openModel, '--revision', 'v9', '--json'])
    expect(gone.json()).toMatchObject({ ok: false, error: { code: 'revision-missing' } })
    expect(gone.code).toBe(1)
  })
})

it('a rejected token is told once, and not sent by the next command', async () => {
  const token = hub.addToken({ label: 'ada-soon-gone', kind: 'read', owner: 'ada' })
  hub.removeToken('ada-soon-gone')
  const first = await hubkey(['access', SAMPLE.gatedModel], token)
  expect(first.code).toBe(2)
  expect(first.stderr).toContain('does not accept your token any more, so it is no longer sent')
  hub.clearRequests()
  const second = await hubkey(['access', SAMPLE.gatedModel], token)
  expect(second.code).toBe(2)
  expect(second.stdout).toContain('token-rejected: ')
  expect(second.stderr).toBe('')
  expect((await hubkey(['access', SAMPLE.openModel], token)).code).toBe(0)
  expect(hub.requests.filter(({ authorization }) => authorization !== undefined)).toEqual([])
})
