import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  checkRepoAccess,
  datasetInfo,
  downloadFile,
  fileDownloadInfo,
  fileExists,
  HubApiError,
  listFiles,
  listModels,
  modelInfo,
  pathsInfo,
  repoExists,
  scanCacheDir,
  snapshotDownload,
  spaceInfo,
  whoAmI,
} from '@huggingface/hub'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import { buildKnownAnswerModel } from '../../fixtures/known-answer-model/known-answer-model.ts'
import { HEX_64 } from './matchers.ts'

const MODEL = buildKnownAnswerModel()

let hub: HubDouble
beforeAll(async () => {
  hub = await startHubDouble()
})
afterAll(() => hub.close())
beforeEach(() => hub.clearRequests())

const as = (label: string) => ({ hubUrl: hub.url, accessToken: hub.token(label) })

async function refusal(call: Promise<unknown>): Promise<HubApiError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(HubApiError)
  return error as HubApiError
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describe('@huggingface/hub against the double', () => {
  test('whoAmI knows users, OAuth log-ins and organisations', async () => {
    expect(await whoAmI(as('ada-write'))).toMatchObject({
      type: 'user',
      name: 'ada',
      auth: { accessToken: { role: 'write', createdAt: new Date('2026-01-05T09:00:00.000Z') } },
    })
    expect(await whoAmI(as('ada-oauth'))).toMatchObject({ auth: { type: 'app_token_as_user' } })
    const error = await refusal(whoAmI(as('ada-expired')))
    expect(error.statusCode).toBe(401)
    expect(error.message).toContain('Invalid credentials in Authorization header')
    expect(error.requestId).toMatch(/^Root=1-/)
  })

  test('info of models, datasets and spaces', async () => {
    const info = await modelInfo({
      ...as('ada-read'),
      name: SAMPLE.gatedModel,
      additionalFields: ['sha', 'filePaths', 'tags'],
    })
    expect(info).toMatchObject({ name: SAMPLE.gatedModel, gated: 'auto', private: false })
    expect(info.filePaths).toContain(SAMPLE.modelFile)
    expect(info.sha).toMatch(/^[0-9a-f]{40}$/)
    const { url: hubUrl } = hub
    expect(await datasetInfo({ hubUrl, name: 'hubkey-tests/tiny-dataset' })).toMatchObject({
      name: 'hubkey-tests/tiny-dataset',
    })
    expect(await spaceInfo({ hubUrl, name: 'hubkey-tests/tiny-space' })).toMatchObject({
      name: 'hubkey-tests/tiny-space',
    })
  })

  test('existence: a missing repository and one that is not yours look the same', async () => {
    const exists = (repo: string, label: string) => repoExists({ ...as(label), repo })
    expect(await exists(SAMPLE.openModel, 'bob-read')).toBe(true)
    expect(await exists('ada/private-notes', 'ada-read')).toBe(true)
    expect(await exists('ada/private-notes', 'bob-read')).toBe(false)
    expect(await exists('hubkey-tests/nope', 'ada-read')).toBe(false)
  })

  test('its checkRepoAccess is fooled by a gate, as on the real Hub', async () => {
    await checkRepoAccess({ ...as('bob-read'), repo: SAMPLE.gatedModel })
    const missing = await refusal(checkRepoAccess({ ...as('bob-read'), repo: 'hubkey-tests/nope' }))
    expect(missing.statusCode).toBe(404)
  })

  test('files: listed, described, looked for', async () => {
    const repo = SAMPLE.openModel
    const paths = (await collected(listFiles({ hubUrl: hub.url, repo, recursive: true }))).map(
      (entry) => entry.path,
    )
    expect(paths).toEqual(['.gitattributes', 'README.md', 'config.json', 'tiny.gguf'])
    expect(await pathsInfo({ hubUrl: hub.url, repo, paths: ['tiny.gguf'] })).toMatchObject([
      { path: 'tiny.gguf', size: MODEL.length, lfs: { size: MODEL.length } },
    ])
    expect(await fileExists({ hubUrl: hub.url, repo, path: 'nope' })).toBe(false)
    expect(await fileDownloadInfo({ hubUrl: hub.url, repo, path: 'nope' })).toBeNull()
  })

  test('a tree of several pages', async () => {
    const files = Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [`f${n}.txt`, `${n}`]))
    hub.addRepo({ id: 'hubkey-tests/paged', files })
    const entries = await collected(listFiles({ hubUrl: hub.url, repo: 'hubkey-tests/paged' }))
    expect(entries).toHaveLength(1500)
    expect(hub.requests).toHaveLength(2)
  })

  test('searching models', async () => {
    const found = await collected(
      listModels({ hubUrl: hub.url, search: { query: 'tiny', tags: ['gguf'] }, limit: 10 }),
    )
    expect(found.map((model) => [model.name, model.gated])).toEqual([
      [SAMPLE.openModel, false],
      [SAMPLE.gatedModel, 'auto'],
    ])
  })

  test('downloads: small and large, open and gated', async () => {
    const text = await downloadFile({
      hubUrl: hub.url,
      repo: SAMPLE.openModel,
      path: 'config.json',
    })
    expect(JSON.parse((await text?.text()) ?? '')).toMatchObject({ model_type: 'llama' })
    const blob = await downloadFile({
      ...as('ada-read'),
      repo: SAMPLE.gatedModel,
      path: SAMPLE.modelFile,
    })
    expect(Buffer.from((await blob?.arrayBuffer()) ?? new ArrayBuffer(0)).equals(MODEL)).toBe(true)
    const refused = await refusal(
      downloadFile({ ...as('bob-read'), repo: SAMPLE.gatedModel, path: SAMPLE.modelFile }),
    )
    expect(refused.statusCode).toBe(403)
    expect(JSON.stringify(refused.data)).toContain('not in the authorized list')
  })

  test('it hands the token to a CloudFront host, which is why Hubkey downloads by itself', async () => {
    const gated = { repo: SAMPLE.gatedModel, path: SAMPLE.modelFile }
    const blob = await downloadFile({ ...as('ada-read'), ...gated })
    await blob?.arrayBuffer()
    expect(hub.leaks()).toMatchObject([{ authorization: { token: 'ada-read' } }])

    const s3 = await startHubDouble({ storage: 's3' })
    const there = { hubUrl: s3.url, accessToken: s3.token('ada-read') }
    const same = await downloadFile({ ...there, ...gated })
    expect((await same?.arrayBuffer())?.byteLength).toBe(MODEL.length)
    expect(s3.requests.some((request) => request.server === 'cdn')).toBe(true)
    expect(s3.leaks()).toEqual([])
    await s3.close()
  })

  test('a snapshot in the cache layout, found again by the scanner', async () => {
    const cacheDir = await mkdtemp(join(tmpdir(), 'hub-double-cache-'))
    vi.spyOn(console, 'debug').mockImplementation(() => undefined)
    const snapshot = await snapshotDownload({
      ...as('ada-read'),
      repo: SAMPLE.gatedModel,
      cacheDir,
    })
    expect((await readFile(join(snapshot, SAMPLE.modelFile))).equals(MODEL)).toBe(true)
    const { repos } = await scanCacheDir(cacheDir)
    expect(repos).toMatchObject([{ id: { type: 'model', name: SAMPLE.gatedModel }, filesCount: 4 }])
    await rm(cacheDir, { recursive: true })
  })

  test('a file announced as Xet is found to be one', async () => {
    const content = Buffer.from('xet bytes')
    hub.addRepo({ id: 'hubkey-tests/xet', files: { 'x.safetensors': { content, xet: true } } })
    const where = { hubUrl: hub.url, repo: 'hubkey-tests/xet', path: 'x.safetensors' }
    const info = await fileDownloadInfo(where)
    expect(info).toMatchObject({ size: 9, xet: { hash: HEX_64 } })
    const plain = await downloadFile({ ...where, xet: false })
    expect(plain?.size).toBe(9)
  })
})
