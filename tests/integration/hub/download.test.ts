import { createHash } from 'node:crypto'
import { lstat, mkdir, readdir, readFile, readlink, realpath, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { scanCacheDir } from '@huggingface/hub'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { downloadFile } from '../../../electron/hub/download-file.ts'
import { downloadModel } from '../../../electron/hub/download-model.ts'
import type { Progress } from '../../../electron/hub/download/progress.ts'
import { findCached } from '../../../electron/hub/find-cached.ts'
import { inspectModel } from '../../../electron/hub/inspect-model.ts'
import { listCachedModels } from '../../../electron/hub/list-cached-models.ts'
import { SAMPLE, sampleWorld } from '../../fixtures/hub-double/sample-world.ts'
import { openLab, type Lab } from './lab.ts'

const megabyte = 1024 * 1024
const size = 4 * megabyte
const gated = { repo: SAMPLE.gatedModel, revision: 'main', file: SAMPLE.modelFile }

let lab: Lab
beforeEach(async () => {
  lab = await openLab(sampleWorld({ modelBytes: size }))
})
afterEach(() => lab.close())

const folder = (repo: string): string => join(lab.cache, `models--${repo.replace('/', '--')}`)
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

describe('a whole download', () => {
  it('moves, ends proven under its name, and lets the official client read the cache', async () => {
    const seen: Progress[] = []
    const model = await downloadModel(
      { ...gated, onProgress: (progress) => seen.push(progress) },
      lab.needs('ada-read'),
    )
    const bytes = await readFile(model.modelPath)
    expect(bytes.length).toBe(size)
    expect(await realpath(model.modelPath)).toBe(join(folder(gated.repo), 'blobs', sha256(bytes)))
    expect(seen.at(-1)).toEqual({ receivedBytes: size, totalBytes: size })
    expect(seen.map(({ receivedBytes }) => receivedBytes)).toEqual(
      seen.map(({ receivedBytes }) => receivedBytes).sort((a, b) => a - b),
    )

    const scanned = await scanCacheDir(lab.cache)
    expect(scanned.warnings).toEqual([])
    expect(scanned.repos).toMatchObject([
      { id: { name: gated.repo, type: 'model' }, size, filesCount: 1 },
    ])
    expect(scanned.repos[0]?.revisions).toMatchObject([{ commitOid: model.commit, refs: ['main'] }])
  })

  it('has the layout of huggingface_hub', async () => {
    const { commit, modelPath } = await downloadModel(gated, lab.needs('ada-read'))
    const root = folder(gated.repo)
    const etag = sha256(await readFile(modelPath))
    expect(await readlink(modelPath)).toBe(join('..', '..', 'blobs', etag))
    expect(await readFile(join(root, 'refs', 'main'), 'utf8')).toBe(commit)
    expect(await readdir(join(root, 'blobs'))).toEqual([etag])
    const lock = await lstat(
      join(lab.cache, '.locks', `models--${gated.repo.replace('/', '--')}`, `${etag}.lock`),
    )
    expect(lock.size).toBe(0)
    expect(await readFile(join(lab.cache, 'CACHEDIR.TAG'), 'utf8')).toMatch(
      /^Signature: 8a477f597d28d172789f06886806bc55/,
    )
  })

  it('brings small files, named by their git id, from the Hub itself', async () => {
    const view = await inspectModel({ repo: gated.repo, revision: 'main' }, lab.needs('ada-read'))
    const request = { repo: gated.repo, commit: view.commit ?? '', revision: 'main' }
    const { file } = await downloadFile({ ...request, path: 'config.json' }, lab.needs('ada-read'))
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ model_type: 'llama' })
    expect((await realpath(file)).split('/').at(-1)).toMatch(/^[0-9a-f]{40}$/)
    // An open repository sends small files over a redirect of its own.
    const open = await inspectModel({ repo: SAMPLE.openModel, revision: 'main' }, lab.needs())
    const again = { repo: SAMPLE.openModel, commit: open.commit ?? '', revision: 'main' }
    await downloadFile({ ...again, path: 'config.json' }, lab.needs())
    expect((await scanCacheDir(lab.cache)).warnings).toEqual([])
  })

  it('never sends the token to the storage host, nor a signed address to a log', async () => {
    await downloadModel(gated, lab.needs('ada-read'))
    expect(lab.hub.requests.some(({ server }) => server === 'cdn')).toBe(true)
    expect(lab.hub.leaks()).toEqual([])
    expect(lab.logged.join('\n')).not.toMatch(/Signature|Policy|hf_/)
  })

  it('is not repeated, and a second name for the same bytes costs nothing', async () => {
    await downloadModel(gated, lab.needs('ada-read'))
    lab.hub.clearRequests()
    const seen: Progress[] = []
    await downloadModel(
      { ...gated, onProgress: (progress) => seen.push(progress) },
      lab.needs('ada-read'),
    )
    expect(lab.hub.requests.map(({ method }) => method)).toEqual(['HEAD'])
    expect(seen).toEqual([{ receivedBytes: size, totalBytes: size }])

    const content = await readFile(
      (await findCached({ ...gated, path: gated.file }, lab.needs())) ?? '',
    )
    lab.hub.addRepo({
      id: 'hubkey-tests/twin',
      files: { 'one.gguf': content, 'deep/er/two.gguf': content },
    })
    const twin = { repo: 'hubkey-tests/twin', revision: 'main' }
    await downloadModel({ ...twin, file: 'one.gguf' }, lab.needs())
    lab.hub.clearRequests()
    const { modelPath } = await downloadModel({ ...twin, file: 'deep/er/two.gguf' }, lab.needs())
    expect(lab.hub.requests.map(({ server }) => server)).toEqual(['hub'])
    expect(await readlink(modelPath)).toMatch(/^\.\.\/\.\.\/\.\.\/\.\.\/blobs\//)
  })

  it('writes the ref last', async () => {
    const [, , commit] = [
      0,
      0,
      (await inspectModel({ repo: gated.repo, revision: 'main' }, lab.needs('ada-read'))).commit,
    ]
    const states: string[] = []
    const needs = lab.needs('ada-read', {
      fetch: async (input, init) => {
        const refs = await readdir(join(folder(gated.repo), 'refs')).catch(() => [])
        const found = await findCached(
          { ...gated, revision: commit ?? '', path: gated.file },
          needs,
        )
        states.push(`${refs.join()}|${found === null ? '' : 'linked'}`)
        return await fetch(input, init)
      },
    })
    await downloadModel(gated, needs)
    expect(new Set(states)).toEqual(new Set(['|']))
    expect(await readdir(join(folder(gated.repo), 'refs'))).toEqual(['main'])
  })

  it('without links, leaves the file itself in the snapshot', async () => {
    const needs = lab.needs('ada-read', { env: { HF_HUB_DISABLE_SYMLINKS: '1' } })
    const { modelPath } = await downloadModel(gated, needs)
    expect((await lstat(modelPath)).isFile()).toBe(true)
    expect((await lstat(modelPath)).size).toBe(size)
    expect(await readdir(join(folder(gated.repo), 'blobs'))).toEqual([])
    expect((await scanCacheDir(lab.cache)).warnings).toEqual([])
    lab.hub.clearRequests()
    await downloadModel(gated, needs)
    expect(lab.hub.requests.map(({ method }) => method)).toEqual(['HEAD'])
  })

  it('notes pull requests and branches with slashes as huggingface_hub does', async () => {
    const { commit } = await downloadModel(gated, lab.needs('ada-read'))
    lab.hub.addRepo({
      id: 'hubkey-tests/branches',
      files: { 'a.gguf': 'one' },
      revisions: { 'refs/pr/1': { 'a.gguf': 'two' } },
    })
    const pr = { repo: 'hubkey-tests/branches', revision: 'refs/pr/1', file: 'a.gguf' }
    const found = await downloadModel(pr, lab.needs())
    expect(await readFile(join(folder(pr.repo), 'refs', 'refs', 'pr', '1'), 'utf8')).toBe(
      found.commit,
    )
    expect(await readFile(found.modelPath, 'utf8')).toBe('two')
    expect(found.commit).not.toBe(commit)
  })
})

