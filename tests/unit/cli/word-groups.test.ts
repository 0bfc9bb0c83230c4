import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { createProgram } from '../../../electron/cli/program.ts'
import { wordGroups } from '../../../electron/cli/word-groups.ts'

const nothing = async (): Promise<void> => undefined

describe('the words of the command line', () => {
  test.each(wordGroups)('a group adds the words it is listed with: $words', async (group) => {
    const program = new Command().enablePositionalOptions()
    const addWords = await group.load()
    addWords(program, nothing)
    expect(program.commands.map((command) => command.name())).toEqual(group.words)
  })

  test('no word is in two groups', () => {
    const words = wordGroups.flatMap((group) => group.words)
    expect(new Set(words).size).toBe(words.length)
  })

  test('a word that is asked for is there with its group alone', async () => {
    const program = await createProgram(['clear', '--all'], '1.0.0', nothing)
    expect(program.commands.map((command) => command.name())).toEqual(['verify', 'clear'])
  })

  test.each([[[]], [['--help']], [['help', 'status']], [['stauts']]])(
    'every word is there for %j',
    async (argv) => {
      const program = await createProgram(argv, '1.0.0', nothing)
      expect(program.commands).toHaveLength(wordGroups.flatMap(({ words }) => words).length)
    },
  )
})
