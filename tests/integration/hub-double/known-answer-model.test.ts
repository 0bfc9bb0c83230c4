import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getLlama, LlamaChatSession, LlamaCompletion, type Llama } from 'node-llama-cpp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  buildKnownAnswerModel,
  KNOWN_SENTENCE,
} from '../../fixtures/known-answer-model/known-answer-model.ts'
import { knownAnswerModelFile } from '../../fixtures/known-answer-model/model-file.ts'

// A native engine on a machine that may be busy with other test files.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let llama: Llama
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'known-answer-'))
  // One thread: two of them on a busy machine wait for each other a hundred times longer than they work.
  llama = await getLlama({ gpu: false, build: 'never', maxThreads: 1 })
})
afterAll(async () => {
  await llama.dispose()
  await rm(folder, { recursive: true })
})

const PROMPTS = [
  'Hello',
  'The key is yours and the answer stays',
  KNOWN_SENTENCE,
  'Ünïcode 🎉 and\nnew lines',
  '',
]

async function complete(path: string, prompt: string, temperature: number): Promise<string> {
  await using model = await llama.loadModel({ modelPath: path })
  await using context = await model.createContext({ contextSize: 1024 })
  const completion = new LlamaCompletion({ contextSequence: context.getSequence() })
  const limit = { temperature, maxTokens: 60, seed: 7 }
  const { response, metadata } = await completion.generateCompletionWithMeta(prompt, limit)
  expect(metadata.stopReason).toBe('eogToken')
  return response
}

describe('the model with a known answer', () => {
  test.each([0, 0.8])(
    'completes any prompt with the sentence at temperature %d',
    async (warmth) => {
      const path = knownAnswerModelFile({ folder })
      for (const prompt of PROMPTS)
        expect(await complete(path, prompt, warmth)).toBe(KNOWN_SENTENCE)
    },
  )

  test.each([0, 0.8])('says it in every turn of a chat at temperature %d', async (temperature) => {
    await using model = await llama.loadModel({ modelPath: knownAnswerModelFile({ folder }) })
    await using context = await model.createContext({ contextSize: 2048 })
    const chat = new LlamaChatSession({ contextSequence: context.getSequence() })
    for (const prompt of PROMPTS.slice(0, 3)) {
      const { responseText, stopReason } = await chat.promptWithMeta(prompt, {
        temperature,
        maxTokens: 60,
      })
      expect([responseText, stopReason]).toEqual([KNOWN_SENTENCE, 'eogToken'])
    }
  })

  test('can be given another sentence', async () => {
    const sentence = 'Nothing left this room, 100% — naïve but true!'
    const path = knownAnswerModelFile({ folder, sentence })
    expect(await complete(path, 'Well?', 0.8)).toBe(sentence)
  })

  test('still loads and answers when it is padded', async () => {
    const path = knownAnswerModelFile({ folder, padToBytes: 5_000_001 })
    expect((await readFile(path)).length).toBe(5_000_001)
    expect(await complete(path, 'Hello', 0)).toBe(KNOWN_SENTENCE)
  })

  test('is small, and the same bytes every time', () => {
    const digest = () => createHash('sha256').update(buildKnownAnswerModel()).digest('hex')
    expect(buildKnownAnswerModel().length).toBeLessThan(256 * 1024)
    expect(digest()).toBe(digest())
  })

  test('refuses sentences it could not say', () => {
    const build = (sentence: string) => () => buildKnownAnswerModel({ sentence })
    expect(build('two  spaces')).toThrow('single spaces')
    expect(build('to be or not to be')).toThrow('occur once')
    expect(build(Array.from({ length: 64 }, (_, n) => `w${n}`).join(' '))).toThrow('room for 63')
  })
})
