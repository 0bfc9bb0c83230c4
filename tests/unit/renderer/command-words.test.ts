import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandWords, joinWords, splitWords } from '../../../renderer/words/command-words.ts'

describe('a command line', () => {
  it.each([
    ['', []],
    ['  python   run.py ', ['python', 'run.py']],
    [`python -c 'print("a b")'`, ['python', '-c', 'print("a b")']],
    [`echo "it's \\"fine\\"" a\\ b`, ['echo', `it's "fine"`, 'a b']],
    [`--name=""`, ['--name=']],
    [`'unclosed`, ['unclosed']],
  ])('%j is split', (text, words) => {
    expect(splitWords(text)).toEqual(words)
  })

  it('is split again as it was joined', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, unit: 'grapheme' })), (words) => {
        expect(splitWords(joinWords(words))).toEqual(words)
      }),
    )
  })

  it('goes to a shell where only a shell understands it, and not twice', () => {
    expect(commandWords('a | b')).toEqual(['bash', '-c', 'a | b'])
    expect(commandWords(`bash -c 'a | b'`)).toEqual(['bash', '-c', 'a | b'])
    expect(commandWords(`python -c 'print(1)'`)).toEqual(['python', '-c', 'print(1)'])
    expect(commandWords('echo "$HOME (mine)"')).toEqual(['bash', '-c', 'echo "$HOME (mine)"'])
    expect(commandWords('echo "(mine)"')).toEqual(['echo', '(mine)'])
    expect(commandWords('hf download a/b')).toEqual(['hf', 'download', 'a/b'])
  })
})
