import { errors, fail } from '../../shared/errors.ts'
import { fewCopies, findings } from '../fixtures/fake-where.ts'
import { expect, test } from './ui-test.ts'

const visit = { findings: [...findings], fixed: [] }
const mendable = findings.flatMap(({ id, fix }) => (fix === null ? [] : [{ finding: id, fix }]))

test('findings stand by severity; each fix is shown before it is done, and only that is done', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('where.look', fewCopies).reply('doctor.visit', visit)
  const page = await openMain('where')
  expect(bridge.calls('doctor.visit')).toEqual([])
  await page.getByRole('button', { name: 'Doctor' }).click()
  await expect(page.getByRole('heading', { level: 2 })).toHaveText([
    'Does not work',
    'Not safe, or about to fail',
    'Worth knowing',
  ])
  await expect(page.getByText('5 things found; 3 can be mended from here.')).toBeVisible()
  for (const { sentence, reason } of findings) {
    const row = page.getByRole('listitem').filter({ hasText: sentence })
    await expect(row).toContainText(reason)
  }
  await expect(page.getByText('Next: Install git-lfs.')).toBeVisible()
  await page.getByRole('button', { name: `Fix: ${findings[2]!.sentence}` }).click()
  const one = page.getByRole('dialog', { name: 'Do this?' })
  await expect(one.getByRole('listitem')).toHaveText([findings[2]!.fix!])
  await one.getByRole('button', { name: 'Cancel' }).click()
  expect(bridge.calls('doctor.fix')).toEqual([])
  await page.getByRole('button', { name: 'Fix all…' }).click()
  const all = page.getByRole('dialog', { name: 'Do these 3 things?' })
  await expect(all.getByRole('listitem')).toHaveText(mendable.map(({ fix }) => fix))
  // One fails, one had changed since, and one is done.
  const problem = 'It could not be written.'
  bridge.reply('doctor.fix', {
    findings: [findings[0]!],
    fixed: [
      { ...findings[0]!, problem },
      { ...findings[1]!, problem: null },
    ],
  })
  await all.getByRole('button', { name: 'Do all' }).click()
  await expect(page.getByText('One thing was mended. 1 could not be')).toContainText(
    '1 had changed since and was left alone.',
  )
  await expect(page.getByRole('alert')).toContainText(`Not done: ${findings[0]!.fix} ${problem}`)
  await expect(page.getByText('One thing found; 1 can be mended')).toBeVisible()
  expect(bridge.calls('doctor.fix')).toEqual([{ agreed: mendable }])
})

test('a report is copied by main and shown as it was copied; a failed visit can be repeated', async ({
  bridge,
  openMain,
}) => {
  const report = 'Hubkey 0.1.0, Node 20\n\nFindings:\n- warning: mode'
  bridge
    .reply('where.look', fewCopies)
    .reply('doctor.visit', fail(errors.unexpected('abcd1234')))
    .reply('doctor.copy-report', { report })
  const page = await openMain('where')
  await page.getByRole('button', { name: 'Doctor' }).click()
  await expect(page.getByRole('alert')).toContainText('abcd1234')
  bridge.reply('doctor.visit', { findings: [], fixed: [] })
  await page.getByRole('button', { name: 'Doctor' }).click()
  await expect(page.getByText('Nothing is wrong that Hubkey can see')).toBeVisible()
  await page.getByRole('button', { name: 'Copy report' }).click()
  const dialog = page.getByRole('dialog', { name: 'The report was copied' })
  await expect(dialog.getByLabel('The report')).toHaveText(report)
  await expect(dialog).toContainText('no token, no name, no path of yours')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})
