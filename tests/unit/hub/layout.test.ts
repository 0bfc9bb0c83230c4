import { join, resolve, sep } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RepoIdSchema } from '../../../shared/domain/repo.ts'
import {
  refPath,
  repoFolder,
  repoOfFolder,
  snapshotPath,
} from '../../../electron/hub/cache/layout.ts'

const cache = join(sep, 'tmp', 'cache')
const folder = repoFolder(cache, 'owner/name')
const commit = 'a'.repeat(40)

describe('folder names', () => {
  it.each([
    ['owner/name', 'models--owner--name'],
    ['gpt2', 'models--gpt2'],
    ['a/b.c-d_e', 'models--a--b.c-d_e'],
  ])('%s lies in %s', (repo, name) => {
    expect(repoFolder(cache, repo).root).toBe(join(cache, name))
    expect(repoOfFolder(name)).toEqual({ type: 'model', repo })
  })

  it('stand for one repository each', () => {
    const id = fc.stringMatching(/^[\w.-]{0,12}\w(\/[\w.-]{0,12}\w)?$/)
    fc.assert(
      fc.property(id, (repo) => {
        fc.pre(RepoIdSchema.safeParse(repo).success)
        const name = repoFolder(cache, repo).root.slice(cache.length + 1)
        expect(repoOfFolder(name)).toEqual({ type: 'model', repo })
      }),
    )
  })

  it('tell the kind of repository, and strangers are none', () => {
    expect(repoOfFolder('datasets--a--b')).toEqual({ type: 'dataset', repo: 'a/b' })
    expect(repoOfFolder('spaces--a--b')).toEqual({ type: 'space', repo: 'a/b' })
    for (const name of ['.locks', 'version.txt', 'models--', 'models--a--b--c', 'people--a']) {
      expect(repoOfFolder(name)).toBe(null)
    }
  })
})

describe('nothing outside of the cache can be named', () => {
  const piece = fc.oneof(
    fc.constantFrom('..', '.', '', '/', '\\', '~', 'a', '...', '..\\..', 'c:', '\u0000'),
    fc.string({ maxLength: 8 }),
  )
  const anyName = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('/'))

  it.each([
    ['files', (name: string) => snapshotPath(folder, commit, name), folder.snapshots],
    ['commits', (name: string) => snapshotPath(folder, name, 'file'), folder.snapshots],
    ['refs', (name: string) => refPath(folder, name), folder.refs],
    ['repositories', (name: string) => repoFolder(cache, name).root, cache],
  ] as const)('by %s', (_what, place, inside) => {
    fc.assert(
      fc.property(anyName, (name) => {
        let path = ''
        try {
          path = place(name)
        } catch (cause) {
          expect(cause).toMatchObject({ error: { code: 'bad-input' } })
          return
        }
        expect(resolve(path).startsWith(inside + sep)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it.each(['..', '../x', 'a/../../x', '.', ''])('such as %j', (name) => {
    expect(() => snapshotPath(folder, commit, name)).toThrow()
  })
})
