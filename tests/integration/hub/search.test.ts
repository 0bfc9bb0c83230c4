import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { listModels } from '@huggingface/hub'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SearchRequestSchema } from '../../../shared/domain/search.ts'
import { describeModel } from '../../../electron/hub/search/describe-model.ts'
import { searchModels } from '../../../electron/hub/search/search-models.ts'
import { SAMPLE, sampleWorld } from '../../fixtures/hub-double/sample-world.ts'
import type { RepoSpec, WorldSpec } from '../../fixtures/hub-double/world.ts'
import { openLab, type Lab } from './lab.ts'

let lab: Lab
beforeEach(async () => {
  lab = await openLab(world())
})
afterEach(async () => lab.close())

const files = { 'README.md': '# A model\n' }
const models: readonly RepoSpec[] = [
  {
    id: 'big/transformer-70b',
    files,
    pipelineTag: 'text-generation',
    libraryName: 'transformers',
    tags: ['transformers', 'license:mit'],
    downloads: 90_000,
    likes: 5,
    safetensors: { total: 70_000_000_000 },
    lastModified: new Date('2026-10-01T00:00:00.000Z'),
  },
  {
    id: 'small/chat-7b-gguf',
    files: {
      ...files,
      'chat-Q4_K_M-00001-of-00003.gguf': 'a'.repeat(100),
      'chat-Q4_K_M-00002-of-00003.gguf': 'b'.repeat(200),
      'chat-Q4_K_M-00003-of-00003.gguf': 'c'.repeat(300),
      'chat-IQ2_XS.gguf': 'd'.repeat(50),
      'BF16/chat-BF16.gguf': 'e'.repeat(5000),
      'mmproj-chat-F16.gguf': 'f'.repeat(70),
    },
    pipelineTag: 'text-generation',
    libraryName: 'gguf',
    tags: ['gguf'],
    downloads: 500,
    likes: 80,
    gguf: { total: 7_241_748_480, architecture: 'llama', context_length: 32_768 },
    cardData: {
      license: 'apache-2.0',
      base_model: ['small/chat-7b', 7],
      language: 'en',
    },
  },
]

function world(): WorldSpec {
  const sample = sampleWorld()
  return { ...sample, repos: [...sample.repos, ...models] }
}

const search = (wish: object = {}, label: string | null = null) =>
  searchModels(SearchRequestSchema.parse(wish), lab.needs(label))
const names = async (wish: object, label: string | null = null) =>
  (await search(wish, label)).models.map(({ repo }) => repo)

