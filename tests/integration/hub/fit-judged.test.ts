import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getLlama, LlamaLogLevel } from 'node-llama-cpp'
import { expect, it } from 'vitest'
import { openLocal } from '../../../electron/hub/fit/byte-source.ts'
import { estimateMemory } from '../../../electron/hub/fit/estimate.ts'
import { readShape } from '../../../electron/hub/fit/model-shape.ts'
import { readGguf } from '../../../electron/hub/fit/read-gguf.ts'
import { buildKnownAnswerModel } from '../../fixtures/known-answer-model/known-answer-model.ts'

/** Sum of the sizes that llama.cpp names in lines like `CPU KV buffer size = 16.00 MiB`. */
function sum(lines: readonly string[], kind: RegExp): number {
  return lines.reduce((total, line) => {
    const [, size] = new RegExp(`${kind.source} buffer size =\\s+([\\d.]+) MiB`).exec(line) ?? []
    return total + Number(size ?? 0) * 1024 * 1024
  }, 0)
}

it('is what llama.cpp itself reserves for the conversations', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hubkey-fit-'))
  const path = join(folder, 'model.gguf')
  await writeFile(path, buildKnownAnswerModel())
  const lines: string[] = []
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    progressLogs: false,
    logLevel: LlamaLogLevel.debug,
    logger: (_level, message) => void lines.push(message),
  })
  try {
    const model = await llama.loadModel({ modelPath: path })
    await model.createContext({ contextSize: 8192, sequences: 4 })
    const source = await openLocal(path)
    const shape = readShape(await readGguf(source))!
    await source.close()
    const input = { shape, weightsBytes: 0, context: 8192, conversations: 4 }
    const { cacheBytes, overheadBytes } = estimateMemory(input)
    expect(cacheBytes).toBe(sum(lines, /KV/))
    const compute = sum(lines, /compute/)
    expect(compute).toBeGreaterThan(0)
    // Never less than what is taken, and not so much more that it would frighten.
    expect(overheadBytes).toBeGreaterThanOrEqual(compute)
    expect(overheadBytes).toBeLessThan(compute + 200 * 1024 * 1024)
  } finally {
    await llama.dispose()
    await rm(folder, { recursive: true, force: true })
  }
})
