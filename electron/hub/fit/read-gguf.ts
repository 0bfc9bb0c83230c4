import { errors, fail } from '../../../shared/errors.ts'
import type { ByteSource } from './byte-source.ts'
import { GgufCursor } from './gguf-cursor.ts'

/** A value worth keeping: numbers, truth values, short texts, and lists of numbers per layer. */
export type GgufValue = number | boolean | string | readonly number[]

/** What the head of a GGUF file says, as far as it was read. */
export interface GgufHead {
  readonly values: ReadonlyMap<string, GgufValue>
  /** Entries of the vocabulary; null when it was not come by. */
  readonly vocabulary: number | null
}

/** Bytes of each fixed-size type, by its number (ggml's docs/gguf.md). */
const sizes: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
}
const STRING = 8
const ARRAY = 9

const mostKeys = 100_000
const longestKey = 65_535
const longestText = 256
/** No model has so many layers. */
const longestList = 4096
const vocabularyKey = 'tokenizer.ggml.tokens'

/**
 * Reads the metadata of a GGUF file, version 2 or 3, little endian. It ends at the vocabulary when
 * the sizes of the model came before, as converters write them, so that megabytes of words need not
 * be fetched. Throws `gguf-unreadable` for anything else, and what the source throws.
 */
export async function readGguf(source: ByteSource): Promise<GgufHead> {
  const cursor = new GgufCursor(source)
  const magic = (await cursor.bytes(4)).toString('latin1')
  const version = await cursor.u32()
  if (magic !== 'GGUF' || (version !== 2 && version !== 3)) throw fail(errors.ggufUnreadable())
  await cursor.u64()
  const keys = await cursor.u64()
  if (keys > mostKeys) throw fail(errors.ggufUnreadable())
  const values = new Map<string, GgufValue>()
  let vocabulary: number | null = null
  for (let index = 0; index < keys; index += 1) {
    const key = await readText(cursor, longestKey)
    const type = await cursor.u32()
    if (key === vocabularyKey && type === ARRAY) {
      const element = await cursor.u32()
      vocabulary = await cursor.u64()
      if (knowsSizes(values)) break
      await skipElements(cursor, element, vocabulary)
      continue
    }
    const value = await readValue(cursor, type)
    if (value !== null && !key.startsWith('tokenizer.')) values.set(key, value)
  }
  return { values, vocabulary }
}

/** Whether the sizes that an estimate needs are known. */
function knowsSizes(values: ReadonlyMap<string, GgufValue>): boolean {
  const architecture = values.get('general.architecture')
  return typeof architecture === 'string' && values.has(`${architecture}.block_count`)
}

/** The value, or null when it is of no use here; it is stepped over then. */
async function readValue(cursor: GgufCursor, type: number): Promise<GgufValue | null> {
  if (type === STRING) {
    const length = await cursor.u64()
    if (length <= longestText) return (await cursor.bytes(length)).toString('utf8')
    cursor.skip(length)
    return null
  }
  if (type !== ARRAY) return readScalar(await cursor.bytes(sizeOf(type)), type)
  const element = await cursor.u32()
  const count = await cursor.u64()
  if (element === STRING || count > longestList) {
    await skipElements(cursor, element, count)
    return null
  }
  const list: number[] = []
  for (let index = 0; index < count; index += 1) {
    list.push(Number(readScalar(await cursor.bytes(sizeOf(element)), element)))
  }
  return list
}

async function skipElements(cursor: GgufCursor, type: number, count: number): Promise<void> {
  if (type !== STRING) {
    cursor.skip(sizeOf(type) * count)
    return
  }
  for (let index = 0; index < count; index += 1) cursor.skip(await cursor.u64())
}

/** Throws for types nobody knows, lists of lists among them: what follows could not be found. */
function sizeOf(type: number): number {
  const size = sizes[type]
  if (size === undefined) throw fail(errors.ggufUnreadable())
  return size
}

async function readText(cursor: GgufCursor, longest: number): Promise<string> {
  const length = await cursor.u64()
  if (length > longest) throw fail(errors.ggufUnreadable())
  return (await cursor.bytes(length)).toString('utf8')
}

function readScalar(bytes: Buffer, type: number): number | boolean {
  switch (type) {
    case 0:
      return bytes.readUInt8()
    case 1:
      return bytes.readInt8()
    case 2:
      return bytes.readUInt16LE()
    case 3:
      return bytes.readInt16LE()
    case 4:
      return bytes.readUInt32LE()
    case 5:
      return bytes.readInt32LE()
    case 6:
      return bytes.readFloatLE()
    case 7:
      return bytes.readUInt8() !== 0
    case 10:
      return Number(bytes.readBigUInt64LE())
    case 11:
      return Number(bytes.readBigInt64LE())
    default:
      return bytes.readDoubleLE()
  }
}
