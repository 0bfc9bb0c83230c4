import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromRoot } from '../../build/paths.ts'
import { sourcesBelow } from './read-imports.ts'
import { sizeProblems } from './size-problems.ts'

describe('the code', () => {
  it('stays in files of one thing with a name', () => {
    const files = ['electron', 'shared', 'renderer', 'build', 'tests'].flatMap((folder) =>
      sourcesBelow(fromRoot(), folder, /\.(tsx?|mjs)$/),
    )
    expect(
      files.flatMap((file) => sizeProblems(file, readFileSync(fromRoot(file), 'utf8'))),
    ).toEqual([])
  })
})

describe('the checker', () => {
  const lines = (count: number): string => 'x\n'.repeat(count)

  it('counts lines, more of them for tests', () => {
    expect(sizeProblems('electron/hub/tree.ts', lines(300))).toEqual([])
    expect(sizeProblems('electron/hub/tree.ts', lines(301))).toHaveLength(1)
    expect(sizeProblems('tests/unit/hub/tree.test.ts', lines(400))).toEqual([])
    expect(sizeProblems('tests/unit/hub/tree.test.ts', lines(401))).toHaveLength(1)
  })

  it.each(['shared/index.ts', 'electron/utils.ts', 'renderer/helpers.tsx', 'electron/openLink.ts'])(
    'refuses the name %s',
    (file) => {
      expect(sizeProblems(file, '')).toHaveLength(1)
    },
  )

  it.each(['build/electron.vite.config.ts', 'renderer/App.tsx', 'tests/unit/a-b.test.ts'])(
    'allows the name %s',
    (file) => {
      expect(sizeProblems(file, '')).toEqual([])
    },
  )
})
