import { expect, test } from 'vitest'
import { sinkIds } from '../../../shared/domain/sink.ts'
import { sinks } from '../../../electron/sinks/sinks.ts'

test('every sink has an id of its own, in the order in which they are shown', () => {
  const ids = sinks.map(({ id }) => id)
  expect(ids).toEqual(sinkIds.filter((id) => ids.includes(id)))
})
