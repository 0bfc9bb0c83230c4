import { scanCacheDir } from '@huggingface/hub'
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { removeFromCache } from '../../../electron/app/remove-from-cache.ts'
import { downloadRepository } from '../../../electron/hub/download-repository.ts'
import { listCachedRepos } from '../../../electron/hub/list-cached-repos.ts'
import { removeCached } from '../../../electron/hub/remove-cached.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { openLab, type Lab } from './lab.ts'

const repo = 'hubkey-tests/two'
const shared = randomBytes(50_000)
const newer = randomBytes(30_000)
const older = randomBytes(20_000)
/** At the top: the official scanner does not look into folders. */
const files = { 'a.bin': shared, 'b.bin': newer }
const revisions = { 'v1.0': { 'a.bin': shared, 'b.bin': older } }

let lab: Lab
beforeEach(async () => {
  lab = await openLab({
    users: [],
    orgs: [],
    tokens: [],
    repos: [
      { id: repo, files, revisions },
      { id: repo, type: 'dataset', files: { 'rows.csv': 'a,b' } },
    ],
  })
})
afterEach(() => lab.close())

const wish = { type: 'model', repo, revision: 'main', files: [], include: [], exclude: [] } as const
const fetchMain = () => downloadRepository(wish, lab.needs())
const fetchOld = () => downloadRepository({ ...wish, revision: 'v1.0' }, lab.needs())
const list = () => listCachedRepos({}, lab.needs())
const remove = (revision: string | null) =>
  removeCached({ type: 'model', repo, revision }, lab.needs())
const blobs = (): string => join(lab.cache, `models--${repo.replace('/', '--')}`, 'blobs')
const refused = (code: string) => ({ error: { code } })

/** The cache as the official client sees it. */
async function judge(): Promise<{ warnings: unknown[]; size: number }> {
  const { warnings, size } = await scanCacheDir(lab.cache)
  return { warnings, size }
}

describe('what lies in the cache', () => {
  it('is listed with each file counted once, as the official scanner counts it', async () => {
    const main = await fetchMain()
    const old = await fetchOld()
    await downloadRepository({ ...wish, type: 'dataset' }, lab.needs())
    const [model, dataset, ...others] = await list()
    expect(others).toEqual([])
    expect(dataset).toMatchObject({ type: 'dataset', repo, size: 3, unfinished: 0 })
    expect(model).toMatchObject({ type: 'model', repo, size: 100_000, unfinished: 0 })
    expect(model?.revisions).toEqual([
      { commit: main.commit, refs: ['main'], files: 2, size: 80_000, ownSize: 30_000 },
      { commit: old.commit, refs: ['v1.0'], files: 2, size: 70_000, ownSize: 20_000 },
    ])
    expect(await judge()).toEqual({ warnings: [], size: 100_003 })
  })

  it('is nothing where there is no cache', async () => {
    expect(await list()).toEqual([])
  })

  it('counts what was cut, which a removal takes along', async () => {
    await fetchMain()
    const partial = join(blobs(), `${'b'.repeat(64)}.incomplete`)
    await writeFile(partial, Buffer.alloc(9000, 1))
    const [model] = await list()
    expect(model).toMatchObject({ unfinished: 9000, size: 89_000 })
    await expect(remove(null)).rejects.toMatchObject(refused('cache-in-use'))
    const longAgo = new Date(Date.now() - 3_600_000)
    await utimes(partial, longAgo, longAgo)
    expect((await remove(null)).freed).toBe(89_000)
    expect(await list()).toEqual([])
  })
})

