import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromRoot } from '../../build/paths.ts'
import {
  licenceProblems,
  missingPackages,
  originProblems,
  readLockfile,
} from './lockfile-problems.ts'

const packages = readLockfile(readFileSync(fromRoot('package-lock.json'), 'utf8'))

describe('the lockfile', () => {
  it('pins every package of the registry by its sha512', () => {
    expect(packages.size).toBeGreaterThan(100)
    expect([...packages].flatMap(([place, entry]) => originProblems(place, entry))).toEqual([])
  })

  it('holds freely licensed packages only', () => {
    expect([...packages].flatMap(([place, entry]) => licenceProblems(place, entry))).toEqual([])
  })

  it('has the packages of every platform, so that npm ci works on all', () => {
    expect(missingPackages(packages)).toEqual([])
  })
})

describe('the checker', () => {
  const good = { version: '1.2.3', integrity: `sha512-${'A'.repeat(86)}==`, license: 'MIT' }
  const place = 'node_modules/a'

  it('accepts a pinned package of the registry', () => {
    const entry = { ...good, resolved: 'https://registry.example/a/-/a-1.2.3.tgz' }
    expect(originProblems(place, good)).toEqual([])
    expect(originProblems(place, entry)).toEqual([])
  })

  it.each([
    ['a git address', { ...good, resolved: 'git+ssh://git@example/a.git#abc' }],
    ['plain http', { ...good, resolved: 'http://registry.example/a/-/a-1.2.3.tgz' }],
    ['a folder', { ...good, link: true }],
    ['a weak hash', { ...good, integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }],
    ['no hash', { version: '1.2.3' }],
    ['no version', { integrity: good.integrity }],
  ])('refuses %s', (_, entry) => {
    expect(originProblems(place, entry)).toHaveLength(1)
  })

  it('finds packages that only other platforms need', () => {
    const optionalDependencies = { here: '1.0.0', elsewhere: '1.0.0' }
    const few = { [place]: { ...good, optionalDependencies }, 'node_modules/here': good }
    expect(missingPackages(new Map(Object.entries(few)))).toEqual(['elsewhere'])
  })

  it('reads licences with a choice, and is stricter with what is shipped', () => {
    expect(licenceProblems(place, { ...good, license: '(GPL-3.0 OR MIT)' })).toEqual([])
    expect(licenceProblems(place, { ...good, license: 'MPL-2.0', dev: true })).toEqual([])
    expect(licenceProblems(place, { ...good, license: 'MPL-2.0' })).toHaveLength(1)
    expect(licenceProblems(place, { ...good, license: 'GPL-3.0' })).toHaveLength(1)
    expect(licenceProblems(place, { version: '1.2.3' })).toHaveLength(1)
  })
})
