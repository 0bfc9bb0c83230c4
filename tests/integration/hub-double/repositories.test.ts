import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { RateLimits } from '../../fixtures/hub-double/rate-limits.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import { ask, verdict } from './ask.ts'
import { HEX_24, HEX_40, HEX_64 } from './matchers.ts'

let hub: HubDouble
beforeAll(async () => {
  hub = await startHubDouble()
})
afterAll(() => hub.close())

async function json(path: string, as?: string): Promise<unknown> {
  const reply = await ask(hub, path, as === undefined ? {} : { as })
  expect(reply.status).toBe(200)
  return reply.json()
}

const MASKED = '*'.repeat(64)

test('info and tree of gated repositories are open whatever the access', async () => {
  for (const repo of ['tiny-gated-gguf', 'gated-pending', 'gated-rejected', 'gated-reset']) {
    for (const as of [undefined, 'ada-read', 'bob-read']) {
      expect(await json(`/api/models/hubkey-tests/${repo}`, as)).toMatchObject({
        gated: repo === 'tiny-gated-gguf' ? 'auto' : 'manual',
      })
      expect(await json(`/api/models/hubkey-tests/${repo}/tree/main`, as)).toHaveLength(4)
    }
  }
})

test('info names files; with blobs it has sizes and the LFS hash as sha256', async () => {
  const plain = (await json(`/api/models/${SAMPLE.openModel}`)) as { siblings: unknown[] }
  expect(plain.siblings).toContainEqual({ rfilename: 'tiny.gguf' })
  expect(await json(`/api/models/${SAMPLE.openModel}?blobs=true`)).toMatchObject({
    id: SAMPLE.openModel,
    _id: HEX_24,
    sha: HEX_40,
    private: false,
    gated: false,
    siblings: [{}, {}, {}, { rfilename: 'tiny.gguf', blobId: HEX_40, lfs: { sha256: HEX_64 } }],
  })
})

test('expand narrows info to the named fields, in both spellings', async () => {
  for (const query of ['expand=gated&expand=sha', 'expand[]=gated&expand[]=sha']) {
    const info = (await json(`/api/models/${SAMPLE.openModel}/revision/main?${query}`)) as object
    expect(Object.keys(info).sort()).toEqual(['_id', 'gated', 'id', 'sha'])
  }
})

test('the tree has the LFS hash as oid, masked for those without access', async () => {
  const hash = async (as?: string) => {
    const tree = await json(`/api/models/${SAMPLE.gatedModel}/tree/main`, as)
    return (tree as { lfs?: { oid: string } }[]).find((entry) => entry.lfs)?.lfs?.oid
  }
  expect(await hash('ada-read')).toMatch(/^[0-9a-f]{64}$/)
  expect(await hash('bob-read')).toBe(MASKED)
  expect(await hash()).toBe(MASKED)
})

test('info masks it too, and never the git ids', async () => {
  const model = async (as?: string) => {
    const info = await json(`/api/models/${SAMPLE.gatedModel}?blobs=true`, as)
    return (info as { siblings: unknown[] }).siblings.at(-1)
  }
  expect(await model('ada-read')).toMatchObject({ lfs: { sha256: HEX_64 }, blobId: HEX_40 })
  expect(await model('bob-read')).toMatchObject({ lfs: { sha256: MASKED }, blobId: HEX_40 })
})

test('the git id of an LFS file is that of its pointer', async () => {
  const raw = await ask(hub, `/${SAMPLE.openModel}/raw/main/${SAMPLE.modelFile}`)
  const pointer = Buffer.from(await raw.arrayBuffer())
  const oid = createHash('sha1').update(`blob ${pointer.length}\0`).update(pointer).digest('hex')
  expect(await json(`/api/models/${SAMPLE.openModel}/tree/main`)).toMatchObject([
    {},
    {},
    {},
    { path: SAMPLE.modelFile, oid },
  ])
})

test('ids ignore case', async () => {
  expect(await json('/api/models/HubKey-Tests/Tiny-Open-GGUF')).toMatchObject({
    id: SAMPLE.openModel,
  })
})

test('folders: listed, entered, and walked', async () => {
  const tree = async (rest: string) =>
    (
      (await json(`/api/datasets/hubkey-tests/tiny-dataset/tree/${rest}`)) as { path: string }[]
    ).map((entry) => entry.path)
  expect(await tree('main')).toEqual(['README.md', 'data'])
  expect(await tree('main?recursive=true')).toEqual(['README.md', 'data', 'data/train.jsonl'])
  expect(await tree('main/data')).toEqual(['data/train.jsonl'])
  const missing = await ask(hub, '/api/datasets/hubkey-tests/tiny-dataset/tree/main/nope')
  expect(await verdict(missing)).toMatchObject({
    status: 404,
    code: 'EntryNotFound',
    message: 'nope does not exist on "main"',
  })
})

test('a long tree comes in pages of a thousand, or fifty when expanded', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 2100 }, (_, n) => [`part-${String(n).padStart(4, '0')}.txt`, `${n}`]),
  )
  hub.addRepo({ id: 'hubkey-tests/many-files', files })
  const sizes: number[] = []
  const seen = new Set<string>()
  let next: string | undefined = `${hub.url}/api/models/hubkey-tests/many-files/tree/main`
  while (next) {
    const reply: Response = await fetch(next)
    const entries = (await reply.json()) as { path: string }[]
    sizes.push(entries.length)
    for (const entry of entries) seen.add(entry.path)
    next = /<([^>]+)>; rel="next"/.exec(reply.headers.get('Link') ?? '')?.[1]
  }
  expect(sizes).toEqual([1000, 1000, 100])
  expect(seen.size).toBe(2100)
  const expanded = '/api/models/hubkey-tests/many-files/tree/main?expand=true'
  expect(await json(expanded)).toHaveLength(50)
})

