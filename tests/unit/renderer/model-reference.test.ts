import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseModelReference } from '../../../renderer/model-reference.ts'
import { referenceName } from '../../../renderer/words/repo.ts'
import { RepoIdSchema } from '../../../shared/domain/repo.ts'

describe('parseModelReference', () => {
  it.each([
    ['google/gemma-3-4b-it', 'google/gemma-3-4b-it', 'main'],
    ['  gpt2\n', 'gpt2', 'main'],
    ['https://huggingface.co/google/gemma-3-4b-it', 'google/gemma-3-4b-it', 'main'],
    ['HTTPS://HUGGINGFACE.CO/google/gemma-3-4b-it/', 'google/gemma-3-4b-it', 'main'],
    ['huggingface.co/google/gemma-3-4b-it', 'google/gemma-3-4b-it', 'main'],
    ['www.hf.co/google/gemma-3-4b-it?library=x#files', 'google/gemma-3-4b-it', 'main'],
    ['https://hf.co/gpt2', 'gpt2', 'main'],
    ['https://huggingface.co/a/b/tree/v1.0', 'a/b', 'v1.0'],
    ['https://huggingface.co/a/b/tree/refs%2Fpr%2F2', 'a/b', 'refs/pr/2'],
    ['https://huggingface.co/a/b/blob/main/x.gguf', 'a/b', 'main'],
    ['https://huggingface.co/a/b/discussions/3', 'a/b', 'main'],
    ['https://huggingface.co/a/b/tree/%zz', 'a/b', '%zz'],
  ])('reads %s', (text, repo, revision) => {
    expect(parseModelReference(text)).toEqual({ ok: true, type: 'model', repo, revision })
  })

  it.each([
    ['datasets/ada/rows', 'ada/rows', 'main'],
    ['datasets/squad', 'squad', 'main'],
    ['https://huggingface.co/datasets/squad', 'squad', 'main'],
    ['https://huggingface.co/datasets/squad/tree/v1', 'squad', 'v1'],
    ['huggingface.co/datasets/ada/rows/blob/refs%2Fpr%2F2/a.csv', 'ada/rows', 'refs/pr/2'],
  ])('reads the dataset %s', (text, repo, revision) => {
    const reference = parseModelReference(text)
    expect(reference).toEqual({ ok: true, type: 'dataset', repo, revision })
    expect(referenceName({ type: 'dataset', repo })).toBe(`datasets/${repo}`)
  })

  it.each([
    '',
    '   ',
    'two words',
    'a/b/c',
    '../etc/passwd',
    'a--b/c',
    'https://huggingface.co/',
    'https://huggingface.co.evil.com/a/b',
    'https://huggingface.co@evil.com/a/b',
    'https://evil.com/huggingface.co/a/b',
    'datasets/',
    'datasets/a/b/c',
    'https://huggingface.co/datasets/',
    'https://huggingface.co/spaces/a/b',
    'javascript:alert(1)',
    'file:///etc/passwd',
  ])('refuses %j with a sentence', (text) => {
    expect(parseModelReference(text)).toMatchObject({
      ok: false,
      looksLikeToken: false,
      message: expect.stringMatching(/\.$/) as string,
    })
  })

  it.each([
    'hf_QpXwLnRtVbYkMzCdFgHjSaEuIoPqWx',
    ' api_org_QpXwLnRtVbYkMzCdFgHjSaEuIoPqWx',
    'nvapi-QpXwLnRtVbYkMzCdFgHjSaEuIoPqWx_-x',
    'https://ada:hf_QpXwLnRtVbYkMzCdFgHjSaEuIoPqWx@huggingface.co/a/b',
  ])('knows a token when it sees one', (text) => {
    const reference = parseModelReference(text)
    expect(reference).toMatchObject({ ok: false, looksLikeToken: true })
    expect(JSON.stringify(reference)).not.toContain('QpXw')
  })

  it('accepts exactly the names that main accepts', () => {
    const name = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[\w.-]{0,6}(\/[\w.-]{0,6})?$/),
      fc.stringMatching(/^[\w.-]{90,100}(\/[\w.-]{90,100})?$/),
    )
    fc.assert(
      fc.property(name, (text) => {
        fc.pre(text === text.trim() && !/:\/\/|^(www\.)?(huggingface|hf)\.co\//i.test(text))
        fc.pre(!/hf_|nvapi-|api_org_|^datasets\//.test(text))
        expect(parseModelReference(text).ok).toBe(RepoIdSchema.safeParse(text).success)
      }),
      { numRuns: 2000 },
    )
  })
})
