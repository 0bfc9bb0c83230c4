import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formsOf, leastSecretLength } from '../../../electron/redaction/forms.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import { anyToken, huggingFaceToken, ngcToken, oddToken } from './tokens.ts'

/** How programs write a token; each is written here on its own, not with the product's code. */
const writers: Readonly<Record<string, (token: string) => string | Buffer>> = {
  raw: (token) => token,
  url: (token) => `https://host/?q=${encodeURIComponent(token)}&x=1`,
  form: (token) => new URLSearchParams({ q: token }).toString(),
  'lower-case url': (token) =>
    encodeURIComponent(token).replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
  json: (token) => JSON.stringify({ token }),
  'json in json': (token) => JSON.stringify(JSON.stringify({ token })),
  'json with escaped slashes': (token) => JSON.stringify({ token }).replaceAll('/', '\\/'),
  base64: (token) => Buffer.from(token).toString('base64'),
  'base64 after one byte': (token) => Buffer.from(`x${token}`).toString('base64'),
  'base64 after two bytes': (token) => Buffer.from(`xy${token}yz`).toString('base64'),
  'basic auth': (token) => `Basic ${Buffer.from(`$oauthtoken:${token}`).toString('base64')}`,
  'docker auth': (token) => `{"auth":"${Buffer.from(`user:${token}`).toString('base64')}"}`,
  base64url: (token) => Buffer.from(`{"t":"${token}"}`).toString('base64url'),
  hex: (token) => Buffer.from(token).toString('hex'),
  'upper-case hex': (token) => Buffer.from(token).toString('hex').toUpperCase(),
  reversed: (token) => Array.from(token).reverse().join(''),
  'utf-16': (token) => Buffer.from(`a ${token} b`, 'utf16le'),
}

function mask(token: string, written: string | Buffer): string {
  // With tables from the first byte on.
  const redactor = new Redactor(0)
  redactor.guard(token)
  const stream = redactor.stream()
  return Buffer.concat([stream.push(Buffer.from(written)), stream.flush()]).toString('latin1')
}

describe.each(Object.entries(writers))('a token written as %s', (_, write) => {
  it.each([huggingFaceToken, ngcToken, oddToken])('is masked', (token) => {
    const written = write(token)
    const shown = mask(token, written)
    expect(shown).toContain('[secret]')
    // Nothing longer than a few characters of it may be left, in whatever writing.
    for (let at = 0; at + 8 <= token.length; at += 1) {
      const part = write(token.slice(at, at + 8)).toString('latin1')
      if (token.length > 20) expect(shown).not.toContain(part)
    }
  })

  it('is masked for any token', () => {
    fc.assert(
      fc.property(anyToken, (token) => mask(token, write(token)).includes('[secret]')),
      { numRuns: 500 },
    )
  })
})

it('refuses what is too short to be a secret', () => {
  expect(formsOf('1234567')).toEqual([])
  const redactor = new Redactor()
  expect(redactor.guard('1234567').reveal()).toBe('1234567')
  expect(redactor.redact('at 1234567 bytes')).toBe('at 1234567 bytes')
})

it('has only forms that are long enough to mean something', () => {
  fc.assert(
    fc.property(anyToken, (token) =>
      formsOf(token).every((form) => form.length >= leastSecretLength),
    ),
  )
})

it('masks an absurdly long text without making forms of it', () => {
  const long = 'q'.repeat(20_000)
  expect(formsOf(long)).toHaveLength(1)
})
