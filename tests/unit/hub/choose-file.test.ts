import { expect, it } from 'vitest'
import type { ModelFile } from '../../../shared/domain/model.ts'
import { chooseFile } from '../../../electron/hub/choose-file.ts'
import { isLaunchable } from '../../../electron/hub/model/gguf-name.ts'
import { quantisationOf } from '../../../electron/hub/model/quantisation.ts'

const file = (path: string, change: Partial<ModelFile> = {}): ModelFile => ({
  path,
  size: 1000,
  quantisation: quantisationOf(path),
  launchable: isLaunchable(path),
  cached: false,
  ...change,
})

const choose = (...files: ModelFile[]): string | null => chooseFile(files)?.path ?? null

it.each([
  [['a-F16.gguf', 'a-Q8_0.gguf', 'a-Q4_K_M.gguf', 'a-Q2_K.gguf'], 'a-Q4_K_M.gguf'],
  [['a-F16.gguf', 'a-Q8_0.gguf', 'a-Q4_K_S.gguf'], 'a-Q4_K_S.gguf'],
  [['a-BF16.gguf', 'a-Q8_0.gguf', 'a-IQ2_XS.gguf'], 'a-Q8_0.gguf'],
  [['a-F32.gguf', 'a-MXFP4.gguf'], 'a-MXFP4.gguf'],
  [['mmproj-Q4_K_M.gguf', 'a.gguf', 'README.md'], 'a.gguf'],
  [['b-Q4_K_M.gguf', 'a-Q4_K_M.gguf'], 'a-Q4_K_M.gguf'],
  [['README.md', 'model.safetensors'], null],
  [[], null],
])('of %j it is %s', (paths, chosen) => {
  expect(choose(...paths.map((path) => file(path)))).toBe(chosen)
})

it('rather uses what is there than fetch something better', () => {
  expect(choose(file('a-Q4_K_M.gguf'), file('a-Q8_0.gguf', { cached: true }))).toBe('a-Q8_0.gguf')
})

it('takes the smaller of two alike', () => {
  const files = [file('a-Q4_K_M.gguf', { size: 2000 }), file('b-Q4_K_M.gguf')]
  expect(choose(...files)).toBe('b-Q4_K_M.gguf')
})
