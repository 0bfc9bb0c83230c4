import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { cliScript, resultOf, runCli, startCli, type CliResult } from '../../fixtures/cli.ts'
import { startSession, type DesktopSession } from '../../fixtures/desktop/session.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { runInTerminal } from '../../fixtures/terminal.ts'

const weights = randomBytes(24 * 1024 * 1024)
const weightsHash = createHash('sha256').update(weights).digest('hex')
const files = {
  'README.md': '# Large',
  'config.json': '{}',
  'onnx/model.onnx': randomBytes(40_000),
  'weights.safetensors': weights,
}

let session: DesktopSession
let hub: HubDouble
beforeAll(async () => {
  session = await startSession({ keyring: 'absent' })
  hub = await startHubDouble()
  hub.addRepo({ id: 'hubkey-tests/large', files })
  hub.addRepo({ id: 'hubkey-tests/rows', type: 'dataset', files: { 'a.parquet': 'rows' } })
})
afterAll(async () => {
  await hub.close()
  await session.close()
})
afterEach(() => {
  hub.clearFaults()
  hub.clearRequests()
})

const cache = (): string => join(session.home, '.cache', 'huggingface', 'hub')

async function hubkey(args: readonly string[], env = {}): Promise<CliResult> {
  return runCli(session, args, { env: { HF_ENDPOINT: hub.url, ...env } })
}

/** Bytes that the storage host was asked for. */
function wantedBytes(): number {
  return hub.requests
    .filter(({ server }) => server === 'cdn')
    .map(({ headers }) => /^bytes=(\d+)-(\d+)$/.exec(headers['range'] ?? ''))
    .reduce((sum, range) => sum + Number(range?.[2]) - Number(range?.[1]) + 1, 0)
}

