import { expect, it } from 'vitest'
import { createCacheVerbs } from '../../../electron/app/cache-verbs.ts'
import { Downloads } from '../../../electron/app/downloads.ts'
import { createState } from '../../../electron/app/state.ts'
import type { RunView } from '../../../shared/domain/run.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import { openLab } from '../hub/lab.ts'

it('frees what it said, not while a server runs it, and what was fetched is then not here', async () => {
  const lab = await openLab()
  try {
    const hub = lab.needs()
    const clock = { now: () => new Date() }
    const state = createState('0', { theme: 'system', oauthClientId: null, envFolders: [] }, clock)
    const downloads = new Downloads({ hub, state, report: () => '' })
    let runs: RunView[] = []
    const cache = createCacheVerbs({ hub, state, launcher: { list: () => runs } })
    const wanted = { repo: SAMPLE.openModel, revision: 'main', file: null }
    await downloads.start(wanted).done
    const dataset = { ...wanted, type: 'dataset', repo: 'hubkey-tests/tiny-dataset' } as const
    await downloads.start(dataset).done
    const { path, repositories } = await cache.list()
    expect(path).toBe(lab.cache)
    expect(repositories.map(({ type, repo }) => `${type} ${repo}`).sort()).toEqual([
      `dataset ${dataset.repo}`,
      `model ${SAMPLE.openModel}`,
    ])
    const size = repositories.find(({ type }) => type === 'model')?.size
    const wish = { type: 'model', repo: SAMPLE.openModel, revision: null } as const
    runs = [{ repo: SAMPLE.openModel, state: 'ready' } as RunView]
    await expect(cache.remove(wish)).rejects.toMatchObject({ error: { code: 'cache-in-use' } })
    expect(state.get().downloads).toHaveLength(2)
    runs = []
    expect((await cache.remove(wish)).freed).toBe(size)
    expect(state.get().downloads.map(({ type }) => type)).toEqual(['dataset'])
    expect((await cache.list()).repositories).toHaveLength(1)
  } finally {
    await lab.close()
  }
})
