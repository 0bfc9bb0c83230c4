import { expect, it } from 'vitest'
import { RunIdSchema } from '../../../shared/domain/run.ts'
import { createRunId } from '../../../electron/launcher/run-id.ts'

it('is named after its moment, and sorts by it', () => {
  const id = createRunId(new Date('2026-11-22T09:08:07.654Z'))
  expect(id).toMatch(/^20261122-090807-[a-z0-9]{6}$/)
  expect(RunIdSchema.parse(id)).toBe(id)
  expect(createRunId(new Date('2026-11-22T09:08:08Z')) > id).toBe(true)
})

it('is never the same twice', () => {
  const now = new Date()
  expect(new Set(Array.from({ length: 2000 }, () => createRunId(now))).size).toBe(2000)
})
