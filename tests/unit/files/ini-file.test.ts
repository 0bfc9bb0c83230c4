import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { IniFile, isSectionName } from '../../../electron/files/ini-file.ts'
import { IniError } from '../../../electron/files/ini-lines.ts'

type Content = Record<string, Record<string, string>>

const oracle = join(import.meta.dirname, '../../fixtures/python/ini-oracle.py')
const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython)
  process.stderr.write('Skipped: there is no python3 to compare the INI files with.\n')

/** What Python's own parser makes of each text; null for one that it refuses. */
function askPython(texts: readonly string[]): readonly (Content | null)[] {
  const { stdout } = spawnSync('python3', [oracle], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  return JSON.parse(stdout) as (Content | null)[]
}

function contentOf(text: string): Content | null {
  try {
    const file = new IniFile(text)
    return Object.fromEntries(
      file.names.map((name) => [name, Object.fromEntries(file.fieldsOf(name) ?? [])]),
    )
  } catch {
    return null
  }
}

/** Lines that a parser may stumble over, far more often than random text has them. */
const line = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', '', '', ' ', '\t', '    ', '\u00a0'),
      fc.constantFrom(
        '[a]',
        '[b]',
        '[DEFAULT]',
        '[ c ]',
        '[x]y]',
        '[é ü]',
        '[]',
        '[d',
        'k',
        '[e] z',
      ),
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom('', '', '  ', '\t'),
      fc.constantFrom('hf_token', 'Refresh_Token', 'expires_at', 'k ey', '', 'other'),
      fc.constantFrom('=', ' = ', ':', ' : ', '\u2003=', ''),
      fc.constantFrom('value', 'a=b', 'c:d', '%(x)s', '# no comment', '"q"', '', ' spaced ', 'ü'),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom(
    '',
    '',
    '   ',
    '# note',
    '  ; note',
    '\u0085',
    '\u001c',
    '\u2028x = y',
    '\ufeff[a]',
  ),
)
const text = fc
  .tuple(fc.array(line, { maxLength: 14 }), fc.constantFrom('\n', '\n', '\r\n', '\r'))
  .map(([lines, end]) => lines.join(end))
const samples = fc.sample(text, { numRuns: 4000, seed: 7 })

describe.skipIf(!hasPython)('an INI file, beside the real ConfigParser', () => {
  test('says the same, and refuses the same', () => {
    const answers = askPython(samples)
    expect(answers.filter((answer) => answer !== null).length).toBeGreaterThan(500)
    for (const [at, sample] of samples.entries()) {
      expect({ sample, content: contentOf(sample) }).toEqual({ sample, content: answers[at] })
    }
  })

  test('after a change has that change and no other, in its own reading and in Python’s', () => {
    const changed = samples.flatMap((sample) => {
      const before = contentOf(sample)
      if (before === null) return []
      return changes(before).flatMap(({ change, expected }) => {
        try {
          return [{ sample, after: change(new IniFile(sample)).text, expected }]
        } catch {
          return []
        }
      })
    })
    expect(changed.length).toBeGreaterThan(1500)
    const answers = askPython(changed.map(({ after }) => after))
    for (const [at, { sample, after, expected }] of changed.entries()) {
      const content = answers[at] ?? null
      expect(contentOf(after)).toEqual(content)
      // What it inherits cannot be told from the outside.
      const fresh = content?.['new one']
      if (fresh !== undefined) content!['new one'] = { hf_token: fresh['hf_token']! }
      expect({ sample, after, content }).toEqual({ sample, after, content: expected })
      // Not a comment is lost.
      const comments = (of: string): number => of.split(/# note|; note/).length
      const removed = Object.keys(expected).length < Object.keys(contentOf(sample) ?? {}).length
      if (!removed) expect(comments(after)).toBe(comments(sample))
    }
  })
})

interface Change {
  readonly change: (file: IniFile) => IniFile
  readonly expected: Content
}

/** Changes of each kind that a content allows, with what must come of them. */
function changes(before: Content): readonly Change[] {
  const [name] = Object.keys(before)
  const added: Change = {
    change: (file) => file.with('new one', 'hf_token', 'fresh'),
    expected: { ...before, 'new one': { hf_token: 'fresh' } },
  }
  if (name === undefined || !isSectionName(name)) return [added]
  const { [name]: own = {}, ...rest } = before
  return [
    added,
    {
      change: (file) => file.with(name, 'hf_token', 'fresh'),
      expected: { ...before, [name]: { ...own, hf_token: 'fresh' } },
    },
    { change: (file) => file.withoutSection(name), expected: rest },
  ]
}

test('keeps what it does not touch to the letter', () => {
  const before = [
    '# mine',
    '[laptop]',
    'hf_token: one',
    'note = several',
    '  lines',
    '',
    '# about the next',
    '[oauth-ada]',
    'HF_TOKEN=two',
    'refresh_token = three',
    'expires_at = 1',
    '',
    '',
  ].join('\r\n')
  const file = new IniFile(before)
  expect(file.text).toBe(before)
  expect(file.with('laptop', 'hf_token', 'four').text).toBe(
    before.replace('hf_token: one', 'hf_token = four'),
  )
  const gone = '[laptop]\r\nhf_token: one\r\nnote = several\r\n  lines\r\n\r\n'
  expect(file.withoutSection('laptop').text).toBe(before.replace(gone, ''))
  expect(file.without('oauth-ada', 'refresh_token').text).toBe(
    before.replace('refresh_token = three\r\n', ''),
  )
})

test('writes a new file as ConfigParser does', () => {
  const file = new IniFile('').with('laptop', 'hf_token', 'one').with('desk', 'hf_token', 'two')
  expect(file.text).toBe('[laptop]\nhf_token = one\n\n[desk]\nhf_token = two\n\n')
})

test.each(['', 'DEFAULT', 'a]b', 'a\nb', 'a\rb', 'a\u2028b'])('refuses the name %j', (name) => {
  expect(() => new IniFile('').with(name, 'hf_token', 'x')).toThrow()
})

test.each(['', ' x', 'x ', 'a\nb', 'a\rb'])('refuses the value %j', (value) => {
  expect(() => new IniFile('').with('laptop', 'hf_token', value)).toThrow()
})

test('a line with a megabyte of spaces in it is read at once', () => {
  const spaces = ' '.repeat(1_000_000)
  const file = new IniFile(`[a]\nhf_token = x${spaces}y\n${spaces}z${spaces}\n`)
  expect(file.fieldsOf('a')?.get('hf_token')).toBe(`x${spaces}y\nz`)
  expect(() => new IniFile(`[a]\nx${spaces}y`)).toThrow(IniError)
})
