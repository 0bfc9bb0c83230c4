import { expect, it } from 'vitest'
import { isLaunchable, partsOf } from '../../../electron/hub/model/gguf-name.ts'

it.each([
  ['tiny.gguf', true],
  ['sub/Tiny.GGUF', true],
  ['m-00001-of-00003.gguf', true],
  ['m-00001-of-00001.gguf', true],
  ['m-00002-of-00003.gguf', false],
  ['m-00001-of-99999.gguf', false],
  ['mmproj-model-f16.gguf', false],
  ['model-mmproj.gguf', false],
  ['imatrix.gguf', false],
  ['ggml-vocab-llama.gguf', false],
  ['model.safetensors', false],
  ['README.md', false],
])('%s launchable: %s', (path, launchable) => {
  expect(isLaunchable(path)).toBe(launchable)
})

it('names every part of a split', () => {
  expect(partsOf('a/m-00001-of-00003.gguf')).toEqual([
    'a/m-00001-of-00003.gguf',
    'a/m-00002-of-00003.gguf',
    'a/m-00003-of-00003.gguf',
  ])
  expect(partsOf('tiny.gguf')).toEqual(['tiny.gguf'])
  expect(partsOf('m-00001-of-99999.gguf')).toEqual(['m-00001-of-99999.gguf'])
})
