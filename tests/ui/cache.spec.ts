import { errors, fail } from '../../shared/errors.ts'
import { wholeCache } from '../fixtures/fake-models.ts'
import { expect, test } from './ui-test.ts'

const [qwen, dataset] = wholeCache.repositories

test('what the cache holds is shown on request, and goes after a question, whole or by revision', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('model.cached', []).reply('cache.list', wholeCache)
  const page = await openMain('models')
  expect(bridge.calls('cache.list')).toHaveLength(0)
  await page.getByRole('button', { name: 'Show the whole cache' }).click()
  const section = page.getByRole('region', { name: 'On this machine' })
  await expect(section).toContainText('4.6 GB in /home/ada/.cache/huggingface/hub')
  await expect(section).toContainText('120 MB of it unfinished')

  const old = section.getByRole('button', { name: 'Remove bbbbbbbbbbbb of Qwen/Qwen3-1.7B-GGUF' })
  await old.click()
  const dialog = page.getByRole('dialog', { name: 'Remove bbbbbbbbbbbb of Qwen/Qwen3-1.7B-GGUF?' })
  await expect(dialog).toContainText('This frees 1.8 GB. What another revision shares stays.')
  await page.keyboard.press('Escape')
  await expect(old).toBeFocused()
  expect(bridge.calls('cache.remove')).toEqual([])

  bridge.reply('cache.remove', fail(errors.cacheInUse('Qwen/Qwen3-1.7B-GGUF', 'server')))
  await old.click()
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('A server is running')
  bridge.reply('cache.remove', { freed: 1_835_573_984, commits: ['b'.repeat(40)] })
  bridge.reply('cache.list', { ...wholeCache, repositories: [dataset!] })
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await expect(section.getByRole('status')).toContainText('1.8 GB freed. 810 MB in')
  await expect.poll(() => bridge.calls('model.cached').length).toBe(2)

  await section.getByRole('button', { name: `Remove datasets/${dataset!.repo}` }).click()
  await expect(page.getByRole('dialog')).toContainText('This frees 810 MB.')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
  await expect
    .poll(() => bridge.calls('cache.remove').at(-1))
    .toEqual({ type: 'dataset', repo: dataset!.repo, revision: null })
  expect(bridge.calls('cache.remove')[0]).toEqual({
    ...{ type: 'model', repo: qwen!.repo, revision: 'b'.repeat(40) },
  })
})
