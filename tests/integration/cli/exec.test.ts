import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cliScript, resultOf, runCli, startCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { runInTerminal } from '../../fixtures/terminal.ts'

let session: DesktopSession
let hub: HubDouble
let token: string

const stayAWhile =
  "require('node:child_process').spawnSync(process.execPath, process.argv.slice(1), { stdio: 'inherit' }); setTimeout(() => {}, 300)"

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

  it('refuses to run inside itself', async () => {
    const self = `"${process.execPath}" "${cliScript}" exec --json -- true`
    const { stdout, code } = await exec(self)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'exec-nested' } })
    expect(code).toBe(64)
  })

  it('leaves out another token under another spelling, and says so by name alone', async () => {
    const old = `hf_${'oldOLD12'.repeat(4)}`
    const env = { HF_TOKEN: token, HUGGING_FACE_HUB_TOKEN: old, HF_API_KEY: old }
    const { stdout, stderr, code } = await runCli(
      session,
      ['exec', '--no-mask', '--', 'sh', '-c', 'echo "$HUGGING_FACE_HUB_TOKEN:${HF_API_KEY-unset}"'],
      { env },
    )
    expect(stdout).toBe(`${token}:unset\n`)
    expect(stderr).toMatch(/HUGGING_FACE_HUB_TOKEN held a token that is not in force/)
    expect(stderr).not.toContain(old)
    expect(code).toBe(0)
  })

  it('does not give a token that the Hub has rejected, inherited or not', async () => {
    const dead = `hf_${'Dead0123'.repeat(4)}`
    const env = { HF_TOKEN: dead, HF_ENDPOINT: hub.url, NGC_API_KEY: 'nvapi-still-good-0123456789' }
    await runCli(session, ['verify'], { env })
    const only = ['exec', '--only', 'huggingface', '--json', '--', 'true']
    const refusal = await runCli(session, only, { env })
    expect(refusal.json()).toMatchObject({ ok: false, error: { code: 'token-rejected' } })
    expect(refusal.code).toBe(2)
    const script = 'echo "${HF_TOKEN-unset} ${NGC_API_KEY:+given}"'
    const result = await runCli(session, ['exec', '--', 'sh', '-c', script], { env })
    expect(result.stdout).toBe('unset given\n')
    expect(result.stderr).toMatch(/Hugging Face does not accept .* left out/)
  })

  it('refuses without any secret to give', async () => {
    const result = await runCli(session, ['exec', '--json', '--only', 'ngc', '--', 'true'])
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'no-token' } })
    expect(result.code).toBe(2)
  })
})

describe('hubkey exec on a terminal', () => {
  const inTerminal = (script: string, act?: Parameters<typeof runInTerminal>[2]) =>
    runInTerminal([cliScript, 'exec', '--', 'sh', '-c', script], session.env, act)

  it('gives the command a terminal of the same size on all streams, and masks both', async () => {
    const { shown, code } = await inTerminal(
      '[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && stty size; echo "1 $HF_TOKEN"; echo "2 $HF_TOKEN" >&2; exit 7',
    )
    expect(shown).toBe('31 97\r\n1 [secret]\r\n2 [secret]\r\n')
    expect(code).toBe(7)
  })

  it('passes on keys, Ctrl-C and a new size', async () => {
    const script =
      'trap "stty size" WINCH; trap "echo got; exit 9" INT; read -r line; echo "line $line"; ' +
      'echo waiting; while :; do sleep 0.05; done'
    const { shown, code } = await inTerminal(script, [
      {
        after: /^/,
        do: (terminal) => {
          terminal.write('hello\r')
        },
      },
      {
        after: /waiting/,
        do: (terminal) => {
          terminal.resize(60, 20)
        },
      },
      {
        after: /20 60/,
        do: (terminal) => {
          terminal.write('\u0003')
        },
      },
    ])
    expect(shown).toMatch(/line hello\r\nwaiting\r\n20 60\r\n\^Cgot\r\n$/)
    expect(code).toBe(9)
  })

  it('passes on a signal, and says what a shell says of a program that is missing', async () => {
    const ended = await inTerminal('trap "exit 5" TERM; echo up; while :; do sleep 0.05; done', [
      {
        after: /up/,
        do: (terminal) => {
          process.kill(terminal.pid, 'SIGTERM')
        },
      },
    ])
    expect(ended.code).toBe(5)
    const missing = await runInTerminal([cliScript, 'exec', '--', 'no-such-program'], session.env)
    expect(missing.code).toBe(127)
  })

  it('shows the whole of a long output, to the last byte', async () => {
    const count = 'i=0; while [ $i -lt 20000 ]; do echo $i; i=$((i+1)); done'
    // The terminal around it must not end too early itself.
    const { shown } = await runInTerminal(
      [...['-e', stayAWhile, cliScript], 'exec', '--', 'sh', '-c', count],
      session.env,
    )
    expect(shown.split('\r\n').length).toBe(20_001)
    expect(shown.endsWith('19999\r\n')).toBe(true)
  })
})
