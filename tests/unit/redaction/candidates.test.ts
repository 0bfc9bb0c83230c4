import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileCandidates } from '../../../build/wasm-text.ts'
import { candidatesCode } from '../../../electron/redaction/candidates-code.ts'
import { blockBytes, sharedFinder, Tables } from '../../../electron/redaction/candidates.ts'

it('is what its text says', async () => {
  expect(candidatesCode).toBe(await compileCandidates())
})

/** Few different bytes, so that what is looked for is there. */
const few = fc.constantFrom(...Buffer.from('ab_-:h@'))
const bytesOf = (minLength: number, maxLength: number): fc.Arbitrary<Buffer> =>
  fc.array(few, { minLength, maxLength, size: 'max' }).map((bytes) => Buffer.from(bytes))

it('finds every place there is', () => {
  const scene = fc.record({
    groups: fc.array(bytesOf(4, 4), { maxLength: 4 }),
    trigrams: fc.array(bytesOf(3, 3), { maxLength: 20 }),
    text: bytesOf(0, 300),
    stride: fc.constantFrom(4, 8, 16),
  })
  fc.assert(
    fc.property(scene, ({ groups, trigrams, text, stride }) => {
      const tables = new Tables()
      for (const group of groups) tables.addGroup(group.readInt32LE())
      for (const trigram of trigrams) tables.addTrigram(trigram)
      const finder = sharedFinder()
      finder.load(tables, text)
      const foundGroups = new Set(finder.places.slice(0, finder.findGroups(stride)))
      const foundTrigrams = new Set(finder.places.slice(0, finder.findTrigrams()))
      for (let at = 0; at + 4 <= text.length; at += stride) {
        const isThere = groups.some((group) => group.equals(text.subarray(at, at + 4)))
        if (isThere) expect(foundGroups.has(at)).toBe(true)
      }
      for (let at = 0; at + 3 <= text.length; at += 1) {
        const isThere = trigrams.some((trigram) => trigram.equals(text.subarray(at, at + 3)))
        if (isThere) expect(foundTrigrams.has(at)).toBe(true)
      }
    }),
    { numRuns: 2000 },
  )
})

it('finds what fills a block, and nothing where nothing is', () => {
  const tables = new Tables()
  tables.addGroup(Buffer.from('aaaa').readInt32LE())
  tables.addTrigram(Buffer.from('aaa'))
  const finder = sharedFinder()
  finder.load(tables, Buffer.alloc(blockBytes, 'a'))
  expect(finder.findGroups(4)).toBe(blockBytes / 4)
  expect(finder.findTrigrams()).toBe(blockBytes - 2)
  finder.load(tables, Buffer.alloc(blockBytes, 'b'))
  expect(finder.findGroups(4) + finder.findTrigrams()).toBe(0)
})

it('leaves out addresses that name no user', () => {
  const tables = new Tables()
  tables.addTrigram(Buffer.from('://'))
  tables.leaveOutAddresses(new Uint8Array(256).fill(1, 97, 123))
  const finder = sharedFinder()
  finder.load(tables, Buffer.from('a://host/ b://user@host c://cut'))
  const count = finder.findTrigrams()
  expect([...finder.places.slice(0, count)]).toEqual([11, 25])
})
