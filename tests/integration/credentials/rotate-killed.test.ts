import { expect, test } from 'vitest'
import { killAtEveryStep, killAtKeyringSteps, wide } from './killed-kit.ts'

test('rotate, killed at every step of files and sinks', wide, async () => {
  expect(new Set(await killAtEveryStep('rotate'))).toEqual(new Set(['old', 'new']))
})

test('rotate, killed at every step of the keyring and sinks', wide, async () => {
  expect(new Set(await killAtKeyringSteps('rotate'))).toEqual(new Set(['old', 'new']))
})
