import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromRoot } from '../../build/paths.ts'

const table = readFileSync(fromRoot('docs', 'jobs-guide.md'), 'utf8')
const tests = readFileSync(fromRoot('tests/integration/jobs/guide.test.ts'), 'utf8')

/** The rows of the table: section, behaviour, test. */
const rows = table
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\|\s*(?:-|Section)/.test(line))
  .map((line) => line.slice(1, -1).split(' | ').map((cell) => cell.trim())) // prettier-ignore

describe('the table of the guide to tokens in jobs', () => {
  it.each(rows.map(([section = '', , test = '']) => [section, test]))(
    '%s: its test exists',
    (_section, test) => {
      expect(tests).toContain(`'${test}'`)
    },
  )

  it('has every numbered section and every common error', () => {
    const sections = rows.map(([section = '']) => section)
    const wanted = [
      ...['Method 1:', 'Method 1b', 'Method 2', 'Method 3'],
      ...['option 1', 'option 2', 'option 3'],
      ...['Error: 401', 'Error: 403', 'Error: Token not found', 'Error: Repository access denied'],
      ...[1, 2, 3, 4, 5, 6, 7].flatMap((n) => [`Best practice ${n}:`, `Takeaway ${n}:`]),
      ...[1, 2, 3].flatMap((n) => [`Example ${n}`, `Pattern ${n}`]),
    ]
    for (const part of wanted) expect(sections.filter((one) => one.includes(part))).toHaveLength(1)
  })

  it('names every test', () => {
    const names = [...tests.matchAll(/\bit\('([^']+)'/g)].map(([, name]) => name ?? '')
    expect(names.length).toBeGreaterThan(10)
    for (const name of names) expect(rows.map(([, , test]) => test)).toContain(name)
  })
})
