import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hitWords, nextHit, noSearch, partsOf, search } from '../../../renderer/words/find-lines.ts'

const text = fc.string({ unit: fc.constantFrom('a', 'B', 'é', ' '), maxLength: 6 })

describe('a search that goes on as the log grows', () => {
  it('finds what one look through the lines that are left would find', () => {
    const step = fc.record({ added: fc.array(text, { maxLength: 5 }), dropped: fc.nat({ max: 4 }) })
    const wish = fc.string({ unit: fc.constantFrom('A', 'b', 'É'), minLength: 1, maxLength: 2 })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), wish, (steps, find) => {
        let lines: { seq: number; text: string }[] = []
        let next = 0
        let found = noSearch
        for (const { added, dropped } of steps) {
          lines = [...lines, ...added.map((one) => ({ seq: next++, text: one }))].slice(dropped)
          found = search(found, find, lines)
          const wanted = find.toLowerCase()
          const all = lines.filter((line) => line.text.toLowerCase().includes(wanted))
          expect(found.hits).toEqual(all.map(({ seq }) => seq))
          // A view sets what it got as its state while it is drawn: that has to come to rest.
          expect(search(found, find, lines)).toBe(found)
        }
      }),
    )
  })

  it('begins anew for another text, and ends without one', () => {
    const lines = ['one', 'two'].map((line, seq) => ({ seq, text: line }))
    const first = search(noSearch, 'one', lines)
    expect(search(first, 'two', lines).hits).toEqual([1])
    expect(search(first, '', lines)).toBe(noSearch)
  })
})

describe('going from hit to hit', () => {
  it('goes round at both ends, from wherever it stands', () => {
    const hits = [3, 8, 20]
    expect(nextHit(hits, null, false)).toBe(3)
    expect(nextHit(hits, null, true)).toBe(20)
    expect(nextHit(hits, 8, false)).toBe(20)
    expect(nextHit(hits, 20, false)).toBe(3)
    expect(nextHit(hits, 3, true)).toBe(20)
    expect(nextHit(hits, 9, true)).toBe(8)
    expect(nextHit([], 9, true)).toBeNull()
  })

  it('says where it stands', () => {
    const found = search(noSearch, 'a', [{ seq: 5, text: 'a' }, { seq: 6, text: 'ba' }]) // prettier-ignore
    expect(hitWords(found, null)).toBe('2 lines')
    expect(hitWords(found, 6)).toBe('2 of 2')
    expect(hitWords(noSearch, null)).toBe('')
  })
})

describe('setting off what was found', () => {
  it('loses no letter', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('a', 'b', 'é', 'ab'), (line, wanted) => {
        const parts = partsOf(line, wanted)
        expect(parts.join('')).toBe(line)
        expect(parts.filter((_, index) => index % 2 === 1).map((one) => one.toLowerCase())).toEqual(
          parts.filter((_, index) => index % 2 === 1).map(() => wanted),
        )
      }),
    )
    expect(partsOf('İstanbul a', 'a').join('')).toBe('İstanbul a')
  })
})

it('looks through older lines that have come since', () => {
  const young = [
    { seq: 50, text: 'a' },
    { seq: 60, text: 'b' },
  ]
  const first = search(noSearch, 'a', young)
  const older = search(first, 'a', [{ seq: 10, text: 'A' }, ...young])
  expect(older.hits).toEqual([10, 50])
  const between = search(older, 'a', [{ seq: 10, text: 'A' }, { seq: 20, text: 'ba' }, ...young])
  expect(between.hits).toEqual([10, 20, 50])
  expect(search(noSearch, 'green', [{ seq: 1, text: '\u001b[32mgr\u001b[1meen' }]).hits).toEqual([
    1,
  ])
})
