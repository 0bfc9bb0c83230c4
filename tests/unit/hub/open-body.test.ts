import { expect, it, vi } from 'vitest'
import { openBody } from '../../../electron/hub/download/open-body.ts'
import type { HubNeeds } from '../../../electron/hub/needs.ts'

it('a reply that is packed, though it was asked not to be, is asked for again by fetch, which unpacks', async () => {
  const drop = vi.fn()
  const asked: string[] = []
  const needs = {
    env: {},
    paths: { home: '/home/ada' },
    receiver: {
      receives: () => true,
      ask: async (url: string) => {
        asked.push(`receiver ${url}`)
        const headers = new Headers({ 'content-encoding': 'gzip' })
        return Promise.resolve({ status: 200, headers, saveTo: vi.fn(), drop })
      },
    },
    fetch: async (url: string) => {
      asked.push(`fetch ${url}`)
      return Promise.resolve(new Response('whole', { status: 200 }))
    },
  } as unknown as HubNeeds
  const url = 'https://storage.test/file'
  const remote = { commit: '', etag: '', size: 100_000_000, url, token: null }
  const body = await openBody(remote, null, needs, new AbortController().signal)
  expect(asked).toEqual([`receiver ${url}`, `fetch ${url}`])
  expect(drop).toHaveBeenCalledOnce()
  expect(body.headers.get('content-encoding')).toBeNull()
})
