import { expect, test } from 'vitest'
import { killAtEveryStep, killAtKeyringSteps, wide } from './killed-kit.ts'

test('clear, killed at every step of files and sinks', wide, async () => {
  expect(new Set(await killAtEveryStep('clear'))).toEqual(new Set(['old', 'none']))
})

test('clear, killed at every step of the keyring and sinks', wide, async () => {
  // Clearing is finished once it has begun; the journal is written before the keyring is asked.
  expect(new Set(await killAtKeyringSteps('clear'))).toEqual(new Set(['none']))
})