describe('a model in parts', () => {
  const name = (part: number): string => `q4/big-Q4_K_M-0000${part}-of-00003.gguf`
  const parts = [1, 2, 3].map((part) => Buffer.alloc(megabyte + part, `part ${part} `))
  beforeEach(() => {
    lab.hub.addRepo({
      id: 'hubkey-tests/split',
      files: Object.fromEntries(parts.map((bytes, index) => [name(index + 1), bytes])),
    })
  })
  const split = { repo: 'hubkey-tests/split', revision: 'main', file: name(1) }
  const total = 3 * megabyte + 6

  it('comes whole, with one progress over all parts', async () => {
    const seen: Progress[] = []
    const { modelPath } = await downloadModel(
      { ...split, onProgress: (progress) => seen.push(progress) },
      lab.needs(),
    )
    for (const [index, bytes] of parts.entries()) {
      const part = join(dirname(modelPath), `big-Q4_K_M-0000${index + 1}-of-00003.gguf`)
      expect(sha256(await readFile(part))).toBe(sha256(bytes))
    }
    expect(new Set(seen.map(({ totalBytes }) => totalBytes))).toEqual(new Set([total]))
    expect(seen.at(-1)?.receivedBytes).toBe(total)
    expect(await listCachedModels({}, lab.needs())).toEqual([
      { repo: split.repo, revision: 'main', path: name(1), size: total, quantisation: 'Q4_K_M' },
    ])
    const { files } = await inspectModel({ repo: split.repo, revision: 'main' }, lab.needs())
    expect(files.map(({ launchable, cached }) => [launchable, cached])).toEqual([
      [true, true],
      [false, true],
      [false, true],
    ])
  })

  it('is neither listed nor called cached while a part is missing', async () => {
    const { commit } = await inspectModel({ repo: split.repo, revision: 'main' }, lab.needs())
    for (const part of [1, 2]) {
      await downloadFile({ ...split, commit: commit ?? '', path: name(part) }, lab.needs())
    }
    expect(await listCachedModels({}, lab.needs())).toEqual([])
    const { files } = await inspectModel({ repo: split.repo, revision: 'main' }, lab.needs())
    expect(files.map(({ cached }) => cached)).toEqual([false, true, false])
    expect(await findCached({ ...split, path: name(1) }, lab.needs())).toBeNull()
    expect(await findCached({ ...split, path: name(2) }, lab.needs())).not.toBeNull()
  })
})

