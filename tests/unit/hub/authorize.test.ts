import { expect, it } from 'vitest'
import { authorize } from '../../../electron/hub/authorize.ts'
import { redirectOf } from '../../../electron/hub/download/follow.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'

const text = `hf_${'a'.repeat(34)}`
const token = new Redactor().guard(text)
const endpoint = 'https://huggingface.co'

it.each([
  ['https://huggingface.co/a/b', true],
  ['https://huggingface.co:443/a/b', true],
  ['http://huggingface.co/a/b', false],
  ['https://huggingface.co:8443/a', false],
  ['https://cdn.huggingface.co/a', false],
  ['https://huggingface.co.evil.example/a', false],
  ['https://huggingface.co@evil.example/a', false],
  ['https://evil.example/?x=https://huggingface.co', false],
])('%s gets the token: %s', (url, sent) => {
  const expected = sent ? { authorization: `Bearer ${text}` } : {}
  expect(authorize(url, { endpoint, token })).toEqual(expected)
  expect(authorize(url, { endpoint, token: null })).toEqual({})
})

it.each([
  ['https://a.example/x', '/y', 'https://a.example/y'],
  ['https://a.example/x', 'https://b.example/y', 'https://b.example/y'],
  ['http://127.0.0.1:1/x', 'http://localhost:2/y', 'http://localhost:2/y'],
  ['https://a.example/x', 'http://a.example/y', 'refused'],
  ['https://a.example/x', 'file:///etc/passwd', 'refused'],
  ['https://a.example/x', 'data:text/plain,x', 'refused'],
  ['https://a.example/x', 'https://', 'refused'],
])('from %s to %s is %s', (from, location, expected) => {
  const response = new Response(null, { status: 302, headers: { location } })
  const follow = (): string | null => redirectOf(response, from)
  if (expected === 'refused') expect(follow).toThrow()
  else expect(follow()).toBe(expected)
})

it('only a redirect with a place to go is one', () => {
  expect(redirectOf(new Response(null, { status: 304 }), endpoint)).toBeNull()
  expect(redirectOf(new Response('', { headers: { location: '/x' } }), endpoint)).toBeNull()
})
