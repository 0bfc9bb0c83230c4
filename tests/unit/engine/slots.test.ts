import { expect, it } from 'vitest'
import { Slots } from '../../../electron/engine/slots.ts'

const never = new AbortController().signal

it('gives each slot to one at a time, in the order of asking', async () => {
  const slots = new Slots(['a', 'b'])
  const order: string[] = []
  let busy = 0
  const work = async (name: string): Promise<void> =>
    slots.use(never, async () => {
      busy += 1
      expect(busy).toBeLessThanOrEqual(2)
      order.push(name)
      await new Promise((resolve) => setTimeout(resolve, 5))
      busy -= 1
    })
  await Promise.all(['1', '2', '3', '4', '5'].map(work))
  expect(order).toEqual(['1', '2', '3', '4', '5'])
})

it('lets a waiting one leave without taking a slot with it', async () => {
  const slots = new Slots(['only'])
  let release: () => void = () => undefined
  const first = slots.use(never, async () => new Promise<void>((resolve) => (release = resolve)))
  const leaving = new AbortController()
  const second = slots.use(leaving.signal, async () => 'second')
  const third = slots.use(never, async () => 'third')
  expect(slots.queued).toBe(2)
  leaving.abort(new Error('left'))
  await expect(second).rejects.toThrow('left')
  release()
  await first
  expect(await third).toBe('third')
  expect(slots.queued).toBe(0)
})

it('gives the slot back when the work fails', async () => {
  const slots = new Slots(['only'])
  const failing = slots.use(never, async () => {
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await slots.use(never, async (slot) => slot)).toBe('only')
})

it('refuses one who has left already', async () => {
  const gone = AbortSignal.abort(new Error('gone'))
  await expect(new Slots(['a']).use(gone, async () => 'never')).rejects.toThrow('gone')
})
