import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { downloadLine } from '../../../renderer/words/download.ts'
import { initial, restrictionSentence, roleName } from '../../../renderer/words/identity.ts'
import { plainText } from '../../../shared/log-text.ts'
import { rightsOf } from '../../../renderer/words/rights.ts'
import { size, sizeOf } from '../../../shared/size.ts'
import { isReadableByOthers } from '../../../renderer/words/source.ts'
import { standingWords } from '../../../renderer/words/standing.ts'
import { ago, duration, relativeTime } from '../../../renderer/words/time.ts'
import { ada, now, runningDownload, source } from '../../fixtures/fake-bridge-world.ts'

const at = now.getTime()
const seconds = (count: number): string => new Date(at + count * 1000).toISOString()

describe('relativeTime', () => {
  it.each([
    [0, 'just now'],
    [-59, 'just now'],
    [-60, '1 minute ago'],
    [-3 * 3600, '3 hours ago'],
    [-86_400, 'yesterday'],
    [-40 * 86_400, 'last month'],
    [30, 'in a moment'],
    [19 * 86_400 + 5, 'in 19 days'],
  ])('%s seconds from now is %s', (offset, words) => {
    expect(relativeTime(seconds(offset), at)).toBe(words)
  })

  it('does not fail on what is no time', () => {
    expect(relativeTime('soon', at)).toBe('at an unknown time')
  })
})

describe('ago', () => {
  it('never puts what has happened into the future', () => {
    expect(ago(seconds(20), at)).toBe('just now')
    expect(ago(seconds(-90), at)).toBe('1 minute ago')
    expect(ago('soon', at)).toBe('at an unknown time')
  })
})

describe('duration', () => {
  it.each([
    [-3, '0 s'],
    [14.4, '14 s'],
    [60, '1 min'],
    [125, '2 min 5 s'],
    [4320, '1 h 12 min'],
    [273_600, '3 d 4 h'],
  ])('%s s is %s', (length, words) => {
    expect(duration(length)).toBe(words)
  })
})

describe('size', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [999.6, '1.0 kB'],
    [28_400, '28.4 kB'],
    [999_960, '1.0 MB'],
    [851_251_104, '851 MB'],
    [3_155_051_328, '3.2 GB'],
    [5e15, '5000 TB'],
  ])('%s bytes are %s', (bytes, words) => {
    expect(size(bytes)).toBe(words)
  })

  it('says a shared unit once', () => {
    expect(sizeOf(1_130_000_000, 1_834_426_016)).toBe('1.1 of 1.8 GB')
    expect(sizeOf(850_000_000, 1_834_426_016)).toBe('850 MB of 1.8 GB')
    expect(sizeOf(1, 2)).toBe('1 of 2 B')
  })

  it('is never longer than seven characters below an exabyte', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 9e14 }), (bytes) => size(bytes).length <= 7))
  })
})

describe('downloadLine', () => {
  it('tells amount, pace and what is left', () => {
    expect(downloadLine(runningDownload)).toBe('1.1 of 1.8 GB · 48.2 MB/s · 15 s left')
  })

  it('leaves out what is not known', () => {
    expect(downloadLine({ ...runningDownload, totalBytes: null, secondsLeft: null })).toBe(
      '1.1 GB · 48.2 MB/s',
    )
    expect(downloadLine({ ...runningDownload, bytesPerSecond: null, secondsLeft: null })).toBe(
      '1.1 of 1.8 GB',
    )
    expect(downloadLine({ ...runningDownload, bytesPerSecond: 0, secondsLeft: null })).toBe(
      '1.1 of 1.8 GB',
    )
  })

  it('tells a pause from a wait for the turn', () => {
    const paused = { ...runningDownload, state: 'paused' } as const
    expect(downloadLine(paused)).toBe('1.1 of 1.8 GB · paused, what has arrived is kept')
    const queued = { ...runningDownload, state: 'queued', totalBytes: null } as const
    expect(downloadLine({ ...queued, receivedBytes: 0 })).toBe('waits for its turn')
    expect(downloadLine(queued)).toBe('1.1 GB · waits for its turn')
  })

  it('says that an interrupted download is not lost', () => {
    const cancelled = downloadLine({ ...runningDownload, state: 'cancelled' })
    expect(cancelled).toBe('1.1 of 1.8 GB · what has arrived is kept')
  })
})

describe('rightsOf', () => {
  const plain = { ...ada, rights: [], readsGated: null }

  it('says only what the provider said', () => {
    expect(rightsOf({ ...plain, role: 'oauth' })).toEqual({ can: [], cannot: [] })
    expect(rightsOf({ ...plain, role: 'god' })).toEqual({ can: [], cannot: [] })
  })

  it('tells a read token from a write token', () => {
    expect(rightsOf({ ...plain, role: 'read', readsGated: true })).toEqual({
      can: ['read gated models you were granted'],
      cannot: ['push', 'run jobs'],
    })
    expect(rightsOf({ ...plain, role: 'write' })).toEqual({ can: ['push', 'run jobs'], cannot: [] })
  })

  it('reads fine-grained rights, each once, and shows unknown ones as they are', () => {
    const rights = ['repo.write', 'repo.content.read', 'repo.write', 'brand.new']
    expect(rightsOf({ ...plain, role: 'fineGrained', readsGated: false, rights })).toEqual({
      can: ['push', 'read chosen repositories', 'brand.new'],
      cannot: ['read gated models', 'run jobs'],
    })
  })
})

describe('words for an identity', () => {
  it('passes on roles and restrictions that the Hub may invent', () => {
    expect(roleName('fineGrained')).toBe('Fine-grained')
    expect(roleName('admiral')).toBe('admiral')
    const lab = { name: 'The Lab', role: null, restrictions: ['mfa', 'moon-phase'] }
    expect(restrictionSentence(lab)).toBe(
      'The Lab keeps this token out: two-factor sign-in is missing, moon-phase.',
    )
    expect(restrictionSentence({ ...lab, restrictions: [] })).toBeNull()
  })

  it('takes the first letter as people see it', () => {
    expect(initial(' ada')).toBe('A')
    expect(initial('😀 smile')).toBe('😀')
    expect(initial('')).toBe('?')
  })
})

describe('standingWords', () => {
  it('never calls an unverified token bad', () => {
    const unverified = {
      state: 'unverified',
      identity: null,
      checkedAt: null,
      error: null,
    } as const
    expect(standingWords(unverified, at)).toMatchObject({ tone: 'warn', chip: 'not verified' })
    expect(standingWords(null, at)).toMatchObject({ tone: 'warn', chip: 'not verified' })
  })
})

describe('isReadableByOthers', () => {
  it.each([
    ['0600', false],
    ['0400', false],
    ['0640', true],
    ['0604', true],
    ['0666', true],
    [undefined, false],
  ])('mode %s: %s', (mode, expected) => {
    expect(isReadableByOthers(source('file', mode === undefined ? {} : { mode }))).toBe(expected)
  })
})

describe('plainText', () => {
  it('takes off colours, cursor moves and titles', () => {
    expect(plainText('\u001b[1;32mok\u001b[0m\u001b[2K \u001b]0;title\u0007done')).toBe('ok done')
    expect(plainText('a [32m stays')).toBe('a [32m stays')
  })
})
