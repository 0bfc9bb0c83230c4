import { errors, fail } from '../../shared/errors.ts'
import type { Snapshot } from '../../shared/snapshot.ts'
import { world } from '../fixtures/fake-bridge-world.ts'
import { expect, openWithoutBridge, test } from './ui-test.ts'

test('a main process that is silent is called so, and asked again', async ({
  page,
  bridge,
  openMain,
}) => {
  await openMain('tokens', {}, () => new Promise<Snapshot>(() => undefined))
  await expect(page.getByText('Connecting…')).toBeVisible()
  await page.clock.runFor(9000)
  await expect(page.getByRole('alert')).toContainText('has not answered yet')
  bridge.reply('snapshot.get', world())
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('Ada Byron')).toBeVisible()
})

test('a failed first fetch says so', async ({ page, openMain }) => {
  await openMain('tokens', {}, () => fail(errors.unexpected('7f3a')))
  await expect(page.getByRole('alert')).toContainText('Its reference is 7f3a')
})

test('a page opened outside of Hubkey says that there is no connection', async ({ page }) => {
  await openWithoutBridge(page, 'index.html')
  await expect(page.getByRole('alert')).toContainText('lost its connection to Hubkey')
  await openWithoutBridge(page, 'token.html')
  await page.getByRole('button', { name: 'Paste' }).click()
  await expect(page.getByRole('alert')).toContainText('lost its connection to Hubkey')
})
