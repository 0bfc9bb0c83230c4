import { expect, it } from 'vitest'
import { SearchRequestSchema } from '../../../../shared/domain/search.ts'
import { FoundModelsSchema } from '../../../../electron/hub/search/found-models.ts'
import { nextCursor, searchQuery } from '../../../../electron/hub/search/query.ts'

const query = (wish: object) => new URLSearchParams(searchQuery(SearchRequestSchema.parse(wish)))

it('asks only for what was wished', () => {
  const asked = query({})
  expect([...asked.keys()].filter((name) => name !== 'expand')).toEqual(['sort', 'limit'])
  expect(asked.getAll('expand')).toContain('safetensors')
})

it.each([
  [{ minParameters: 6_000_000_000, maxParameters: 128_000_000_000 }, 'min:6B,max:128B'],
  [{ minParameters: 350_000_000 }, 'min:350M'],
  [{ minParameters: 1_234_567, maxParameters: 1_234_567 }, 'min:1234K,max:1235K'],
])('writes the bounds of %j as %s', (wish, bounds) => {
  expect(query(wish).get('num_parameters')).toBe(bounds)
})

it('keeps what a person typed in its place', () => {
  const asked = query({ text: 'a&limit=9#é', cursor: 'x&y' })
  expect(asked.getAll('limit')).toEqual(['20'])
  expect(asked.get('search')).toBe('a&limit=9#é')
})

it.each([
  ['<https://hub.example/api/models?cursor=abc&limit=2>; rel="next"', 'abc'],
  ['</api/models?cursor=a%2Bb>; rel=next', 'a+b'],
  ['<https://evil.example/?cursor=abc>; rel="next"', 'abc'],
  ['<https://hub.example/api/models>; rel="next"', null],
  ['<https://hub.example/?cursor=abc>; rel="prev"', null],
  [`<https://hub.example/?cursor=${'x'.repeat(5000)}>; rel="next"`, null],
  ['nonsense', null],
  [null, null],
])('takes of %s the cursor %s', (link, cursor) => {
  expect(nextCursor(link)).toBe(cursor)
})

it('leaves out entries without a usable name, and facts of a wrong kind', () => {
  const found = FoundModelsSchema.parse([
    { id: '../evil' },
    7,
    { id: 'owner/name', downloads: 'many', likes: -1, tags: 'gguf', gguf: 3, cardData: [] },
  ])
  expect(found).toEqual([
    {
      repo: 'owner/name',
      task: null,
      library: null,
      downloads: null,
      likes: null,
      updated: null,
      gated: 'unknown',
      parameters: null,
      gguf: true,
      licence: null,
    },
  ])
})
