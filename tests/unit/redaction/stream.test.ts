import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formsOf } from '../../../electron/redaction/forms.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import { anyToken, huggingFaceToken, ngcToken, oddToken } from './tokens.ts'

/** Searches with tables from the first byte on, unless told to look at each place for itself. */
function redactorFor(tokens: readonly string[], tablesAfter = 0): Redactor {
  const redactor = new Redactor(tablesAfter)
  for (const token of tokens) redactor.guard(token)
  return redactor
}

/** Sends the bytes through a stream, cut at the given places. */
function streamed(redactor: Redactor, bytes: Buffer, cuts: readonly number[]): Buffer {
  const stream = redactor.stream()
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b)]
  const parts = places.map((from, index) =>
    stream.push(Buffer.from(bytes.subarray(from, places[index + 1]))),
  )
  return Buffer.concat([...parts, stream.flush()])
}

function leaks(output: Buffer, tokens: readonly string[]): string[] {
  return tokens
    .flatMap(formsOf)
    .filter((form) => output.includes(form))
    .map((form) => form.toString('latin1'))
}

/** One text with every form of both tokens, some of them touching, some interleaved. */
const everything = Buffer.concat(
  [huggingFaceToken, ngcToken, oddToken].flatMap((token) => [
    ...formsOf(token).flatMap((form) => [Buffer.from(' say '), form, Buffer.from('\n')]),
    Buffer.from(`${token}${token}|${token.slice(0, -1)}${token}|`),
    Buffer.from(Buffer.from(`user:${token}`).toString('base64')),
  ]),
)

describe('splits', () => {
  const tokens = [huggingFaceToken, ngcToken, oddToken]
  const redactor = redactorFor(tokens)
  const whole = streamed(redactor, everything, [])

  it('leaves nothing of a secret in one piece', () => {
    expect(leaks(whole, tokens)).toEqual([])
    expect(whole.toString()).toContain(' say [secret]\n')
  })

  it('masks alike at every two-way split', () => {
    for (let cut = 0; cut <= everything.length; cut += 1) {
      expect(streamed(redactor, everything, [cut]).equals(whole), `cut at ${cut}`).toBe(true)
    }
  })

  it('masks alike at every three-way split around each secret', () => {
    const text = Buffer.from(`a ${ngcToken}+${huggingFaceToken}:${oddToken}${oddToken} b`)
    const expected = streamed(redactor, text, [])
    expect(expected.toString()).toBe('a [secret]+[secret]:[secret][secret] b')
    for (let first = 0; first <= text.length; first += 1) {
      for (let second = first; second <= text.length; second += 1) {
        expect(streamed(redactor, text, [first, second]).equals(expected)).toBe(true)
      }
    }
  })

  it('masks alike byte by byte', () => {
    const stream = redactor.stream()
    const parts = [...everything].map((byte) => stream.push(Buffer.from([byte])))
    expect(Buffer.concat([...parts, stream.flush()]).equals(whole)).toBe(true)
  })
})

interface Scene {
  readonly tokens: string[]
  /** Plain text, or a token in one of its forms, perhaps cut short. */
  readonly plan: (string | { token: number; form: number; cut?: number })[]
  readonly cuts: number[]
}

describe('for any secrets, texts and chunks', () => {
  const scene: fc.Arbitrary<Scene> = fc.record({
    tokens: fc.array(anyToken, { minLength: 1, maxLength: 3 }),
    plan: fc.array(
      fc.oneof(
        fc.record({ token: fc.nat(2), form: fc.nat(40) }),
        fc.record({ token: fc.nat(2), form: fc.nat(40), cut: fc.nat(60) }),
        fc.string({ maxLength: 6 }),
        fc.constantFrom('hf_', 'nvapi-', 'Authorization: Bearer ', 'https://u:', '\n', 'ab'),
        // Long enough that the places are looked for in blocks.
        fc.nat(60).map((length) => 'loading 4/4 https://hf.co/x '.repeat(8).slice(length)),
      ),
      { maxLength: 6 },
    ),
    cuts: fc.array(fc.nat(400), { maxLength: 6 }),
  })

  function compose({ tokens, plan }: Scene): Buffer {
    return Buffer.concat(
      plan.map((part) => {
        if (typeof part === 'string') return Buffer.from(part)
        const forms = formsOf(tokens[part.token % tokens.length] ?? '')
        const form = forms[part.form % forms.length] ?? Buffer.alloc(0)
        return form.subarray(0, part.cut === undefined ? form.length : part.cut % (form.length + 1))
      }),
    )
  }

  it('streams what it would have masked whole, leaks nothing, loses nothing', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const text = compose(given)
        const redactor = redactorFor(given.tokens)
        const whole = streamed(redactorFor(given.tokens, Infinity), text, [])
        const output = streamed(redactor, text, given.cuts)
        if (!output.equals(whole)) throw new Error(`${output.toString()} ≠ ${whole.toString()}`)
        expectOnlyMasked(text, output)
        if (leaks(output, given.tokens).length > 0) throw new Error('leak')
      }),
      { numRuns: Number(process.env['HUBKEY_FUZZ_RUNS'] ?? 100_000) },
    )
  }, 600_000)

  it('changes nothing when applied again', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const redactor = redactorFor(given.tokens)
        const once = streamed(redactor, compose(given), [])
        const twice = streamed(redactor, once, [])
        if (!twice.equals(once)) throw new Error(`${twice.toString()} ≠ ${once.toString()}`)
      }),
      { numRuns: 20_000 },
    )
  }, 600_000)
})

/** What is not masked stands in the output unchanged and in order. */
function expectOnlyMasked(text: Buffer, output: Buffer): void {
  let at = 0
  output
    .toString('latin1')
    .split('[secret]')
    .forEach((piece, index) => {
      const found = text.toString('latin1').indexOf(piece, at)
      if (found < 0 || (index === 0 && found > 0)) throw new Error(`lost: ${piece}`)
      at = found + piece.length
    })
}

describe('holding back', () => {
  it('shows a complete line at once', () => {
    const stream = redactorFor([huggingFaceToken, ngcToken]).stream()
    for (const line of ['ready\n', 'half of it: hf_aB3d\n', 'https://localhost:1/x\n', 'a\r']) {
      expect(stream.push(Buffer.from(line)).toString()).toBe(line)
    }
  })

  it('keeps only what may still become a secret', () => {
    const stream = redactorFor([huggingFaceToken]).stream()
    expect(stream.push(Buffer.from('token: hf_aB3d')).toString()).toBe('token: ')
    expect(stream.push(Buffer.from('x!')).toString()).toBe('hf_aB3dx!')
    expect(stream.push(Buffer.from('end hf_aB')).toString()).toBe('end ')
    expect(stream.flush().toString()).toBe('hf_aB')
  })

  it('does not grow when matches overlap for ever', () => {
    const stream = redactorFor(['abababab']).stream()
    let shown = 0
    for (let round = 0; round < 10_000; round += 1) {
      shown += stream.push(Buffer.from('abab')).length
    }
    expect(shown).toBe('[secret]'.length)
    expect(stream.push(Buffer.from('\nx')).toString()).toBe('\nx')
  })

  it('masks a secret that was registered while the stream was running', () => {
    const redactor = redactorFor([huggingFaceToken])
    const stream = redactor.stream()
    stream.push(Buffer.from('before '))
    redactor.guard('a brand new one')
    expect(stream.push(Buffer.from('a brand new one, ')).toString()).toBe('[secret], ')
  })
})
