import type { Verification } from '../../shared/domain/verification.ts'
import { ago } from './time.ts'
import type { Tone } from './verdict.ts'

/** A token's standing as a chip and as part of a line. */
export interface Standing {
  readonly tone: Tone
  readonly chip: string
  readonly sentence: string
}

/** "Unverified" is never said as "bad": it only means that nobody could ask. */
export function standingWords(verification: Verification | null, now: number): Standing {
  const when = verification?.checkedAt == null ? null : ago(verification.checkedAt, now)
  switch (verification?.state) {
    case 'verified':
      return { tone: 'ok', chip: 'verified', sentence: `verified ${when ?? 'before'}` }
    case 'rejected':
      return { tone: 'bad', chip: 'rejected', sentence: `rejected ${when ?? 'before'}` }
    case 'unverified':
      return {
        tone: 'warn',
        chip: 'not verified',
        sentence: when === null ? 'not verified yet' : `last answer ${when}`,
      }
    case undefined:
      return { tone: 'warn', chip: 'not verified', sentence: 'not verified yet' }
  }
}
