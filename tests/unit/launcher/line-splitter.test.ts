import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readableLine, withoutOverwritten } from '../../../shared/log-text.ts'
import { LineSplitter } from '../../../electron/launcher/line-splitter.ts'

function split(...chunks: (string | Buffer)[]): string[] {
  let now = 0
  const splitter = new LineSplitter(() => now)
  const lines = chunks.flatMap((chunk) => {
    now += 100
    return splitter.push(Buffer.from(chunk))
  })
  return [...lines, ...splitter.flush()]
}

describe('lines', () => {
  it.each([
    ['unix', ['a\nb\n'], ['a', 'b']],
    ['windows', ['a\r\nb\r\n'], ['a', 'b']],
    ['windows, cut between', ['a\r', '\nb\r', '\n'], ['a', 'b']],
    ['no end', ['a\nb'], ['a', 'b']],
    ['cut', ['a', 'b', 'c\n'], ['abc']],
    ['empty ones', ['\n\na\n'], ['', '', 'a']],
    ['nothing', [''], []],
  ])('%s', (_, chunks, lines) => {
    expect(split(...chunks)).toEqual(lines)
  })

  it('joins characters that were cut in two', () => {
    const bytes = Buffer.from('grüße 😀\n')
    expect(split(...[...bytes].map((byte) => Buffer.from([byte])))).toEqual(['grüße 😀'])
  })

  it('are the same however the text is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', 'ü', ' ')),
        fc.array(fc.nat(40)),
        (parts, cuts) => {
          const text = parts.join('')
          const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b)]
          const chunks = places.map((from, index) => text.slice(from, places[index + 1]))
          expect(split(...chunks)).toEqual(split(text))
        },
      ),
    )
  })
})

describe('a line that is redrawn', () => {
  it('shows at most one state a second, and the last one', () => {
    const chunks = Array.from({ length: 35 }, (_, percent) => `\r${percent} %`)
    const lines = split(...chunks, '\rdone\n')
    expect(lines.at(-1)).toBe('\rdone')
    expect(lines.length).toBeLessThan(7)
    // Each takes the place of the one before it, and the next line of none.
    expect(withoutOverwritten(lines.map((text) => ({ text })))).toEqual([{ text: '\rdone' }])
    expect(lines[0]).not.toContain('\r')
    expect(new Set(lines).size).toBe(lines.length)
  })

  it('may end each state with the return', () => {
    expect(split('1 %\r', '2 %\r', 'all\n').at(-1)).toBe('all')
  })
})

describe('what would act on a terminal', () => {
  it.each([
    ['cursor moves', '\u001b[2K\u001b[1Aup\n', 'up'],
    ['titles', '\u001b]0;title\u0007text\n', 'text'],
    ['links', '\u001b]8;;http://x\u001b\\text\u001b]8;;\u001b\\\n', 'text'],
    ['bells and nulls', 'a\u0007b\u0000c\n', 'abc'],
  ])('%s are dropped', (_, text, line) => {
    expect(split(text)).toEqual([line])
  })

  it.each([
    ['a colour', '\u001b[1;31mred\u001b[0m now\u001b[m\n', '\u001b[1;31mred\u001b[0m now\u001b[m'],
    ['one that goes on', '\u001b[31mred\u001b[2K\n', '\u001b[31mred\u001b[0m'],
    ['one that is cut', '\u001b[3\n', ''],
  ])('%s is kept, and ends with its line', (_, text, line) => {
    expect(split(text)).toEqual([line === '' ? expect.not.stringContaining('\u001b') : line])
  })

  it('keeps tabs', () => {
    expect(split('a\tb\n')).toEqual(['a\tb'])
  })
})

it('cuts long lines and goes on after them', () => {
  const lines = split('x'.repeat(100_000), 'y'.repeat(100_000), '\nnext\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]?.length).toBeLessThan(8192)
  expect(lines[0]).toContain('[line cut]')
  expect(lines[1]).toBe('next')
})

it('is readable where lines come whole, too: a job’s', () => {
  const title = '\u001b]0;gone\u0007'
  expect(readableLine(`10 %\r\u001b[32m90 %${title}\u001b[2K\r`)).toBe('\u001b[32m90 %\u001b[0m')
  expect(readableLine('\r')).toBe('')
  expect(readableLine('plain\ttext')).toBe('plain\ttext')
})