describe('what may not be had', () => {
  it.each([
    ['hubkey-tests/gated-pending', 'ada-read', 'awaiting-author'],
    ['hubkey-tests/gated-rejected', 'ada-read', 'refused'],
    [SAMPLE.gatedModel, null, 'no-token'],
    [SAMPLE.gatedModel, 'ada-expired', 'token-rejected'],
    [SAMPLE.gatedModel, 'ada-fine-grained-no-gated', 'token-lacks-gated-right'],
    ['hubkey-tests/never-made', 'ada-read', 'private-or-missing'],
    ['hubkey-tests/disabled-model', 'ada-read', 'disabled'],
    [SAMPLE.openModel, 'ada-read', null],
    [SAMPLE.openModel, 'ada-expired', null],
  ])('%s with %s: %s', async (repo, label, code) => {
    const download = downloadModel(
      { repo, revision: 'main', file: SAMPLE.modelFile },
      lab.needs(label),
    )
    if (code === null) {
      await expect(download).resolves.toMatchObject({ repo })
      return
    }
    await expect(download).rejects.toMatchObject({ error: { code } })
    expect(lab.hub.requests.some(({ server }) => server === 'cdn')).toBe(false)
    expect(await readdir(lab.cache).catch(() => [])).toEqual([])
  })

  it('tells a missing file and a missing revision', async () => {
    const open = { repo: SAMPLE.openModel, revision: 'main' }
    await expect(downloadModel({ ...open, file: 'no.gguf' }, lab.needs())).rejects.toMatchObject({
      error: { code: 'file-missing' },
    })
    await expect(
      downloadModel({ ...open, revision: 'gone', file: SAMPLE.modelFile }, lab.needs()),
    ).rejects.toMatchObject({ error: { code: 'revision-missing' } })
  })

  it.each([
    '../outside.gguf',
    '/etc/passwd',
    'a/../../b.gguf',
    'a\\..\\b.gguf',
    'a\u0000.gguf',
    '',
  ])('the path %j is refused before anything is asked', async (file) => {
    await expect(
      downloadModel({ repo: SAMPLE.openModel, revision: 'main', file }, lab.needs()),
    ).rejects.toMatchObject({ error: { code: 'bad-input' } })
    expect(lab.hub.requests).toEqual([])
  })

  it('a repository whose file names climb shows only the ones that stay inside', async () => {
    lab.hub.addRepo({
      id: 'hubkey-tests/climber',
      files: { '../../evil.gguf': 'evil', 'a/../../evil.gguf': 'evil', 'fine.gguf': 'fine' },
    })
    const { files } = await inspectModel(
      { repo: 'hubkey-tests/climber', revision: 'main' },
      lab.needs(),
    )
    expect(files.map(({ path }) => path)).toEqual(['fine.gguf'])
  })
})

