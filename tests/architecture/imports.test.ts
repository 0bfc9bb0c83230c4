import { describe, expect, it } from 'vitest'
import { fromRoot } from '../../build/paths.ts'
import { circlesIn, problemsOf, vagueImports } from './import-problems.ts'
import { importsIn, readAll, sourcesBelow } from './read-imports.ts'

const files = ['electron', 'shared', 'renderer'].flatMap((folder) =>
  sourcesBelow(fromRoot(), folder, /\.tsx?$/),
)
const graph = readAll(fromRoot(), files)

describe('the code', () => {
  it('imports only what the dependency table allows', () => {
    expect([...graph].flatMap(([file, imports]) => problemsOf(file, imports))).toEqual([])
  })

  it('has no files that load each other in a circle', () => {
    expect(circlesIn(graph)).toEqual([])
  })

  it('names every imported file in full', () => {
    expect(vagueImports(graph)).toEqual([])
  })
})

describe('the reading of imports', () => {
  it('finds every form of import, and knows which load something', () => {
    const text = `
      import a, { b } from './a.ts'
      import type { C } from './c.ts'
      import { type D, type E } from './d.ts'
      import './style.css'
      export { f } from './f.ts'
      export type { G } from './g.ts'
      const h = await import('./h.ts')
      const i = require('./i.cjs')
      type J = import('./j.ts').J
      const text = "import k from './k.ts'" // import l from './l.ts'
    `
    expect(importsIn(text)).toEqual([
      { specifier: './a.ts', loads: true },
      { specifier: './c.ts', loads: false },
      { specifier: './d.ts', loads: false },
      { specifier: './style.css', loads: true },
      { specifier: './f.ts', loads: true },
      { specifier: './g.ts', loads: false },
      { specifier: './h.ts', loads: true },
      { specifier: './i.cjs', loads: true },
      { specifier: './j.ts', loads: false },
    ])
  })
})

describe('the checker', () => {
  it.each([
    ['electron/credentials/add.ts', 'electron', 'only electron/desktop'],
    ['electron/credentials/add.ts', '../desktop/tray.ts', 'stands above or beside'],
    ['electron/keyring/port.ts', '../hub/tree.ts', 'stands above or beside'],
    ['electron/app/state.ts', '../newcomer/thing.ts', 'in no row'],
    ['electron/app/state.ts', '../../renderer/App.tsx', 'knows nothing of renderer/'],
    ['electron/hub/tree.ts', 'node-llama-cpp', 'only electron/engine'],
    ['shared/result.ts', 'node:fs', 'does not run on Node'],
    ['shared/result.ts', 'zustand', "not one of shared/'s packages"],
    ['shared/ipc/contract.ts', '../../electron/ports.ts', 'knows nothing of electron/'],
    ['renderer/views/Tokens.tsx', '@huggingface/hub', "not one of renderer/'s packages"],
    ['renderer/views/Tokens.tsx', '../../electron/app/state.ts', 'knows nothing of electron/'],
  ])('refuses that %s imports %s', (file, specifier, reason) => {
    const problems = problemsOf(file, [{ specifier, loads: true }])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(reason)
  })

  it.each([
    ['electron/desktop/tray.ts', 'electron'],
    ['electron/desktop/tray.ts', '../app/state.ts'],
    ['electron/app/state.ts', 'zustand/vanilla'],
    ['electron/hub/tree.ts', './page.ts'],
    ['electron/hub/tree.ts', '../../shared/result.ts'],
    ['electron/cli.ts', '../package.json'],
    ['renderer/main.tsx', 'react-dom/client'],
    ['shared/snapshot.ts', 'zod'],
  ])('allows that %s imports %s', (file, specifier) => {
    expect(problemsOf(file, [{ specifier, loads: true }])).toEqual([])
  })

  it('finds a circle, but not one of types only', () => {
    const circle = (loads: boolean): ReturnType<typeof circlesIn> =>
      circlesIn(
        new Map([
          ['shared/a.ts', [{ specifier: './b.ts', loads: true }]],
          ['shared/b.ts', [{ specifier: './c/c.ts', loads: true }]],
          ['shared/c/c.ts', [{ specifier: '../b.ts', loads }]],
        ]),
      )
    expect(circle(true)).toEqual([['shared/b.ts', 'shared/c/c.ts']])
    expect(circle(false)).toEqual([])
  })

  it('finds imports without an ending', () => {
    const imports = ['./b', './c.ts', 'zod', './d.test', './e.css'].map((specifier) => ({
      specifier,
      loads: true,
    }))
    expect(vagueImports(new Map([['shared/a.ts', imports]]))).toEqual([
      'shared/a.ts imports ./b',
      'shared/a.ts imports ./d.test',
    ])
  })
})
