import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hubLink } from '../../../renderer/words/hub-link.ts'
import { markdownBlocks } from '../../../renderer/words/markdown-blocks.ts'

it.each([
  ['paragraphs', 'one\n\ntwo\n\n\n# three\n', ['one\n\n', 'two\n\n\n', '# three\n']],
  [
    'code with empty lines',
    'a\n\n```js\nx\n\ny\n```\n\nb',
    ['a\n\n', '```js\nx\n\ny\n```\n\n', 'b'],
  ],
  ['a fence within a longer one', '````\n```\n\nx\n````\n\ny', ['````\n```\n\nx\n````\n\n', 'y']],
  ['code that is still being written', 'a\n\n~~~\nx\n\ny', ['a\n\n', '~~~\nx\n\ny']],
  ['a loose list', '1. a\n\n2. b\n\n   c\n\n- d\n\ne', ['1. a\n\n2. b\n\n   c\n\n- d\n\n', 'e']],
  ['a quote', '> a\n\n> b', ['> a\n\n> b']],
  ['what is referred to', 'a [b][1]\n\nc\n\n[1]: https://x.example', null],
] as const)('cuts an answer where its parts stand on their own: %s', (_, text, blocks) => {
  expect(markdownBlocks(text)).toEqual(blocks ?? [text])
})

it('leaves every block but the last as it is when an answer grows', () => {
  const piece = fc.constantFrom(
    'a',
    ' ',
    '\n',
    '\n\n',
    '```',
    '~~~',
    '- ',
    '2. ',
    '> ',
    '|',
    '# ',
    'b c',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.nat(), (pieces, cut) => {
      const text = pieces.join('')
      const early = markdownBlocks(text.slice(0, cut % (text.length + 1)))
      const late = markdownBlocks(text)
      expect(late.join('')).toBe(text)
      // The last two, because what follows an empty line may still turn out to be a list's next item.
      expect(late.slice(0, Math.max(0, early.length - 2))).toEqual(early.slice(0, -2))
    }),
  )
})

it.each([
  ['https://huggingface.co/acme/model-7b', { to: 'model', repo: 'acme/model-7b' }],
  ['https://hf.co/datasets/acme/words/', { to: 'dataset', repo: 'acme/words' }],
  ['https://huggingface.co/spaces/acme/demo', { to: 'space', repo: 'acme/demo' }],
  ...[
    ...['https://huggingface.co/settings/tokens', 'https://huggingface.co/docs/hub', 'acme/model'],
    ...['https://huggingface.co/acme', 'https://huggingface.co/acme/m/tree/main', 'javascript:1'],
    ...['https://huggingface.co.evil.example/a/b', 'https://evil.example/https://hf.co/a/b'],
    ...['https://huggingface.co@evil.example/a/b', 'http://huggingface.co/a/b', '//hf.co/a/b', ''],
    ...['https://huggingface.co/a/..', 'https://huggingface.co/oauth/authorize?client_id=x'],
  ].map((address) => [address, null] as const),
] as const)('knows a repository’s page from any other address: %s', (address, link) => {
  expect(hubLink(address)).toEqual(link)
})
