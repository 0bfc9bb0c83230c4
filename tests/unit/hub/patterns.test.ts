import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooses } from '../../../shared/domain/patterns.ts'

const picks = (pattern: string, path: string): boolean =>
  chooses({ include: [pattern], exclude: [] })(path)

describe('patterns choose files', () => {
  it.each([
    ['*.gguf', 'a/b.gguf', true],
    ['*.gguf', 'a/b.gguf.txt', false],
    ['data/', 'data/x/y.json', true],
    ['data', 'data/x', false],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', true],
    ['[ab].txt', 'b.txt', true],
    ['[!ab].txt', 'b.txt', false],
    ['[]].txt', '].txt', true],
    ['[z-a].txt', 'm.txt', false],
    ['[', '[', true],
    ['*.TXT', 'a.txt', false],
    ['a\\b', 'a/b', true],
    ['*', 'a\nb', true],
    ['a.c', 'abc', false],
  ])('%j and %j: %s', (pattern, path, isMatch) => {
    expect(picks(pattern, path)).toBe(isMatch)
  })

  it('all where none is named; what is excluded wins', () => {
    expect(chooses({ include: [], exclude: [] })('anything')).toBe(true)
    expect(chooses({ include: ['*.bin'], exclude: ['old/*'] })('old/a.bin')).toBe(false)
    expect(chooses({ include: [], exclude: ['*.bin'] })('a.txt')).toBe(true)
  })

  it('are quick even with many stars', () => {
    expect(picks('*'.repeat(500) + 'b', 'a'.repeat(1000))).toBe(false)
  })
})

const python = spawnSync('python3', ['--version']).status === 0

describe.skipIf(!python)('beside Python’s own fnmatch', () => {
  it('they agree on whatever is made up', () => {
    const sign = fc.constantFrom(...'a b - ] ! [ ^ * ? / . & ~ | \\'.split(' '))
    const text = fc.array(sign, { maxLength: 8 }).map((signs) => signs.join(''))
    const cases = fc.sample(fc.tuple(text, text), { numRuns: 20_000, seed: 7 })
    const script = [
      'import sys, json, fnmatch',
      'for line in sys.stdin:',
      '  pattern, path = (part.replace(chr(92), "/") for part in json.loads(line))',
      '  if pattern.endswith("/"): pattern += "*"',
      '  print(int(fnmatch.fnmatchcase(path, pattern)))',
    ].join('\n')
    const input = cases.map((each) => JSON.stringify(each)).join('\n')
    const { stdout } = spawnSync('python3', ['-W', 'ignore', '-c', script], {
      input,
      encoding: 'utf8',
    })
    const said = stdout.trim().split('\n')
    expect(said).toHaveLength(cases.length)
    const differences = cases.filter(
      ([pattern, path], index) =>
        picks(pattern, path.replaceAll('\\', '/')) !== (said[index] === '1'),
    )
    expect(differences).toEqual([])
  })
})
