import { expect, it } from 'vitest'
import { isLoopback } from '../../../electron/http/loopback.ts'

it.each([
  ['http://localhost:8000', true],
  ['http://hub.localhost', true],
  ['http://127.0.0.1', true],
  ['http://127.9.9.9', true],
  // The parser writes every spelling of an IPv4 address alike.
  ['http://0x7f.1', true],
  ['http://[::1]:1', true],
  ['http://127.0.0.1.evil.example', false],
  ['http://localhost.evil.example', false],
  ['http://notlocalhost', false],
  ['http://10.0.0.1', false],
  ['http://0.0.0.0', false],
  ['https://huggingface.co', false],
])('%s: %s', (url, expected) => {
  expect(isLoopback(new URL(url).hostname)).toBe(expected)
})
