import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { downloadRepository } from '../../../electron/hub/download-repository.ts'
import { removeCached } from '../../../electron/hub/remove-cached.ts'
import { preparePython, type Said } from '../../fixtures/python/python.ts'
import { openLab, type Lab } from './lab.ts'

const python = await preparePython()

const content = randomBytes(12 * 1024 * 1024)
const files = {
  'README.md': '# Both',
  'config.json': '{}',
  'data/train.parquet': randomBytes(300_000),
  'data/deep/er/test.parquet': content,
  'model.safetensors': content,
}
const repo = 'hubkey-tests/both'
const all = { repo, revision: 'main', files: [], include: [], exclude: [] } as const

let lab: Lab
beforeEach(async () => {
  lab = await openLab({
    users: [],
    orgs: [],
    tokens: [],
    repos: [
      { id: repo, files },
      { id: repo, type: 'dataset', files },
    ],
  })
})
afterEach(() => lab.close())

function environment(): Record<string, string | undefined> {
  const { PATH } = process.env
  return { PATH, HOME: lab.home, HF_ENDPOINT: lab.hub.url, HF_HUB_DISABLE_TELEMETRY: '1' }
}

async function ask(...lines: readonly string[]): Promise<Said> {
  const script = ['from huggingface_hub import *', ...lines].join('\n')
  return await python!.python3(['-c', script], { env: environment() })
}

const snapshot = (type: string, more = ''): string =>
  `print(snapshot_download("${repo}", repo_type="${type}"${more}))`

/** The cache as Python's own scanner sees it. */
async function scan(): Promise<unknown> {
  const said = await ask(
    'import json',
    'info = scan_cache_dir()',
    'print(json.dumps({"warnings": [str(w) for w in info.warnings], "repos": sorted(',
    '  [r.repo_type, r.repo_id, r.nb_files, [sorted(v.refs) for v in r.revisions]] for r in info.repos)}))',
  )
  expect(said).toMatchObject({ code: 0 })
  return JSON.parse(said.stdout)
}

describe.skipIf(python === null).each(['model', 'dataset'] as const)('a %s', (type) => {
  it('that we fetched is a cache hit for Python, and its scanner has no warning', async () => {
    const { path, files: stored } = await downloadRepository({ ...all, type }, lab.needs())
    expect(stored.map((file) => file.path)).toEqual(Object.keys(files).sort())
    lab.hub.clearRequests()
    const said = await ask(snapshot(type, ', local_files_only=True'))
    expect(said).toMatchObject({ code: 0, stdout: `${path}\n` })
    expect(lab.hub.requests.filter((request) => request.path.includes(repo))).toEqual([])
    expect(await scan()).toEqual({ warnings: [], repos: [[type, repo, 4, [['main']]]] })
    expect((await readdir(join(path, '..', '..', 'blobs'))).length).toBe(4)
  })

  it('that Python fetched is a hit for us, online and offline', async () => {
    const said = await ask(snapshot(type))
    expect(said).toMatchObject({ code: 0 })
    lab.hub.clearRequests()
    const found = await downloadRepository({ ...all, type }, lab.needs())
    expect(found.path).toBe(said.stdout.trim())
    expect(found.files.every(({ reused }) => reused)).toBe(true)
    expect(lab.hub.requests.some(({ path }) => path.includes('/resolve/'))).toBe(false)
    lab.hub.clearRequests()
    const offline = lab.needs(null, { env: { HF_HUB_OFFLINE: '1' } })
    expect(await downloadRepository({ ...all, type }, offline)).toEqual({ ...found, offline: true })
    expect(lab.hub.requests).toEqual([])
  })

  it('with a file gone is not called whole offline, where Python noted what belongs to it', async () => {
    const said = await ask(snapshot(type))
    await rm(join(said.stdout.trim(), 'config.json'))
    const offline = lab.needs(null, { env: { HF_HUB_OFFLINE: '1' } })
    const refused = downloadRepository({ ...all, type }, offline)
    await expect(refused).rejects.toMatchObject({ error: { code: 'offline' } })
    const others = { ...all, type, include: ['*.parquet'] }
    expect((await downloadRepository(others, offline)).files).toHaveLength(2)
  })
})

describe.skipIf(python === null)('both at once on one repository', () => {
  it('end with one whole copy, fetched once, which goes without a trace', async () => {
    lab.hub.setFault({ fault: { kind: 'slow', bytesPerSecond: 8 * 1024 * 1024 }, server: 'cdn' })
    const script = `from huggingface_hub import *\nprint("go", flush=True)\n${snapshot('model')}`
    const child = spawn(python!.python, ['-c', script], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (text: Buffer) => (said += text.toString()))
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    while (!said.includes('go')) await new Promise((resolve) => child.stdout.once('data', resolve))
    const ours = await downloadRepository({ ...all, type: 'model' }, lab.needs())
    expect(await ended).toBe(0)
    expect(said.trim().split('\n').at(-1)).toBe(ours.path)
    for (const [path, bytes] of Object.entries(files)) {
      expect((await readFile(join(ours.path, path))).equals(Buffer.from(bytes))).toBe(true)
    }
    expect(await scan()).toEqual({ warnings: [], repos: [['model', repo, 4, [['main']]]] })
    const blobs = await readdir(join(ours.path, '..', '..', 'blobs'))
    expect(blobs.filter((name) => name.includes('.'))).toEqual([])
    expect(blobs).toHaveLength(4)
    // The large content has two names; under either it is one blob, and comes from the storage once.
    const bytes = lab.hub.requests.filter(({ server }) => server === 'cdn')
    const large = bytes.filter(({ headers }) => !/^bytes=0-299999$/.test(headers['range'] ?? ''))
    expect(large.length).toBeLessThanOrEqual(4)
    await removeCached({ type: 'model', repo, revision: 'main' }, lab.needs())
    expect(await scan()).toEqual({ warnings: [], repos: [] })
  })
})
