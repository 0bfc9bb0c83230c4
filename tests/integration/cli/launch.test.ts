import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { spawn, type ChildProcess } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { stampOf } from '../../../electron/engine/process-stamp.ts'
import { enter } from '../../../electron/launcher/ledger.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { resultOf, runCli, startCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import { KNOWN_SENTENCE } from '../../fixtures/known-answer-model/known-answer-model.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'

let session: DesktopSession
let hub: HubDouble
let token: string

beforeAll(async () => {
  session = await startSession({ keyring: 'unlocked' })
  hub = await startHubDouble()
  token = hub.token('ada-fine-grained')
  const saved = await hubkey(['login', '--stdin', '--json'], token)
  expect(saved.json()).toMatchObject({ ok: true })
})
afterAll(async () => {
  await hub.close()
  await session.close()
})
afterEach(async () => {
  hub.clearFaults()
  await hubkey(['stop', '--all'])
})

async function hubkey(args: readonly string[], stdin = ''): Promise<CliResult> {
  return runCli(session, args, { stdin, env: { HF_ENDPOINT: hub.url } })
}

function start(args: readonly string[]): ChildProcess {
  return startCli(session, args, { env: { HF_ENDPOINT: hub.url } })
}

async function runs(): Promise<readonly RunView[]> {
  return (await hubkey(['ps', '--json'])).json()['runs'] as readonly RunView[]
}

async function firstRun(child: ChildProcess): Promise<RunView> {
  const { value } = (await createInterface(child.stdout as Readable)
    [Symbol.asyncIterator]()
    .next()) as { value: string }
  return (JSON.parse(value) as { run: RunView }).run
}

async function isAlive(pid: number | null): Promise<boolean> {
  const stat = await readFile(`/proc/${pid ?? 0}/stat`, 'utf8').catch(() => '')
  return stat !== '' && !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
}

