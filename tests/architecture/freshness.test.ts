import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isFresh, printFile, printOfSources } from '../../build/freshness.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hubkey-freshness-'))
  for (const folder of ['electron/hub', 'shared', 'renderer', 'out'])
    mkdirSync(join(root, folder), { recursive: true })
  writeFileSync(join(root, 'electron/hub/a.ts'), 'a')
  writeFileSync(join(root, 'shared/b.ts'), 'b')
  writeFileSync(join(root, 'out', printFile), printOfSources(root))
})

afterEach(() => {
  rmSync(root, { recursive: true })
})

it('is fresh while nothing changed', () => {
  expect(isFresh(root)).toBe(true)
})

it('is stale when nothing was ever built', () => {
  rmSync(join(root, 'out'), { recursive: true })
  expect(isFresh(root)).toBe(false)
})

it.each<[string, (path: (name: string) => string) => void]>([
  ['a source was edited', (path) => writeFileSync(path('shared/b.ts'), 'bb')],
  ['a source was added', (path) => writeFileSync(path('renderer/c.tsx'), '')],
  ['a source was deleted', (path) => rmSync(path('electron/hub/a.ts'))],
  ['a source was replaced by an older one', (path) => utimesSync(path('shared/b.ts'), 1, 1)],
  ['the dependencies changed', (path) => writeFileSync(path('package-lock.json'), '{}')],
])('is stale when %s', (_, change) => {
  change((name) => join(root, name))
  expect(isFresh(root)).toBe(false)
})
