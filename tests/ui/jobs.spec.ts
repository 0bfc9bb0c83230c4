import { jobDiagnoses } from '../../shared/job-diagnoses.ts'
import { errors, fail } from '../../shared/errors.ts'
import { ada, loggedIn, verified, world } from '../fixtures/fake-bridge-world.ts'
import { completedJob, failedJob, jobList, runningJob, schedules } from '../fixtures/fake-jobs.ts'
import { expect, test } from './ui-test.ts'

function lines(from: number, count: number) {
  return Array.from({ length: count }, (_, at) => ({ seq: from + at, text: `line ${from + at}` }))
}

test.beforeEach(({ bridge }) => {
  bridge.reply('job.schedules', [])
})

test('a running job tells its stage, its machine, its age and its cost, minute by minute', async ({
  page,
  bridge,
  openMain,
}) => {
  await openMain('jobs', { jobs: jobList(completedJob, runningJob) })
  await expect.poll(() => bridge.calls('job.list')).toEqual([{ namespace: null }])
  const card = page.getByRole('article').first()
  await expect(card).toContainText('train.py running')
  await expect(card).toContainText('ada/68a1f00dd1e5c0ffee000001 · a10g-small')
  await expect(card).toContainText('holds HF_TOKEN')
  await expect(card).toContainText('up 12 min')
  await expect(card).toContainText('$0.22 so far')
  await page.clock.runFor(60_000)
  await expect(card).toContainText('up 13 min')
  await expect(card).toContainText('$0.23 so far')
  await expect(page.getByRole('button', { name: 'Jobs' })).toContainText('1')
  const ended = page.getByRole('article', { name: 'evaluate.py' })
  await expect(ended).toContainText('ran 5 min · ended 1 hour ago')
  await expect(ended.getByRole('button', { name: /Cancel/ })).toHaveCount(0)
})

test('the jobs of an organisation are one choice away', async ({ page, bridge, openMain }) => {
  const identity = { ...ada, organisations: [{ name: 'lab', role: 'admin', restrictions: [] }] }
  const providers = [{ ...loggedIn, verification: verified(identity) }]
  await openMain('jobs', { jobs: jobList(), providers })
  await page.getByRole('combobox', { name: 'Whose jobs' }).selectOption('lab')
  await expect.poll(() => bridge.calls('job.list').at(-1)).toEqual({ namespace: 'lab' })
})

test('a job is cancelled once, and a failure to do so is told beside it', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('job.cancel', fail(errors.jobMissing(runningJob.id)))
  await openMain('jobs', { jobs: jobList(runningJob) })
  await page.getByRole('button', { name: 'Cancel train.py' }).click()
  await expect(page.getByRole('article').getByRole('alert')).toContainText('There is no job')
  const { namespace, id } = runningJob
  expect(bridge.calls('job.cancel')).toEqual([{ namespace, id }])
  await bridge.push('snapshot', world({ revision: 2, jobs: jobList({ ...runningJob, stage: 'CANCELED' }) })) // prettier-ignore
  await expect(page.getByText('cancelled')).toBeVisible()
})