test('revisions: branch, hash, and pull request, encoded or not', async () => {
  hub.addRepo({
    id: 'hubkey-tests/with-branches',
    files: { 'a.txt': 'main' },
    revisions: { dev: { 'a.txt': 'dev' }, 'refs/pr/1': { 'a.txt': 'pr', 'sub/b.txt': 'b' } },
  })
  const text = async (revision: string) =>
    (await fetch(`${hub.url}/hubkey-tests/with-branches/resolve/${revision}/a.txt`)).text()
  const { sha } = (await json('/api/models/hubkey-tests/with-branches/revision/dev')) as {
    sha: string
  }
  expect(await text('main')).toBe('main')
  expect(await text('dev')).toBe('dev')
  expect(await text(sha)).toBe('dev')
  expect(await text('refs%2Fpr%2F1')).toBe('pr')
  expect(await text('refs/pr/1')).toBe('pr')
  expect(await json('/api/models/hubkey-tests/with-branches/tree/refs%2Fpr%2F1/sub')).toMatchObject(
    [{ path: 'sub/b.txt' }],
  )
  expect(await json('/api/models/hubkey-tests/with-branches/refs?include_prs=1')).toMatchObject({
    branches: [{ name: 'main', ref: 'refs/heads/main' }, { name: 'dev' }],
    pullRequests: [{ ref: 'refs/pr/1' }],
  })
})

test('replacing a repository moves main to a new commit', async () => {
  const sha = async () => ((await json('/api/models/hubkey-tests/moving')) as { sha: string }).sha
  hub.addRepo({ id: 'hubkey-tests/moving', files: { 'a.txt': '1' } })
  const before = await sha()
  hub.addRepo({ id: 'hubkey-tests/moving', files: { 'a.txt': '2' } })
  expect(await sha()).not.toBe(before)
})

test('paths-info takes JSON and forms', async () => {
  const post = async (type: string, body: string) => {
    const headers = { 'content-type': type }
    const path = `/api/models/${SAMPLE.openModel}/paths-info/main`
    const reply = await ask(hub, path, { method: 'POST', headers, body })
    return ((await reply.json()) as { path: string }[]).map((entry) => entry.path)
  }
  const paths = ['tiny.gguf', 'no-such-file']
  expect(await post('application/json', JSON.stringify({ paths }))).toEqual(['tiny.gguf'])
  const form = 'paths=tiny.gguf&paths=config.json&expand=false'
  expect(await post('application/x-www-form-urlencoded', form)).toEqual([
    'config.json',
    'tiny.gguf',
  ])
})

test('listing finds by name and author, and hides what the caller may not see', async () => {
  const ids = async (query: string, as?: string) =>
    ((await json(`/api/models?${query}`, as)) as { id: string }[]).map((model) => model.id)
  expect(await ids('search=tiny')).toEqual([SAMPLE.openModel, SAMPLE.gatedModel])
  expect(await ids('search=TINY-OPEN')).toEqual([SAMPLE.openModel])
  expect(await ids('author=ada')).toEqual([])
  expect(await ids('author=ada', 'ada-read')).toEqual(['ada/private-notes'])
  expect(await ids('search=tiny&limit=1')).toEqual([SAMPLE.openModel])
  expect(await ids('pipeline_tag=text-generation&filter=gguf')).toHaveLength(2)
})

test('every reply says how much of the rate limit is left', async () => {
  const reply = await ask(hub, `/api/models/${SAMPLE.openModel}`)
  expect(reply.headers.get('RateLimit')).toMatch(/^"api";r=\d+;t=\d+$/)
  expect(reply.headers.get('RateLimit-Policy')).toBe('"fixed window";"api";q=500;w=300')
  const file = await ask(hub, `/${SAMPLE.openModel}/resolve/main/config.json`, { as: 'ada-read' })
  expect(file.headers.get('RateLimit-Policy')).toBe('"fixed window";"resolvers";q=5000;w=300')
})

test('budgets can be made small: then comes 429, and whoami has one of its own', async () => {
  hub.limits.reset()
  hub.limits.budgets = { whoami: 2, api: 5 }
  const status = async (path: string, as: string) => (await ask(hub, path, { as })).status
  expect(await status('/api/whoami-v2', 'bob-read')).toBe(200)
  expect(await status('/api/whoami-v2', 'bob-read')).toBe(200)
  expect(await status('/api/whoami-v2', 'bob-read')).toBe(429)
  expect(await status('/api/whoami-v2', 'ada-read')).toBe(200)
  expect(await status('/api/models', 'bob-read')).toBe(200)
  expect(await status('/api/models', 'bob-read')).toBe(200)
  const spent = await ask(hub, '/api/models', { as: 'bob-read' })
  expect(spent.status).toBe(429)
  expect(spent.headers.get('RateLimit')).toMatch(/^"api";r=0;t=\d+$/)
  hub.limits.budgets = {}
  hub.limits.reset()
})

test('the Hub’s own numbers count only when they are asked to', () => {
  const limits = new RateLimits()
  const refusals = (times: number) =>
    Array.from({ length: times }, () => limits.take('/some/page', { kind: 'anonymous' })).filter(
      (reading) => reading.exceeded,
    ).length
  expect(refusals(150)).toBe(0)
  limits.reset()
  limits.enforced = true
  expect(refusals(100)).toBe(0)
  expect(refusals(3)).toBe(3)
})
