import { describe, expect, test } from 'vitest'
import { checkNetwork } from '../../../electron/doctor/check/network.ts'
import type { Patient } from '../../../electron/doctor/check/check.ts'

/** A Hub whose clock is right, asked by a machine whose clock is so many minutes ahead. */
async function idsWhenAhead(
  minutes: number,
  answer: 'date' | 'nothing' = 'date',
): Promise<unknown> {
  const now = Date.UTC(2026, 10, 28)
  const headers = answer === 'date' ? { date: new Date(now).toUTCString() } : {}
  const needs = {
    env: { HF_ENDPOINT: 'http://127.0.0.1:1' },
    paths: { home: '/h', config: '/h/c', state: '/h/s' },
    clock: { now: () => new Date(now + minutes * 60_000) },
    fetch: async () => new Response(null, { headers }),
  } as unknown as Patient['needs']
  const found = await checkNetwork({ look: {} as Patient['look'], needs })
  return found.map(({ id, sentence }) => [id, sentence])
}

describe('the clock', () => {
  test('is wrong when it is minutes away from the Hub’s, either way', async () => {
    const words = (how: string): unknown => [
      ['clock-wrong', `This machine’s clock is 10 minutes ${how} of 127.0.0.1:1.`],
    ]
    expect(await idsWhenAhead(10)).toEqual(words('ahead'))
    expect(await idsWhenAhead(-10)).toEqual(words('behind'))
  })

  test('is not judged by a minute, or by a Hub that does not say', async () => {
    expect(await idsWhenAhead(1)).toEqual([])
    expect(await idsWhenAhead(10, 'nothing')).toEqual([])
  })
})