describe('hubkey download', () => {
  it('stopped by Ctrl-C says that it goes on, and does', async () => {
    hub.setFault({ fault: { kind: 'slow', bytesPerSecond: 6 * 1024 * 1024 }, server: 'cdn' })
    const child = startCli(session, ['download', 'hubkey-tests/large'], {
      env: { HF_ENDPOINT: hub.url },
    })
    const ended = resultOf(child)
    const blobs = join(cache(), 'models--hubkey-tests--large', 'blobs')
    const started = async (): Promise<boolean> => {
      const names = await readdir(blobs).catch(() => [])
      const [partial] = names.filter((name) => name.startsWith(`${weightsHash}.`))
      return (
        partial !== undefined && (await readFile(join(blobs, partial))).includes('"written":[[')
      )
    }
    while (!(await started())) await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGINT')
    const { code, stderr, stdout } = await ended
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toContain(
      'The download was stopped. What has arrived is kept; the same download goes on from there.',
    )
    hub.clearFaults()
    hub.clearRequests()
    const again = await hubkey(['download', 'hubkey-tests/large'])
    expect(again.code).toBe(0)
    expect(again.stderr).toMatch(/^\d files? fetched, \d already there: 25\.2 MB\.$/m)
    const found = await readFile(join(again.stdout.trim(), 'weights.safetensors'))
    expect(found.equals(weights)).toBe(true)
    expect(wantedBytes()).toBeLessThan(weights.length)
  })

  it('on a terminal shows its pace in one line, and takes Ctrl-C', async () => {
    const repo = `hubkey-tests/${'long-'.repeat(18)}`.slice(0, -1)
    hub.addRepo({ id: repo, files: { 'weights.bin': randomBytes(20 * 1000 * 1000) } })
    hub.setFault({ fault: { kind: 'slow', bytesPerSecond: 2_000_000 }, server: 'cdn' })
    const env = { ...session.env, HF_ENDPOINT: hub.url }
    const run = [cliScript, 'download', repo]
    const cut = await runInTerminal(run, env, [
      { after: /long: [1-9][\d.]* MB of 20\.0 MB/, do: (terminal) => terminal.write('\u0003') },
    ])
    expect(cut.code).toBe(130)
    expect(cut.shown).toContain('hubkey: The download was stopped. What has arrived is kept')
    hub.clearFaults()
    hub.clearRequests()
    const { shown, code } = await runInTerminal(run, env)
    expect(code).toBe(0)
    expect(shown).toMatch(
      /1 file fetched, 0 already there: 20\.0 MB\.\r\n.*snapshots.[0-9a-f]{40}\r\n$/,
    )
    expect(wantedBytes()).toBeLessThan(20 * 1000 * 1000)
    // One line, however long the name: what is written over it was never wrapped.
    for (const line of `${cut.shown}${shown}`.split(/\r\u001b\[K|\^C|\r\n/)) {
      if (line.includes(' MB of ')) expect(line.length).toBeLessThan(97)
    }
    expect(cut.shown + shown).not.toContain('Warning')
  })

  it('tells nobody the signed address when it goes wrong', async () => {
    hub.addRepo({ id: 'hubkey-tests/signed', files: { 'a.bin': randomBytes(50_000) } })
    const hunt = huntFor('Key-Pair-Id=')
    hub.setFault({
      fault: { kind: 'status', status: 200, body: 'x'.repeat(50_000) },
      server: 'cdn',
    })
    const { code, stdout, stderr } = await hubkey(['download', 'hubkey-tests/signed'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/a\.bin arrived damaged and was thrown away/)
    expect(hunt.text(stderr)).toBe(false)
    expect(hub.requests.some(({ server }) => server === 'cdn')).toBe(true)
    expect(await hunt.folder(session.home)).toEqual([])
  })

  it('brings named files, or those that patterns choose, of either kind', async () => {
    const args = ['download', 'hubkey-tests/large', '--include', '*.json', '--include', 'onnx/']
    const chosen = await hubkey([...args, '--exclude', '*.onnx', '--json'])
    expect(chosen.json()).toMatchObject({ ok: true, files: [{ path: 'config.json', size: 2 }] })
    const named = await hubkey(['download', 'hubkey-tests/large', 'README.md', '--json'])
    expect(named.json()).toMatchObject({ ok: true, bytes: 7, files: [{ path: 'README.md' }] })
    const rows = ['download', 'hubkey-tests/rows', '--type', 'dataset', '--json']
    const fetched = (await hubkey(rows)).json()
    expect(fetched).toMatchObject({ fetched: 1, reused: 0, bytes: 4, offline: false })
    expect(fetched['path']).toMatch(/datasets--hubkey-tests--rows\/snapshots\/[0-9a-f]{40}$/)
    expect((await hubkey(rows)).json()).toEqual({
      ...fetched,
      fetched: 0,
      reused: 1,
      files: [{ path: 'a.parquet', size: 4, reused: true }],
    })
  })

  it('serves from the cache offline, and does not call a part the whole', async () => {
    hub.addRepo({ id: 'hubkey-tests/part', files: { 'a.txt': 'a', 'b.txt': 'b' } })
    const one = ['download', 'hubkey-tests/part', 'a.txt', '--json']
    const path = (await hubkey(one)).json()['path']
    hub.clearRequests()
    const offline = { HF_HUB_OFFLINE: '1' }
    expect((await hubkey(one, offline)).json()).toMatchObject({ path, offline: true, reused: 1 })
    const all = await hubkey(['download', 'hubkey-tests/part', '--json'], offline)
    expect({ code: all.code, ...all.json() }).toMatchObject({ code: 4, error: { code: 'offline' } })
    expect(hub.requests).toEqual([])
    // A Hub that is broken is as good as none.
    hub.setFault({ fault: { kind: 'status', status: 503 }, server: 'hub' })
    expect((await hubkey(one)).json()).toMatchObject({ path, offline: true })
  })

  it.each([
    [['download', SAMPLE.gatedModel], 2, 'no-token'],
    [['download', 'hubkey-tests/large', '--revision', 'gone'], 1, 'revision-missing'],
    [['download', 'hubkey-tests/large', 'gone.bin'], 1, 'file-missing'],
    [['download', 'hubkey-tests/large', '--include', 'gone*'], 1, 'nothing-matches'],
    [['download', 'not a repository'], 64, 'bad-input'],
    [['download', 'hubkey-tests/large', '../up'], 64, 'bad-input'],
  ])('%j ends with %s and %s', async (args, code, error) => {
    const result = await hubkey([...args, '--json'])
    expect({ code: result.code, ...result.json() }).toMatchObject({ code, error: { code: error } })
  })
})