test('a job is run again from its menu', async ({ page, bridge, openMain }) => {
  const { namespace, id } = failedJob
  bridge.reply('job.duplicate', { namespace, id: 'f'.repeat(24) })
  await openMain('jobs', { jobs: jobList(failedJob) })
  await expect(page.getByRole('article')).toContainText('Job failed with exit code: 1')
  await page.getByRole('button', { name: 'More for push-dataset.py' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Run it again' }).press('Enter')
  await expect.poll(() => bridge.calls('job.duplicate')).toEqual([{ namespace, id }])
})

test('a hundred thousand lines are followed with a handful of elements, and searched', async ({
  page,
  bridge,
  openMain,
}) => {
  await openMain('jobs', { jobs: jobList(runningJob) })
  await page.getByRole('button', { name: 'Show log' }).click()
  await expect(page.getByText('Nothing was written yet.')).toBeVisible()
  const { follow } = bridge.calls('job.follow')[0]!
  // Made in the page: so many lines take long to be handed to it by a test, and main hands them over itself.
  await page.evaluate((id) => {
    const { hubkeyPush } = window as unknown as {
      hubkeyPush: (event: string, payload: unknown) => void
    }
    for (let from = 0; from < 100_000; from += 20_000) {
      const more = Array.from({ length: 20_000 }, (_, at) => ({
        seq: from + at,
        text: `line ${from + at}`,
      }))
      hubkeyPush('job-log', { follow: id, lines: more, done: false, error: null })
    }
  }, follow)
  const pane = page.locator('.log-lines')
  await expect(pane.getByText('line 99999', { exact: true })).toBeInViewport()
  expect(await page.locator('.log-line').count()).toBeLessThan(100)
  await pane.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2))
  await expect(pane.getByText('line 50000', { exact: true })).toBeInViewport()
  expect(await page.locator('.log-line').count()).toBeLessThan(100)
  await expect(page.getByRole('button', { name: 'follow' })).toHaveAttribute(
    'aria-pressed',
    'false',
  )
  await page.getByRole('searchbox').fill('9999')
  await expect(page.getByText('19 lines')).toBeVisible()
  await page.keyboard.press('Shift+Enter')
  await expect(page.getByText('19 of 19')).toBeVisible()
  await expect(pane.getByText('line 99999', { exact: true })).toBeInViewport()
})

test('a log that breaks off can be read again, and a closed one is no longer followed', async ({
  page,
  bridge,
  openMain,
}) => {
  await openMain('jobs', { jobs: jobList(runningJob) })
  await page.getByRole('button', { name: 'Show log' }).click()
  await expect.poll(() => bridge.calls('job.follow').length).toBe(1)
  const [first] = bridge.calls('job.follow')
  const error = errors.jobLogInterrupted('huggingface.co')
  await bridge.push('job-log', { follow: first!.follow, lines: [], done: true, error })
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => bridge.calls('job.follow').length).toBe(2)
  const second = bridge.calls('job.follow')[1]!
  expect(second.follow).not.toBe(first!.follow)
  await bridge.push('job-log', { ...second, lines: lines(0, 3), done: true, error: null })
  await expect(page.locator('.log-line')).toHaveCount(3)
  await expect(page.getByText('the whole log')).toBeVisible()
  await page.getByRole('button', { name: 'Hide log' }).click()
  await expect.poll(() => bridge.calls('job.unfollow').map(({ follow }) => follow)).toEqual([
    first!.follow,
    second.follow,
  ]) // prettier-ignore
})

test('a failed job says why, with the one step that helps', async ({ page, bridge, openMain }) => {
  bridge.reply('job.diagnose', [jobDiagnoses.tokenReadsOnly('ada')])
  await openMain('jobs', { jobs: jobList(failedJob) })
  await page.getByRole('button', { name: 'Find out why push-dataset.py failed' }).click()
  await expect(page.getByText('This token is read-only (it is ada’s)')).toBeVisible()
  await page.getByRole('button', { name: 'Create a write token' }).click()
  expect(bridge.calls('link.open')).toEqual([{ to: 'create-token', for: 'write' }])
})

test('scheduled jobs are run now, suspended, resumed and deleted', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('job.schedules', schedules)
  await openMain('jobs', { jobs: jobList() })
  const [daily, weekday] = schedules
  await expect(page.getByText('next in 3 hours')).toBeVisible()
  await page.getByRole('button', { name: `Run ${daily!.id} now` }).click()
  await page.getByRole('button', { name: `Suspend ${daily!.id}` }).click()
  await page.getByRole('button', { name: `Resume ${weekday!.id}` }).click()
  await page.getByRole('button', { name: `Delete ${weekday!.id}` }).click()
  await expect
    .poll(() => bridge.calls('job.change-schedule').map(({ id, verb }) => [id, verb]))
    .toEqual([
      [daily!.id, 'run'],
      [daily!.id, 'suspend'],
      [weekday!.id, 'resume'],
      [weekday!.id, 'delete'],
    ])
  await expect.poll(() => bridge.calls('job.schedules').length).toBeGreaterThan(4)
})
