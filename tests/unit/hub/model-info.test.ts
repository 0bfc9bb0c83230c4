import { expect, it } from 'vitest'
import { ModelInfoSchema } from '../../../electron/hub/model/model-info.ts'

const sha = 'b'.repeat(40)
const read = (info: unknown) => ModelInfoSchema.parse(info)

it('needs no more than the commit', () => {
  expect(read({ sha })).toEqual({
    commit: sha,
    gated: 'unknown',
    private: false,
    disabled: false,
    pipeline: null,
    library: null,
    licence: null,
    card: {
      baseModels: [],
      languages: [],
      tags: [],
      parameters: null,
      architecture: null,
      contextLength: null,
      downloads: null,
      likes: null,
      updated: null,
    },
    files: [],
  })
})

it('lets grow what may grow', () => {
  const info = read({
    sha,
    gated: 'by-lottery',
    private: 'perhaps',
    pipeline_tag: 'x'.repeat(9999),
    library_name: 7,
    cardData: { license: { name: 'mine' } },
    siblings: [{ rfilename: 'a.gguf', size: 'large', lfs: 1, more: true }],
    somethingNew: {},
  })
  expect(info).toMatchObject({ gated: 'unknown', pipeline: null, library: null, licence: null })
  expect(info.files).toEqual([{ path: 'a.gguf', size: 0 }])
})

it.each([
  [false, 'no'],
  ['auto', 'auto'],
  ['manual', 'manual'],
])('gated %s is %s', (gated, expected) => {
  expect(read({ sha, gated }).gated).toBe(expected)
})

it('reads one licence or the first of several', () => {
  expect(read({ sha, cardData: { license: 'mit' } }).licence).toBe('mit')
  expect(read({ sha, cardData: { license: ['mit', 'gpl'] } }).licence).toBe('mit')
})

it('takes a file’s real size, not its pointer’s', () => {
  const siblings = [{ rfilename: 'a.gguf', size: 134, lfs: { size: 5_000_000_000 } }]
  expect(read({ sha, siblings }).files).toEqual([{ path: 'a.gguf', size: 5_000_000_000 }])
})

it('drops names that climb', () => {
  const names = ['../a', '/a', 'a/../b', 'a//b', 'a\\b', 'a\nb', '', './a', 'ok/a']
  const siblings = names.map((rfilename) => ({ rfilename, size: 1 }))
  expect(read({ sha, siblings }).files.map(({ path }) => path)).toEqual(['ok/a'])
})

it.each([{}, { sha: 'main' }, { sha, siblings: 'none' }, [], null, 'text'])(
  'refuses %j',
  (info) => {
    expect(ModelInfoSchema.safeParse(info).success).toBe(false)
  },
)