describe('removing', () => {
  it('one revision leaves what another shares, and gives back what it said', async () => {
    const main = await fetchMain()
    const old = await fetchOld()
    expect(await remove('v1.0')).toEqual({ freed: 20_000, commits: [old.commit] })
    expect((await readFile(join(main.path, 'a.bin'))).equals(shared)).toBe(true)
    expect((await readFile(join(main.path, 'b.bin'))).equals(newer)).toBe(true)
    expect(await judge()).toEqual({ warnings: [], size: 80_000 })
    lab.hub.clearRequests()
    const again = await fetchOld()
    expect(again.files.filter(({ reused }) => !reused).map(({ path }) => path)).toHaveLength(2)
    // The shared bytes were there and were not fetched a second time.
    expect(
      lab.hub.requests.filter(({ server, method }) => server === 'cdn' && method === 'GET'),
    ).toHaveLength(1)
  })

  it('everything leaves nothing of it, and nothing else is touched', async () => {
    await fetchMain()
    await fetchOld()
    const { path } = await downloadRepository({ ...wish, type: 'dataset' }, lab.needs())
    expect((await remove(null)).freed).toBe(100_000)
    expect(await readdir(lab.cache)).not.toContain(`models--${repo.replace('/', '--')}`)
    expect(await readFile(join(path, 'rows.csv'), 'utf8')).toBe('a,b')
    expect(await judge()).toEqual({ warnings: [], size: 3 })
    await expect(remove(null)).rejects.toMatchObject(refused('not-cached'))
  })

  it('works by a bare commit, and where the disk has no links', async () => {
    const env = { HF_HUB_DISABLE_SYMLINKS: '1' }
    const needs = lab.needs(null, { env })
    const { commit } = await downloadRepository(wish, needs)
    await fetchOld()
    const { freed } = await removeCached({ type: 'model', repo, revision: commit }, needs)
    expect(freed).toBe(80_000)
    expect((await list())[0]?.revisions.map(({ refs }) => refs)).toEqual([['v1.0']])
  })

  it('is refused while it is fetched, which goes on untouched', async () => {
    lab.hub.setFault({ fault: { kind: 'slow', bytesPerSecond: 60_000 }, server: 'cdn' })
    const fetched = fetchMain()
    while (!(await readdir(blobs()).catch(() => [])).some((name) => name.endsWith('-partial'))) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await expect(remove(null)).rejects.toMatchObject(refused('cache-in-use'))
    lab.hub.clearFaults()
    expect((await fetched).files).toHaveLength(2)
  })

  it('is refused while a server runs it, whoever launched that', async () => {
    await fetchMain()
    const run = (state: RunView['state']) => ({ repo, state }) as RunView
    const needs = (runs: RunView[]) => ({ hub: lab.needs(), runs: () => runs })
    const whole = { type: 'model', repo, revision: null } as const
    const blocked = removeFromCache(whole, needs([run('exited'), run('ready')]))
    await expect(blocked).rejects.toMatchObject(refused('cache-in-use'))
    expect((await removeFromCache(whole, needs([run('exited')]))).freed).toBe(80_000)
  })

  it('takes along what a kill left without a name, but nothing that is on its way', async () => {
    await fetchMain()
    await fetchOld()
    const [orphan, young] = ['c', 'd'].map((digit) => join(blobs(), digit.repeat(40)))
    await writeFile(orphan!, Buffer.alloc(500))
    await writeFile(young!, Buffer.alloc(70))
    const longAgo = new Date(Date.now() - 2 * 3_600_000)
    await utimes(orphan!, longAgo, longAgo)
    expect((await remove('v1.0')).freed).toBe(20_500)
    expect(await readdir(blobs())).toContain('d'.repeat(40))
  })

  it('says what is not there, and touches nothing outside of the cache', async () => {
    await fetchMain()
    await expect(remove('v1.0')).rejects.toMatchObject(refused('not-cached'))
    await expect(remove('../../..')).rejects.toMatchObject(refused('bad-input'))
    const climbing = { type: 'model', repo: '../up', revision: null } as const
    await expect(removeCached(climbing, lab.needs())).rejects.toMatchObject(refused('bad-input'))
    const stranger = join(lab.cache, 'models--someone--else', 'snapshots')
    await mkdir(stranger, { recursive: true })
    await writeFile(join(stranger, 'a-file'), 'of theirs')
    const theirs = { type: 'model', repo: 'someone/else', revision: null } as const
    await expect(removeCached(theirs, lab.needs())).rejects.toMatchObject(refused('not-cached'))
    expect(await readFile(join(stranger, 'a-file'), 'utf8')).toBe('of theirs')
  })
})
