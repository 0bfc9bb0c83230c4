import { expect, it } from 'vitest'
import { quantisationOf } from '../../../electron/hub/model/quantisation.ts'

it.each([
  ['Llama-3.2-1B-Instruct-Q4_K_M.gguf', 'Q4_K_M'],
  ['qwen2.5-0.5b-instruct-q4_k_m.gguf', 'Q4_K_M'],
  ['model.Q8_0.gguf', 'Q8_0'],
  ['gemma-3-4b-it-UD-Q4_K_XL.gguf', 'Q4_K_XL'],
  ['phi-IQ2_XXS.gguf', 'IQ2_XXS'],
  ['phi.i1-IQ3_XS.gguf', 'IQ3_XS'],
  ['x-IQ4_NL.gguf', 'IQ4_NL'],
  ['bitnet-TQ1_0.gguf', 'TQ1_0'],
  ['gpt-oss-20b-mxfp4.gguf', 'MXFP4'],
  ['gpt-oss-20b-MXFP4_MOE.gguf', 'MXFP4_MOE'],
  ['x-nvfp4.gguf', 'NVFP4'],
  ['x-Q4_0_4_8.gguf', 'Q4_0_4_8'],
  ['x-Q6_K_L.gguf', 'Q6_K_L'],
  ['x-Q6_K.gguf', 'Q6_K'],
  ['x-BF16.gguf', 'BF16'],
  ['x-f16.gguf', 'F16'],
  ['x-fp16.gguf', 'F16'],
  ['x.F32.gguf', 'F32'],
  ['Q5_K_M/x-00001-of-00002.gguf', 'Q5_K_M'],
  ['BF16/x-Q4_K_S.gguf', 'Q4_K_S'],
  ['bf16-to-Q4_1.gguf', 'Q4_1'],
  ['tiny.gguf', null],
  ['iq4xs-notes.txt', null],
  ['Qwen3-8B.gguf', null],
  ['seq4_k.gguf', null],
])('%s is %s', (path, quantisation) => {
  expect(quantisationOf(path)).toBe(quantisation)
})