describe('without a network', () => {
  it('what is cached can be listed, inspected and used', async () => {
    await downloadModel(gated, lab.needs('ada-read'))
    lab.hub.clearRequests()
    const needs = lab.needs('ada-read', { env: { HF_HUB_OFFLINE: '1' } })
    const view = await inspectModel({ repo: gated.repo, revision: 'main' }, needs)
    expect(view.files).toMatchObject([{ path: gated.file, launchable: true, cached: true, size }])
    const model = await downloadModel(gated, needs)
    expect(model).toMatchObject({ file: gated.file, commit: view.commit })
    expect(lab.hub.requests).toEqual([])
    await expect(downloadModel({ ...gated, repo: SAMPLE.openModel }, needs)).rejects.toMatchObject({
      error: { code: 'offline', action: { does: { kind: 'advice' } } },
    })
  })

  it('a cached copy serves when the Hub is down or has changed its mind', async () => {
    const first = await downloadModel(gated, lab.needs('ada-read'))
    lab.hub.setAccess(gated.repo, 'ada', 'rejected')
    expect(await downloadModel(gated, lab.needs('ada-read'))).toEqual(first)
    lab.hub.setFault({ fault: { kind: 'reset' } })
    expect(await downloadModel(gated, lab.needs('ada-read'))).toEqual(first)
  })
})

describe('the cache of others', () => {
  it('is listed as it is: broken links and helper files left out', async () => {
    const root = folder('some/model')
    const commit = 'a'.repeat(40)
    await mkdir(join(root, 'snapshots', commit, 'sub'), { recursive: true })
    await mkdir(join(root, 'refs'), { recursive: true })
    await writeFile(join(root, 'snapshots', commit, 'sub', 'm-IQ2_XS.gguf'), 'x')
    await writeFile(join(root, 'snapshots', commit, 'mmproj-f16.gguf'), 'x')
    await writeFile(join(root, 'snapshots', commit, 'config.json'), '{}')
    const { symlink } = await import('node:fs/promises')
    await symlink('../../blobs/gone', join(root, 'snapshots', commit, 'broken.gguf'))
    await writeFile(join(root, 'refs', 'v1'), commit)
    await writeFile(join(lab.cache, 'version.txt'), '1')
    await mkdir(join(lab.cache, 'datasets--some--data'))
    await mkdir(join(lab.cache, 'models--no--snap--shots'))
    expect(await listCachedModels({}, lab.needs())).toEqual([
      {
        repo: 'some/model',
        revision: 'v1',
        path: 'sub/m-IQ2_XS.gguf',
        size: 1,
        quantisation: 'IQ2_XS',
      },
    ])
    const broken = { repo: 'some/model', revision: 'v1', path: 'broken.gguf' }
    expect(await findCached(broken, lab.needs())).toBeNull()
    expect(await findCached({ ...broken, path: 'sub/m-IQ2_XS.gguf' }, lab.needs())).toBe(
      join(root, 'snapshots', commit, 'sub', 'm-IQ2_XS.gguf'),
    )
    expect(await findCached({ ...broken, revision: 'main' }, lab.needs())).toBeNull()
  })

  it('is empty when there is none', async () => {
    expect(await listCachedModels({}, lab.needs())).toEqual([])
  })
})
