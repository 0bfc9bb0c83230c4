import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ByteSource } from '../../../../electron/hub/fit/byte-source.ts'
import { estimateMemory } from '../../../../electron/hub/fit/estimate.ts'
import { readShape } from '../../../../electron/hub/fit/model-shape.ts'
import { readGguf } from '../../../../electron/hub/fit/read-gguf.ts'
import { writeGguf, type GgufValue } from '../../../fixtures/known-answer-model/gguf-writer.ts'
import { buildKnownAnswerModel } from '../../../fixtures/known-answer-model/known-answer-model.ts'

/** A file in memory that counts what is read of it. */
function sourceOf(bytes: Buffer, size = bytes.length): ByteSource & { fetched: number } {
  const source = {
    size,
    fetched: 0,
    read: (offset: number, length: number): Promise<Buffer> => {
      source.fetched += length
      return Promise.resolve(bytes.subarray(offset, offset + length))
    },
    close: () => Promise.resolve(),
  }
  return source
}

const u32 = (value: number): GgufValue => ({ type: 'u32', value })
const llama: Readonly<Record<string, GgufValue>> = {
  'general.architecture': { type: 'string', value: 'llama' },
  'llama.block_count': u32(32),
  'llama.context_length': u32(131_072),
  'llama.embedding_length': u32(4096),
  'llama.attention.head_count': u32(32),
  'llama.attention.head_count_kv': u32(8),
  'llama.vocab_size': u32(128_256),
}
const shapeOf = async (keys: Readonly<Record<string, GgufValue>>) =>
  readShape(await readGguf(sourceOf(writeGguf(keys, []))))

describe('the head of a GGUF file', () => {
  it('tells the shape of the known-answer model', async () => {
    const shape = readShape(await readGguf(sourceOf(buildKnownAnswerModel())))
    expect(shape).toMatchObject({
      architecture: 'llama',
      trainedContext: 32_768,
      layers: [{ width: 128, window: null }],
      heads: 4,
      embedding: 64,
    })
    expect(shape?.vocabulary).toBeGreaterThan(260)
  })

  it('is left at the vocabulary when the sizes came before', async () => {
    const tokens = Array.from({ length: 200_000 }, (_, index) => `token number ${index}`)
    const keys = { ...llama, 'tokenizer.ggml.tokens': { type: 'strings', value: tokens } } as const
    const source = sourceOf(writeGguf(keys, []))
    expect((await readGguf(source)).vocabulary).toBe(200_000)
    expect(source.fetched).toBe(64 * 1024)
  })

  it('is read past the vocabulary when the sizes come behind it', async () => {
    const tokens = Array.from({ length: 20_000 }, (_, index) => `token ${index}`)
    const keys: Record<string, GgufValue> = {
      'tokenizer.ggml.tokens': { type: 'strings', value: tokens },
      'tokenizer.ggml.scores': { type: 'f32s', value: tokens.map(() => 0) },
      ...llama,
    }
    expect(await shapeOf(keys)).toMatchObject({ vocabulary: 20_000, heads: 32 })
  })

  it('is given up after 32 MB, however long the file says it is', async () => {
    const head = Buffer.alloc(64)
    head.write('GGUF')
    head.writeUInt32LE(3, 4)
    head.writeBigUInt64LE(1n, 16)
    head.writeBigUInt64LE(1n, 24)
    head.write('k', 32)
    head.writeUInt32LE(9, 33)
    head.writeUInt32LE(8, 37)
    head.writeBigUInt64LE(1n << 40n, 41)
    let fetched = 0
    const read = (offset: number, length: number): Promise<Buffer> => {
      fetched += length
      const bytes = Buffer.alloc(length)
      if (offset < head.length) head.copy(bytes, 0, offset)
      return Promise.resolve(bytes)
    }
    const source = { size: 2 ** 42, read, close: () => Promise.resolve() }
    await expect(readGguf(source)).rejects.toMatchObject({ error: { code: 'gguf-unreadable' } })
    expect(fetched).toBeLessThanOrEqual(32 * 1024 * 1024)
  })

  const good = writeGguf(
    { ...llama, 'tokenizer.ggml.tokens': { type: 'strings', value: ['a'] } },
    [],
  )

  it('throws nothing but its own error for garbage', async () => {
    const garbage = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes))
    const headed = garbage.map((bytes) => Buffer.concat([good.subarray(0, 24), bytes]))
    const changed = fc
      .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
      .map((edits) => {
        const copy = Buffer.from(good)
        for (const [at, byte] of edits) copy[at] = byte
        return copy
      })
    const cut = fc.nat(good.length).map((length) => good.subarray(0, length))
    await fc.assert(
      fc.asyncProperty(fc.oneof(garbage, headed, changed, cut), async (bytes) => {
        const outcome = await readGguf(sourceOf(bytes)).then(
          (head) => {
            const shape = readShape(head)
            if (shape !== null) {
              const input = { shape, weightsBytes: 1, context: 4096, conversations: 1 }
              expect(estimateMemory(input).cacheBytes).toBeGreaterThanOrEqual(0)
            }
            return 'gguf-unreadable'
          },
          (cause: unknown) => (cause as { error?: { code: string } }).error?.code ?? String(cause),
        )
        expect(outcome).toBe('gguf-unreadable')
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the cache of a conversation', () => {
  const gib = 1024 ** 3
  const cacheOf = async (keys: Readonly<Record<string, GgufValue>>, context: number) => {
    const shape = (await shapeOf(keys))!
    return estimateMemory({ shape, weightsBytes: 0, context, conversations: 1 }).cacheBytes
  }

  it('of an 8B llama with 8192 tokens has one gibibyte', async () => {
    expect(await cacheOf(llama, 8192)).toBe(gib)
  })

  it('counts keys and values by their own lengths', async () => {
    const keys = {
      ...llama,
      'llama.attention.key_length': u32(256),
      'llama.attention.value_length': u32(256),
    }
    expect(await cacheOf(keys, 8192)).toBe(2 * gib)
  })

  it('counts layers that keep nothing as nothing', async () => {
    const heads: GgufValue = {
      type: 'i32s',
      value: Array.from({ length: 32 }, (_, layer) => (layer % 4 === 3 ? 8 : 0)),
    }
    expect(await cacheOf({ ...llama, 'llama.attention.head_count_kv': heads }, 8192)).toBe(gib / 4)
    expect(await cacheOf({ ...llama, 'llama.full_attention_interval': u32(4) }, 8192)).toBe(gib / 4)
  })

  it('is small where layers forget', async () => {
    const gemma: Record<string, GgufValue> = Object.fromEntries(
      Object.entries(llama).map(([key, value]) => [key.replace('llama.', 'gemma3.'), value]),
    )
    gemma['general.architecture'] = { type: 'string', value: 'gemma3' }
    gemma['gemma3.attention.sliding_window'] = u32(1024)
    // 5 of 32 layers see everything, 27 see the window and the batch.
    const perToken = 8 * 256 * 2
    expect(await cacheOf(gemma, 8192)).toBe(perToken * (5 * 8192 + 27 * 1536))
  })
})
