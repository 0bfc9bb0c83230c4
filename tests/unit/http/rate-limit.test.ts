import { expect, test } from 'vitest'
import { secondsToWait } from '../../../electron/http/rate-limit.ts'

const now = new Date('2026-11-23T12:00:00Z')

test.each([
  [{}, null],
  [{ 'retry-after': '12' }, 12],
  [{ 'retry-after': ' 0 ' }, 0],
  [{ 'retry-after': 'Mon, 23 Nov 2026 12:00:30 GMT' }, 30],
  [{ 'retry-after': 'Mon, 23 Nov 2026 11:00:00 GMT' }, null],
  [{ 'retry-after': 'soon' }, null],
  [{ 'retry-after': '999999' }, null],
  [{ 'retry-after': '-3' }, null],
  [{ ratelimit: '"api";r=0;t=55' }, 55],
  [{ ratelimit: '"api";r=0;t=55', 'retry-after': '7' }, 7],
  [{ ratelimit: '"api";r=0' }, null],
  [{ ratelimit: 't=4' }, 4],
])('%j asks for %j seconds', (headers, seconds) => {
  expect(secondsToWait(new Headers(headers as Record<string, string>), now)).toBe(seconds)
})
