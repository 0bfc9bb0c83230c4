import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import { huggingFaceToken, ngcToken } from './tokens.ts'

describe('a Secret', () => {
  const secret = new Redactor().guard(huggingFaceToken)

  it('shows itself to nobody but reveal', () => {
    expect(String(secret)).toBe('[secret]')
    expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}')
    expect(inspect({ deep: [secret] }, { showHidden: true, depth: 9 })).not.toContain('hf_')
    expect(Object.assign({}, secret)).toEqual({})
    expect(inspect(structuredClone(secret))).not.toContain('hf_')
    expect(secret.reveal()).toBe(huggingFaceToken)
  })

  it('is compared by its text', () => {
    expect(secret.equals(new Redactor().guard(huggingFaceToken))).toBe(true)
    expect(secret.equals(new Redactor().guard(ngcToken))).toBe(false)
  })
})

describe('a Redactor', () => {
  it('masks whole texts', () => {
    const redactor = new Redactor()
    redactor.guard('correct horse battery')
    expect(redactor.redact('say "correct horse battery" twice: correct horse battery')).toBe(
      'say "[secret]" twice: [secret]',
    )
    expect(redactor.redact('')).toBe('')
    expect(redactor.redact('ünïcode 😀 stays')).toBe('ünïcode 😀 stays')
  })

  it('masks the longest of overlapping secrets as one', () => {
    const redactor = new Redactor()
    redactor.guard('password one')
    redactor.guard('one and two!')
    expect(redactor.redact('<password one and two!>')).toBe('<[secret]>')
  })

  it('keeps masking a secret that was replaced by another', () => {
    const redactor = new Redactor()
    redactor.guard('the old secret')
    redactor.guard('the new secret')
    expect(redactor.redact('the old secret, the new secret')).toBe('[secret], [secret]')
  })

  it('takes any text without failing', () => {
    const redactor = new Redactor()
    for (const text of ['', ' ', '\ud800\ud800\ud800\ud800', '\0'.repeat(9), 'ü'.repeat(9)]) {
      redactor.guard(text)
    }
    expect(redactor.redact(`a${'ü'.repeat(9)}b`)).toBe('a[secret]b')
  })
})
