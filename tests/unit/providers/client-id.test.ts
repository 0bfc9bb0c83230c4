import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { readClientId as ReadClientId } from '../../../electron/providers/client-id.ts'

/** As it is in a build whose distributor has named an application, or none. */
async function builtWith(huggingFaceClientId: string): Promise<typeof ReadClientId> {
  vi.doMock('../../../package.json', () => ({ config: { huggingFaceClientId } }))
  return (await import('../../../electron/providers/client-id.ts')).readClientId
}

beforeEach(() => {
  vi.resetModules()
})
afterEach(() => {
  vi.doUnmock('../../../package.json')
})

test.each([
  [{ HUBKEY_HF_CLIENT_ID: 'of-the-environment' }, 'chosen', 'of-the-environment'],
  [{ HUBKEY_HF_CLIENT_ID: ' ' }, 'chosen', 'chosen'],
  [{}, 'chosen', 'chosen'],
  [{}, '', 'of-the-build'],
  [{}, null, 'of-the-build'],
])('with %j and %j chosen, Hubkey logs in as %s', async (env, chosen, expected) => {
  const readClientId = await builtWith('of-the-build')
  expect(readClientId(env, chosen)).toBe(expected)
})

test('a build without an application says that one is needed', async () => {
  const readClientId = await builtWith('')
  expect(() => readClientId({}, null)).toThrow('needs the client id')
})

test('this checkout names no application: nobody logs in as somebody else’s', async () => {
  const { config } = await import('../../../package.json')
  expect(config.huggingFaceClientId).toBe('')
})
