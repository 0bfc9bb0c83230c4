import type { Bridge } from '../../shared/ipc/bridge.ts'
import { errors, fail } from '../../shared/errors.ts'
import { draft, readyRun, world } from '../fixtures/fake-bridge-world.ts'
import { expect, test } from './ui-test.ts'

type WithBridge = Window & { readonly hubkey: Bridge }

test('what main would refuse is a breach, and so is what main would never answer', async ({
  page,
  bridge,
  openMain,
}) => {
  await openMain('tokens')
  const ask = (channel: string, input: unknown) =>
    page.evaluate(
      ([name, data]) => (window as unknown as WithBridge).hubkey.invoke(name as 'run.stop', data),
      [channel, input] as const,
    )
  await ask('run.stop', { run: 'not a run' })
  await ask('run.stop', { run: readyRun.id, more: 1 })
  await ask('model.cached', undefined)
  bridge.reply('draft.paste', { ...draft, length: 'long' as unknown as number })
  await ask('draft.paste', { provider: 'huggingface' })
  expect(bridge.breaches.splice(0)).toEqual([
    expect.stringContaining('run.stop was asked wrongly'),
    expect.stringContaining('run.stop was asked wrongly'),
    expect.stringContaining('model.cached was asked, but the test gives no reply'),
    expect.stringContaining('draft.paste was answered wrongly'),
  ])
  await expect(bridge.push('snapshot', { ...world(), revision: 0.5 })).rejects.toThrow(/revision/)
})

test('replies lose what the contract does not name, and failures stay values', async ({
  page,
  bridge,
  openMain,
}) => {
  await openMain('tokens')
  const paste = () =>
    page.evaluate(() =>
      (window as unknown as WithBridge).hubkey.invoke('draft.paste', { provider: 'huggingface' }),
    )
  bridge.reply('draft.paste', { ...draft, token: 'hf_leak' } as typeof draft)
  expect(await paste()).toEqual({ ok: true, value: draft })
  bridge.reply('draft.paste', fail(errors.clipboardEmpty()))
  expect(await paste()).toEqual({ ok: false, error: errors.clipboardEmpty() })
})
