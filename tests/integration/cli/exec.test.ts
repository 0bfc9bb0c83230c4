import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, runCli, startCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'

let session: DesktopSession
let hub: HubDouble
let token: string

beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
  token = hub.token('ada-read')
  await runCli(session, ['login', '--stdin'], { stdin: token, env: { HF_ENDPOINT: hub.url } })
})
afterAll(async () => {
  await hub.close()
  await session.close()
})

async function exec(script: string, ...options: string[]): Promise<CliResult> {
  return runCli(session, ['exec', ...options, '--', 'sh', '-c', script])
}

describe('hubkey exec', () => {
  it('gives the command the token and masks it in what it prints', async () => {
    const { stdout, code } = await exec(
      'printf "token=%s." "$HF_TOKEN"; printf "%s" "$HF_TOKEN" | wc -c',
    )
    expect(stdout).toBe(`token=[secret].${token.length}\n`)
    expect(code).toBe(0)
  })

  it('masks it on stderr, in pieces and in base64 too', async () => {
    const { stdout, stderr } = await exec(
      'for i in $(printf "%s" "$HF_TOKEN" | fold -w1); do printf %s "$i"; done; ' +
        'printf "%s" "$HF_TOKEN" | base64 -w0 >&2',
    )
    expect(stdout).toBe('[secret]')
    expect(stderr).not.toContain(Buffer.from(token).toString('base64').slice(0, 20))
  })

  it('leaves the output alone when asked to', async () => {
    const { stdout } = await exec('printf %s "$HF_TOKEN"', '--no-mask')
    expect(stdout).toBe(token)
  })

  it('passes the exit code on', async () => {
    expect((await exec('exit 7')).code).toBe(7)
    expect((await exec('kill -TERM $$')).code).toBe(143)
    expect((await runCli(session, ['exec', '--', 'no-such-program-here'])).code).toBe(127)
  })

  it('passes a signal on and ends with its command', async () => {
    const child = startCli(session, [
      ...['exec', '--', 'sh', '-c'],
      'trap "echo stopped; exit 5" TERM; echo up; while :; do sleep 0.05; done',
    ])
    child.stdout?.once('data', () => child.kill('SIGTERM'))
    const { stdout, code } = await resultOf(child)
    expect(stdout).toBe('up\nstopped\n')
    expect(code).toBe(5)
  })

  it('hands --json to the command, not to itself', async () => {
    const { stdout } = await runCli(session, ['exec', '--', 'echo', '--json', '--only'])
    expect(stdout).toBe('--json --only\n')
  })

  it('refuses without any secret to give', async () => {
    const result = await runCli(session, ['exec', '--json', '--only', 'ngc', '--', 'true'])
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'no-token' } })
    expect(result.code).toBe(2)
  })
})
