import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli, type CliResult } from '../../fixtures/cli.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
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

/** Runs `hubkey jobs ARGS` with this token in the environment, beside no keyring. */
async function jobs(args: readonly string[], label = 'ada-write'): Promise<CliResult> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home.path,
    HUBKEY_KEYRING: 'off',
    HF_ENDPOINT: hub.url,
    HF_TOKEN: hub.token(label),
  }
  const result = await runCli({ env }, ['jobs', ...args])
  expect(huntFor(hub.token(label)).text(result.stdout + result.stderr)).toBe(false)
  return result
}

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(home.path, name)
  await writeFile(path, text)
  return path
}

describe('hubkey jobs', () => {
  it('runs a script with the token as a secret, masked, and tells what it may cost', async () => {
    const script = await fileOf(
      'job.py',
      'import os\nprint(os.environ["HF_TOKEN"])\nwhoami()\nprint("done")\n',
    )
    const result = await jobs(['uv', '--secret', 'HF_TOKEN', script, '--epochs', '3'])
    expect(result).toMatchObject({ code: 0, stdout: '[secret]\ndone\n' })
    expect(result.stderr).toContain(
      'cpu-basic for 30 minutes (the default) at most: $0.01 at most.',
    )
    const body = JSON.parse(hub.jobs.bodies.at(-1) ?? '') as { command: string[] }
    expect(body).toMatchObject({ secrets: { HF_TOKEN: hub.token('ada-write') } })
    expect(body.command.slice(-3)).toEqual(['/tmp/job.py', '--epochs', '3'])
  })

  it('hands on behind -- what would be an option of its own', async () => {
    const script = await fileOf('job.py', 'print(1)\n')
    const uv = await jobs(['uv', '--dry-run', '--json', script, '--', '--dry-run', '-d'])
    expect(JSON.stringify(uv.json())).toContain('"/tmp/job.py","--dry-run","-d"]')
    const run = await jobs(['run', '--dry-run', '--json', 'python:3.12', '--', 'ls', '--label=x'])
    expect(JSON.stringify(run.json())).toContain('["ls","--label=x"]')
  })

  it('tells how busy the machine of a job is', async () => {
    const words = [
      'run',
      '--flavor',
      'a10g-small',
      '--timeout',
      '10m',
      '--detach',
      'python:3.12',
      'sleep',
      '60',
    ]
    const name = (await jobs(words)).stdout.trim()
    const { stdout } = await jobs(['stats', name])
    expect(stdout).toBe(
      'CPU 12 % of 3.5 cores · memory 1.3 MB of 15.0 GB · GPU 87 %, 20.4 of 24.0 GB\n',
    )
    await jobs(['cancel', name])
    expect((await jobs(['stats', name, '--json'])).json()).toEqual({ ok: true, metrics: null })
  })

  it('runs a command in an image, and fails when it fails', async () => {
    const failed = await jobs(['run', 'python:3.12', 'exit', '3'])
    expect(failed.code).toBe(1)
    expect(failed.stdout).toContain('Job failed with exit code: 3')
  })

  it('shows the request without sending it, secrets named', async () => {
    const before = hub.jobs.bodies.length
    const file = await fileOf('secrets.env', '# mine\nHF_TOKEN=$HF_TOKEN\nWANDB_API_KEY="hush-hush-hush"\n')
    const result = await jobs(['run', '--dry-run', '--json', '--secrets-file', file, 'python:3.12', 'true'])
    expect(hub.jobs.bodies).toHaveLength(before)
    expect(result.json()['request']).toMatchObject({
      command: ['true'],
      dockerImage: 'python:3.12',
      secrets: { HF_TOKEN: '(the huggingface token of the account in force)', WANDB_API_KEY: '(as given)' },
    })
    expect(result.stdout).not.toContain('hush-hush-hush')
  }) // prettier-ignore

  it('submits and comes back, lists, shows, inspects and cancels', async () => {
    const submitted = await jobs(['run', '--detach', '--json', 'python:3.12', 'sleep', '60'])
    const { id } = submitted.json()['job'] as { id: string }
    expect((await jobs(['ps'])).stdout).toContain(`ada/${id}  RUNNING`)
    expect((await jobs(['inspect', id, '--json'])).json()['job']).toMatchObject({ id, secrets: [] })
    expect((await jobs(['cancel', `ada/${id}`])).stdout).toContain('CANCELED')
    expect((await jobs(['logs', id, '--json'])).json()['lines']).toEqual([])
  })

  it('lists the machines with their prices', async () => {
    const { stdout } = await jobs(['hardware'])
    expect(stdout).toMatch(/a10g-small .* 1x A10G \(24 GB\) .* \$0\.0167 a minute, \$1\.00 an hour/)
  })

  it('schedules, suspends and takes away', async () => {
    const made = await jobs([
      'run',
      '--schedule',
      '@daily',
      '--json',
      'python:3.12',
      'echo',
      'tick',
    ])
    const { id } = made.json()['schedule'] as { id: string }
    expect((await jobs(['schedule', 'suspend', id])).stdout).toContain('suspended')
    expect((await jobs(['schedule'])).stdout).toContain(id)
    expect((await jobs(['schedule', 'delete', id])).code).toBe(0)
  })

  it('runs what a job file says, and shows the same request dry', async () => {
    await fileOf('night.py', 'assert "HF_TOKEN" in os.environ, "none"\nprint("night")\n')
    const file = await fileOf('job.yaml', 'script: night.py\ntimeout: 1h\nsecrets: {HF_TOKEN: $HF_TOKEN}\n') // prettier-ignore
    const dry = await jobs(['run', '-f', file, '--dry-run', '--json'])
    const { request } = JSON.parse(dry.stdout) as { request: Record<string, unknown> }
    const result = await jobs(['run', '-f', file])
    expect(result).toMatchObject({ code: 0, stdout: 'night\n' })
    const sent = JSON.parse(hub.jobs.bodies.at(-1) ?? '') as Record<string, unknown>
    expect(sent['secrets']).toEqual({ HF_TOKEN: hub.token('ada-write') })
    expect({ ...request, secrets: null }).toEqual({ ...sent, secrets: null })
    expect((await jobs(['run', '-f', file, '--flavor', 't4-small'])).code).toBe(64)
  })

  it('tells a failed job’s cause and the step that helps, at its end and later', async () => {
    const raise = 'raise ValueError("HF_TOKEN not found")'
    const failed = await jobs(['run', '--json', 'python:3.12', 'python', '-c', raise])
    expect(failed.code).toBe(1)
    const { job, diagnoses } = JSON.parse(failed.stdout) as {
      job: { namespace: string; id: string }
      diagnoses: { code: string; action: string }[]
    }
    expect(diagnoses.map(({ code }) => code)).toEqual(['job-secret-not-passed'])
    const later = await jobs(['diagnose', `${job.namespace}/${job.id}`])
    expect(later.stdout).toContain('it is not among its secrets')
    expect(later.stdout).toContain('Next: Submit it again')
  })

  it.each([
    [
      'a value on the command line',
      ['run', '--secret', 'WANDB_API_KEY', 'python:3.12', 'true'],
      64,
    ],
    ['an unknown account', ['run', '--secret', 'HF_TOKEN=nobody', 'python:3.12', 'true'], 1],
    ['a job that there is not', ['inspect', 'f'.repeat(24)], 1],
    ['no script', ['uv', '/no/such.py'], 64],
    ['an option that the script would get', ['uv', import.meta.filename, '--dry-run'], 64],
    ['an option in the place of a command', ['run', 'python:3.12', '--detach', 'true'], 64],
    ['a time nobody can read', ['run', '--timeout', 'soon', 'python:3.12', 'true'], 64],
  ] as const)('refuses %s', async (_what, args, code) => {
    expect((await jobs(args)).code).toBe(code)
  })

  it('tells whoever may not run jobs what to do', async () => {
    const result = await jobs(['run', 'python:3.12', 'true'], 'ada-read')
    expect(result.code).toBe(3)
    expect(result.stderr).toContain('/settings/tokens/new?tokenType=fineGrained&ownUserPermissions=job.write')
  }) // prettier-ignore
})