describe('finding models', () => {
  it('reads every fact the Hub tells', async () => {
    expect((await search({ text: 'chat-7b' })).models).toEqual([
      {
        repo: 'small/chat-7b-gguf',
        task: 'text-generation',
        library: 'gguf',
        downloads: 500,
        likes: 80,
        updated: '2026-03-14T15:09:26.000Z',
        gated: 'no',
        parameters: 7_241_748_480,
        gguf: true,
        licence: 'apache-2.0',
        cached: false,
      },
    ])
  })

  it.each([
    [{ gguf: true, text: '7b' }, ['small/chat-7b-gguf']],
    [{ library: 'transformers' }, ['big/transformer-70b']],
    [{ task: 'text-classification' }, []],
    [{ maxParameters: 8_000_000_000, minParameters: 1 }, ['small/chat-7b-gguf']],
    [{ minParameters: 7_241_748_481 }, ['big/transformer-70b']],
    [{ text: 'b', sort: 'likes', gated: false, minParameters: 1 }, ['small/chat-7b-gguf', 'big/transformer-70b']],
    [{ text: 'b', sort: 'updated', minParameters: 1 }, ['big/transformer-70b', 'small/chat-7b-gguf']],
    [{ text: 'tiny', gated: true }, [SAMPLE.gatedModel]],
  ])('%j finds %j', async (wish, found) => {
    expect(await names(wish)).toEqual(found)
  }) // prettier-ignore

  it('turns pages by the cursor alone, always on the Hub it was told of', async () => {
    const first = await search({ limit: 2, sort: 'downloads' })
    expect(first.next).toMatch(/\S/)
    const second = await search({ limit: 2, sort: 'downloads', cursor: first.next })
    const both = [...first.models, ...second.models].map(({ repo }) => repo)
    expect(new Set(both).size).toBe(4)
    expect(both[0]).toBe('big/transformer-70b')
  })

  it('marks what lies in the shared cache', async () => {
    const commit = 'a'.repeat(40)
    const folder = join(lab.cache, 'models--small--chat-7b-gguf')
    const file = join(folder, 'snapshots', commit, 'chat-IQ2_XS.gguf')
    await mkdir(dirname(file), { recursive: true })
    await mkdir(join(folder, 'blobs'))
    await mkdir(join(folder, 'refs'))
    await writeFile(join(folder, 'blobs', 'blob'), 'x')
    await writeFile(join(folder, 'refs', 'main'), commit)
    await symlink('../../blobs/blob', file)
    expect((await search({ text: 'chat' })).models).toMatchObject([{ cached: true }])
  })

  it('shows a private model to who may see it, and works with a dead token', async () => {
    expect(await names({ text: 'private-notes' }, 'ada-read')).toEqual(['ada/private-notes'])
    expect(await names({ text: 'private-notes' }, 'bob-read')).toEqual([])
    expect(await names({ text: 'tiny-open' }, 'ada-expired')).toEqual([SAMPLE.openModel])
  })

  it('finds what the official client finds', async () => {
    const official: string[] = []
    const query = { query: 'b', task: 'text-generation', tags: ['gguf'] } as const
    const list = listModels({
      hubUrl: lab.hub.url,
      search: { ...query, tags: [...query.tags] },
      sort: 'likes',
      additionalFields: ['safetensors', 'library_name'],
    })
    for await (const { name } of list) official.push(name)
    expect(official).toEqual(
      await names({ text: 'b', task: 'text-generation', gguf: true, sort: 'likes' }),
    )
  })
})

describe('when the Hub does not answer as it should', () => {
  const rateLimit = { kind: 'status', status: 429, headers: { 'Retry-After': '7' } } as const
  it.each([
    [rateLimit, 'hub-rate-limited'],
    [{ kind: 'status', status: 503 } as const, 'hub-server-error'],
    [{ kind: 'garbage' } as const, 'hub-unexpected-reply'],
    [{ kind: 'reset' } as const, 'hub-unreachable'],
  ])('%j is %s', async (fault, code) => {
    lab.hub.setFault({ fault })
    await expect(search()).rejects.toMatchObject({ error: { code } })
  })

  it('asks nobody under HF_HUB_OFFLINE', async () => {
    const needs = lab.needs(null, { env: { HF_HUB_OFFLINE: '1' } })
    const asked = searchModels(SearchRequestSchema.parse({}), needs)
    await expect(asked).rejects.toMatchObject({ error: { code: 'offline-mode' } })
    expect(lab.hub.requests).toEqual([])
  })

  it('refuses words that are none', async () => {
    const wish = { ...SearchRequestSchema.parse({}), task: 'a b&c=d' }
    const asked = searchModels(wish, lab.needs())
    await expect(asked).rejects.toMatchObject({ error: { code: 'bad-input' } })
  })
})

it('describes a model by what there is to choose from', async () => {
  const place = { repo: 'small/chat-7b-gguf', revision: 'main' }
  const { model, ...choice } = await describeModel(place, lab.needs())
  expect(model).toMatchObject({
    licence: 'apache-2.0',
    card: {
      baseModels: ['small/chat-7b'],
      languages: ['en'],
      parameters: 7_241_748_480,
      architecture: 'llama',
      contextLength: 32_768,
    },
  })
  expect(choice).toEqual({
    quantisations: [
      { name: 'IQ2_XS', path: 'chat-IQ2_XS.gguf', parts: 1, size: 50, cached: false },
      {
        name: 'Q4_K_M',
        path: 'chat-Q4_K_M-00001-of-00003.gguf',
        parts: 3,
        size: 600,
        cached: false,
      },
      { name: 'BF16', path: 'BF16/chat-BF16.gguf', parts: 1, size: 5000, cached: false },
    ],
    projectors: [
      {
        path: 'mmproj-chat-F16.gguf',
        size: 70,
        quantisation: 'F16',
        launchable: false,
        cached: false,
      },
    ],
    best: 'chat-Q4_K_M-00001-of-00003.gguf',
  })
})
