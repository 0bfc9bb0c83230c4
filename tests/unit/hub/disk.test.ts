import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { diskFailure, requireSpace } from '../../../electron/hub/download/disk-failure.ts'
import type { AppFailure } from '../../../shared/errors.ts'
import { throttle, type Progress } from '../../../electron/hub/download/progress.ts'

describe('a disk that fails', () => {
  it.skipIf(process.platform !== 'linux')('because it is full, says so', async () => {
    const write = async (): Promise<void> => {
      const full = await open('/dev/full', 'w')
      await full.write('x').finally(() => full.close())
    }
    await expect(diskFailure('/some/folder', write)).rejects.toMatchObject({
      error: { code: 'disk-full', message: 'There is no space left in /some/folder.' },
    })
  })

  it('for another reason, says which in our words', async () => {
    const write = () => open('/dev/null/x', 'w')
    await expect(diskFailure('/some/folder', write)).rejects.toMatchObject({
      error: { code: 'store-write-failed' },
    })
  })

  it('is told beforehand when the file cannot fit', async () => {
    const refusal = await requireSpace(tmpdir(), 2 ** 60).then(
      () => null,
      (cause: unknown) => (cause as AppFailure).error,
    )
    expect(refusal?.code).toBe('disk-full')
    expect(refusal?.message).toMatch(/ has [\d.]+ [kMGT]B left, and 1152922 TB are still to come/)
    expect(refusal?.action?.label).toMatch(/^Free 11529\d\d TB$/)
    await expect(requireSpace(tmpdir(), 1)).resolves.toBeUndefined()
    await expect(requireSpace('/nowhere/at/all', 2 ** 60)).resolves.toBeUndefined()
  })
})

it('progress is told ten times a second at most, and always at the end', () => {
  const told: Progress[] = []
  const report = throttle(1000, (progress) => told.push(progress))
  for (let bytes = 0; bytes <= 1000; bytes += 1) report(bytes)
  report(1000)
  expect(told.length).toBeLessThan(5)
  expect(told[0]).toEqual({ receivedBytes: 0, totalBytes: 1000 })
  expect(told.at(-1)).toEqual({ receivedBytes: 1000, totalBytes: 1000 })
})
