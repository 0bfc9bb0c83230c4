import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseToken } from '../../../electron/credentials/normalise.ts'
import type { AppFailure } from '../../../shared/errors.ts'

const token = `hf_${'aB3'.repeat(11)}x`

describe('a token is taken out of', () => {
  test.each([
    ['itself', token],
    ['space around it', `  \t${token}\r\n`],
    ['double quotes', `"${token}"`],
    ['single quotes and a semicolon', `'${token}';`],
    ['typographic quotes', `“${token}”`],
    ['a line of JSON', `"${token}",`],
    ['backticks', `\`${token}\``],
    ['an export', `export HF_TOKEN=${token}`],
    ['a quoted export', `export HF_TOKEN="${token}"\n`],
    ['an assignment', `HF_TOKEN=${token}`],
    ['an assignment with spaces', `HF_TOKEN = '${token}'`],
    ['another name', `HUGGING_FACE_HUB_TOKEN=${token}`],
    ['cmd', `set HF_TOKEN=${token}`],
    ['PowerShell', `$env:HF_TOKEN = "${token}"`],
    ['YAML', `HF_TOKEN: ${token}`],
    ['Bearer', `Bearer ${token}`],
    ['a header', `Authorization: Bearer ${token}`],
    ['zero-width characters', `\u200b${token}\ufeff`],
    ['no-break spaces', `\u00a0${token}\u00a0`],
  ])('%s', (_name, text) => {
    expect(normaliseToken(text)).toBe(token)
  })

  test('nothing that belongs to it', () => {
    // A legacy NGC key is bare base64 and may look like an assignment.
    for (const odd of ['QWERTYKEY==', 'TOKEN=abcdef', 'abcdefgh;', 'abc=defgh,']) {
      expect(normaliseToken(odd)).toBe(odd)
    }
  })
})

describe('refused', () => {
  test.each([
    ['empty text', '', 'token-empty'],
    ['only space', ' \n\t ', 'token-empty'],
    ['empty quotes', '""', 'token-empty'],
    ['an empty assignment', 'export HF_TOKEN=', 'token-empty'],
    ['a megabyte', 'x'.repeat(1_000_000), 'token-too-long'],
    ['a megabyte of lines', 'hf_line\n'.repeat(130_000), 'token-too-long'],
    ['1025 characters', 'x'.repeat(1025), 'token-too-long'],
    ['two lines', `${token}\n${token}`, 'token-several-lines'],
    ['a wrapped line', `${token.slice(0, 20)}\r\n${token.slice(20)}`, 'token-several-lines'],
    ['an inner NUL', `${token.slice(0, 9)}\0${token.slice(9)}`, 'token-bad-characters'],
    ['a closing NUL', `${token}\0`, 'token-bad-characters'],
    ['a space inside', `${token} ${token}`, 'token-bad-characters'],
    ['a masked display', `hf_${'•'.repeat(34)}`, 'token-bad-characters'],
    ['an accent', 'hf_é23456789', 'token-bad-characters'],
    ['an escape sequence', `\u001b[31m${token}`, 'token-bad-characters'],
    ['seven characters', 'hf_1234', 'token-too-short'],
  ])('%s', (_name, text, code) => {
    expect(codeFor(text)).toBe(code)
  })

  test('in words that hold nothing of what was entered', () => {
    for (const text of [`${token}\n${token}`, `${token}é`, token.repeat(40)]) {
      expect(() => normaliseToken(text)).toThrow(expect.not.objectContaining({ message: token }))
      expect(messageFor(text)).not.toContain(token.slice(3, 12))
    }
  })
})

test('whatever passes is 8 to 1024 visible ASCII characters, and passes again unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      if (codeFor(text) !== null) return
      const clean = normaliseToken(text)
      expect(clean).toMatch(/^[\x21-\x7e]{8,1024}$/)
    }),
    { numRuns: 500 },
  )
})

test('every token of usual characters passes in every wrapping', () => {
  const usual = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{8,60}$/)
  const wrapping = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => `export HF_TOKEN="${text}"\n`,
    (text) => ` Bearer ${text} `,
    (text) => `'${text}';`,
  )
  fc.assert(
    fc.property(usual, wrapping, (text, wrap) => {
      expect(normaliseToken(wrap(text))).toBe(text)
    }),
  )
})

function failureFor(text: string): AppFailure | null {
  try {
    normaliseToken(text)
    return null
  } catch (cause) {
    return cause as AppFailure
  }
}

function codeFor(text: string): string | null {
  return failureFor(text)?.error.code ?? null
}

function messageFor(text: string): string {
  return failureFor(text)?.message ?? ''
}