async function askServer(url: string | null): Promise<string> {
  const response = await fetch(`${url ?? ''}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Whose key is it?' }] }),
  })
  const body = (await response.json()) as { choices: { message: { content: string } }[] }
  return body.choices[0]?.message.content.trim() ?? ''
}

describe('hubkey launch', () => {
  it('serves a gated model until it is told to stop, and leaves no secret behind', async () => {
    const child = start(['launch', SAMPLE.gatedModel, '--json'])
    const run = await firstRun(child)
    expect(run).toMatchObject({ state: 'ready', secrets: [], detached: false })
    expect(await askServer(run.url)).toBe(KNOWN_SENTENCE)
    expect(await runs()).toMatchObject([{ id: run.id, url: run.url, pid: run.pid }])

    const ended = resultOf(child)
    expect((await hubkey(['stop', run.id.slice(0, -2), '--json'])).json()).toEqual({
      ok: true,
      stopped: [run.id],
    })
    expect(await ended).toMatchObject({ code: 0 })
    expect(await isAlive(run.pid)).toBe(false)
    expect(await runs()).toEqual([])
    const { id, repo, file, engine, startedAt } = run
    expect((await hubkey(['ps', '--all', '--json'])).json()).toEqual({
      ...{ ok: true, runs: [] },
      ended: [{ id, repo, file, engine, startedAt }],
    })
    expect((await hubkey(['ps', '-a'])).stdout).toContain(`${id}  ended`)

    const folder = join(session.home, '.local', 'state', 'hubkey', 'runs', run.id)
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(['launch_context.json', 'output.log']),
    )
    expect(await huntFor(token).folder(session.home)).toEqual([])
    expect(hub.leaks()).toEqual([])
  })

  it('ends on Ctrl-C with everything it started', async () => {
    const child = start(['launch', SAMPLE.openModel, '--json'])
    const run = await firstRun(child)
    child.kill('SIGINT')
    expect(await resultOf(child)).toMatchObject({ code: 0 })
    expect(await isAlive(run.pid)).toBe(false)
  })

  it('leaves no server when it is killed', async () => {
    const child = start(['launch', SAMPLE.openModel, '--json'])
    const run = await firstRun(child)
    child.kill('SIGKILL')
    await expect.poll(async () => isAlive(run.pid), { timeout: 5000 }).toBe(false)
    expect(await runs()).toEqual([])
  })

  it('returns with --detach and leaves the server to be found, restarted and stopped', async () => {
    const result = await hubkey(['launch', SAMPLE.openModel, '--detach', '--json'])
    const { run } = result.json() as unknown as { run: RunView }
    expect(run).toMatchObject({ state: 'ready', detached: true })
    expect(await askServer(run.url)).toBe(KNOWN_SENTENCE)
    expect(await runs()).toMatchObject([{ id: run.id, detached: true }])
    const again = await hubkey(['restart', run.id.slice(0, -2), '--json'])
    const next = again.json()['run'] as RunView
    expect(next).toMatchObject({ state: 'ready', detached: true, repo: run.repo })
    expect(await isAlive(run.pid)).toBe(false)
    expect(await runs()).toMatchObject([{ id: next.id }])
    expect((await hubkey(['stop', next.id])).code).toBe(0)
    await expect.poll(async () => isAlive(next.pid)).toBe(false)
    expect(await runs()).toEqual([])
  })

  it('with --detach goes on when whoever launched it is killed while it starts', async () => {
    const child = start(['launch', SAMPLE.openModel, '--detach'])
    await expect.poll(async () => (await runs()).length, { timeout: 20_000 }).toBe(1)
    child.kill('SIGKILL')
    await expect.poll(async () => (await runs())[0]?.state, { timeout: 20_000 }).toBe('ready')
    const [run] = await runs()
    expect(await askServer(run?.url ?? null)).toBe(KNOWN_SENTENCE)
    expect((await hubkey(['stop', run!.id])).code).toBe(0)
    expect(await isAlive(run!.pid)).toBe(false)
  })

  it('tells what it is busy with on stderr, and uses one that runs with --reuse', async () => {
    const child = start(['launch', SAMPLE.openModel, '--json'])
    let told = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (told += text))
    const run = await firstRun(child)
    expect(told).toContain(`${SAMPLE.openModel}: loading the model…`)
    const again = await hubkey(['launch', SAMPLE.openModel, '--reuse', '--json'])
    expect(again.json()).toMatchObject({ ok: true, reused: true, run: { id: run.id } })
    expect(again.stderr).toContain('is served already')
    // Whoever reuses it does not end it, and another port is another server.
    expect(await askServer(run.url)).toBe(KNOWN_SENTENCE)
    const port = String(Number(new URL(run.url ?? '').port))
    const same = await hubkey(['launch', SAMPLE.openModel, '--reuse', '--port', port, '--json'])
    expect(same.json()).toMatchObject({ run: { id: run.id } })
    child.kill('SIGKILL')
    await expect.poll(async () => isAlive(run.pid), { timeout: 5000 }).toBe(false)
    const fresh = start(['launch', SAMPLE.openModel, '--reuse', '--json'])
    expect((await firstRun(fresh)).id).not.toBe(run.id)
    const ended = resultOf(fresh)
    await hubkey(['stop', '--all'])
    expect((await ended).code).toBe(0)
  })

  it.each([
    ['hubkey-tests/gated-not-requested', 'not-requested', 3],
    ['hubkey-tests/gated-pending', 'awaiting-author', 3],
    ['hubkey-tests/no-such-model', 'private-or-missing', 3],
    ['hubkey-tests/disabled-model', 'disabled', 3],
  ])('of %s says %s and fetches nothing', async (repo, verdict, exitCode) => {
    hub.clearRequests()
    const result = await hubkey(['launch', repo, '--json'])
    expect(result.json()).toMatchObject({ ok: false, error: { code: verdict } })
    expect(result.code).toBe(exitCode)
    expect(hub.requests.filter(({ server }) => server === 'cdn')).toEqual([])
  })

  it('names the page to ask on', async () => {
    const { stderr } = await hubkey(['launch', 'hubkey-tests/gated-not-requested'])
    expect(stderr).toContain(`${hub.url}/hubkey-tests/gated-not-requested`)
  })

  it('exits 4 when the Hub fails and the model is not on this machine', async () => {
    hub.setFault({ fault: { kind: 'status', status: 503 }, server: 'hub' })
    const result = await hubkey(['launch', 'hubkey-tests/elsewhere', '--json'])
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'offline' } })
    expect(result.code).toBe(4)
  })

  it('needs no Hub for a model that is already here', async () => {
    await hubkey(['launch', SAMPLE.openModel, '--detach'])
    await hubkey(['stop', '--all'])
    hub.setFault({ fault: { kind: 'reset' }, server: 'hub' })
    const result = await hubkey(['launch', SAMPLE.openModel, '--detach', '--json'])
    expect(result.json()).toMatchObject({ ok: true, run: { state: 'ready' } })
  })

  it('says who is at fault when the port is taken', async () => {
    const taken = Number(new URL(hub.url).port)
    const args = ['launch', SAMPLE.openModel, '--port', String(taken), '--json']
    expect((await hubkey(args)).json()).toMatchObject({
      ok: false,
      error: { code: 'port-in-use' },
    })
  })
})

describe('hubkey restart', () => {
  it('takes over one that stood in another terminal, and stays with it', async () => {
    const child = start(['launch', SAMPLE.openModel, '--json'])
    const old = await firstRun(child)
    const ended = resultOf(child)
    const again = start(['restart', old.id, '--json'])
    const run = await firstRun(again)
    expect(run).toMatchObject({ state: 'ready', detached: false })
    expect(await ended).toMatchObject({ code: 0 })
    expect(await runs()).toMatchObject([{ id: run.id }])
    again.kill('SIGINT')
    expect(await resultOf(again)).toMatchObject({ code: 0 })
    expect(await isAlive(run.pid)).toBe(false)
  })

  it('of an unknown run says so', async () => {
    const result = await hubkey(['restart', '20200101-000000-aaaaaa', '--json'])
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'run-missing' } })
  })
})

describe('a server with a token that is not in force any more', () => {
  it('is named by ps and after a rotation, with what to do', async () => {
    // A program of ours in the place of an engine that is given a token; none is carried today.
    const engine = spawn('sleep', ['1000'], { stdio: 'ignore' })
    const process = (await stampOf(engine.pid!))!
    const id = '20261124-100000-aaaaaa'
    const held = { provider: 'huggingface', account: 'default', fingerprint: '00000000' }
    const run: RunView = {
      ...{ id, repo: 'acme/model', file: 'm.gguf', engine: 'embedded', state: 'ready' },
      ...{ url: 'http://127.0.0.1:1', pid: engine.pid!, startedAt: '2026-11-24T10:00:00Z' },
      ...{ readyAt: null, endedAt: null, secrets: ['HF_TOKEN'], detached: true, download: null },
      ...{ error: null, holds: [held], holdsOldToken: false },
    }
    const state = join(session.home, '.local', 'state', 'hubkey')
    const owner = { ...process, kind: 'cli' as const }
    await enter({ run, request: null, process, owner }, { paths: { state } })
    try {
      expect(await runs()).toMatchObject([{ id, holdsOldToken: true }])
      expect((await hubkey(['ps'])).stdout).toContain(
        `It holds an old token. Next: hubkey restart ${id}`,
      )
      const young = hub.addToken({ label: 'rotated', kind: 'read', owner: 'ada' })
      const rotated = await hubkey(['rotate', '--stdin', '--json'], young)
      expect(rotated.json()).toMatchObject({ ok: true, staleRuns: [id] })
      expect(rotated.stderr).toContain(`hubkey restart ${id}`)
    } finally {
      engine.kill('SIGKILL')
    }
  })
})

describe('hubkey logs', () => {
  it('shows what a server wrote, running and ended, and follows it to its end', async () => {
    const child = start(['launch', SAMPLE.openModel, '--json'])
    const { id } = await firstRun(child)
    const shown = await hubkey(['logs', id.slice(0, 17)])
    expect(shown.stdout).toMatch(/^hubkey: ready at http/m)
    const follower = start(['logs', '-f', id])
    const followed = resultOf(follower)
    await new Promise((resolve) => follower.stdout?.once('data', resolve))
    const ended = resultOf(child)
    await hubkey(['stop', id])
    const { stdout, code } = await followed
    expect(code).toBe(0)
    expect(stdout).toContain(shown.stdout)
    await ended
    const last = await hubkey(['logs', '--tail', '1', '--json'])
    expect(last.json()).toMatchObject({ ok: true, run: id, lines: [expect.any(String)] })
  })

  it('of an unknown run says so', async () => {
    const { code, stderr } = await hubkey(['logs', '20200101-000000-aaaaaa'])
    expect([code, stderr]).toEqual([1, expect.stringContaining('20200101-000000-aaaaaa')])
  })
})

describe('hubkey stop', () => {
  it('of an unknown run says so', async () => {
    const result = await hubkey(['stop', '20200101-000000-aaaaaa', '--json'])
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'run-missing' } })
    expect(result.code).toBe(1)
  })
})
