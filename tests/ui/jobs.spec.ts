import { jobDiagnoses } from '../../shared/job-diagnoses.ts'
import { errors, fail } from '../../shared/errors.ts'
import { ada, loggedIn, verified, world } from '../fixtures/fake-bridge-world.ts'
import {
  completedJob,
  failedJob,
  jobCheck,
  jobList,
  jobSamples,
  machines,
  reusedJob,
  runningDetail,
  runningJob,
  schedules,
} from '../fixtures/fake-jobs.ts'
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
  await expect(page.getByRole('button', { name: 'Jobs 1', exact: true })).toBeVisible()
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

test('a job is run again by its form, filled in and not sent', async ({
  page,
  bridge,
  openMain,
}) => {
  const { namespace, id } = failedJob
  bridge
    .reply('job.reuse', reusedJob)
    .reply('job.hardware', machines)
    .reply('job.check', jobCheck())
    .reply('job.submit', { namespace, id: 'f'.repeat(24) })
  await openMain('jobs', { jobs: jobList(failedJob) })
  await expect(page.getByRole('article')).toContainText('Job failed with exit code: 1')
  await page.getByRole('button', { name: 'More for push-dataset.py' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Run it again…' }).press('Enter')
  await expect(page.getByText(`Filled in as ${namespace}/${id} was.`)).toBeVisible()
  expect(bridge.calls('job.reuse')).toEqual([{ namespace, id }])
  const script = page.getByRole('textbox', { name: 'Script' })
  await expect(script).toHaveValue('ds.push_to_hub("ada/data")')
  await expect(page.getByRole('combobox', { name: 'Machine' })).toHaveValue('a10g-small')
  await expect(page.getByRole('combobox', { name: 'Machine' })).toContainText('$1.00 an hour')
  await expect(page.getByRole('textbox', { name: 'Time limit in minutes' })).toHaveValue('60')
  // Nobody gives a value back, so the user has to say where this one comes from.
  await expect(page.getByText('Say where each secret comes from.')).toBeVisible()
  await page
    .getByRole('combobox', { name: 'Value of WANDB_API_KEY' })
    .selectOption('Hugging Face: default')
  await page
    .getByRole('group', { name: 'Where it runs' })
    .getByRole('button', { name: /NIM/ })
    .waitFor()
  await page.clock.runFor(500)
  await expect(page.getByRole('button', { name: 'Submit…' })).toBeEnabled()
  expect(bridge.calls('job.submit')).toEqual([])
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(script).toHaveValue('')
  await expect(page.getByText('Filled in as')).toHaveCount(0)
})

test('details tell all but the secrets, and measure the machine while they are open', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('job.inspect', runningDetail)
  await openMain('jobs', { jobs: jobList(runningJob, completedJob) })
  await page.getByRole('button', { name: 'Show details of train.py' }).click()
  const details = page.getByRole('region', { name: 'Details of train.py' })
  await expect(details).toContainText('uv run --with trl train.py --epochs 3')
  await expect(details).toContainText('2 h')
  await expect(details).toContainText('MODE=test')
  await expect(details).toContainText('dataset ada/rows at /data, to read only')
  await expect(details).toContainText('a token of ada (Write)')
  await expect(details).toContainText('HF_TOKEN · names alone')
  await expect(details.getByLabel('The script train.py')).toContainText(
    'from trl import SFTTrainer',
  )
  await expect(details).toContainText('Measuring its machine…')
  const { follow } = bridge.calls('job.measure')[0]!
  for (const sample of jobSamples) {
    await bridge.push('job-metrics', { follow, sample, done: false, error: null })
  }
  await expect(details.getByRole('img', { name: 'CPU: 45 % of 4 cores' })).toBeVisible()
  await expect(details.getByRole('img', { name: 'Memory: 4.1 of 15.0 GB' })).toBeVisible()
  await expect(details.getByRole('img', { name: 'GPU: 90 %' })).toBeVisible()
  await expect(details.getByRole('img', { name: 'GPU memory: 20.4 of 24.0 GB' })).toBeVisible()
  const error = errors.hubUnreachable('huggingface.co')
  await bridge.push('job-metrics', { follow, sample: null, done: true, error })
  await expect(details.getByRole('status')).toContainText('cannot be reached')
  await page.getByRole('button', { name: 'Hide details of train.py' }).click()
  await expect.poll(() => bridge.calls('job.unmeasure')).toEqual([{ follow }])
  // What has ended is not measured.
  await page.getByRole('button', { name: 'Show details of evaluate.py' }).click()
  await expect.poll(() => bridge.calls('job.inspect')).toHaveLength(2)
  expect(bridge.calls('job.measure')).toHaveLength(1)
})

test('an exposed port can be copied and opened, by name and not by address', async ({
  page,
  bridge,
  openMain,
}) => {
  const [address] = runningJob.addresses
  const odd = 'https://elsewhere.example/x'
  await openMain('jobs', { jobs: jobList({ ...runningJob, addresses: [address!, odd] }) })
  const list = page.getByRole('list', { name: 'Addresses of train.py' })
  await list.getByRole('button', { name: `Copy ${address!}` }).click()
  await expect(list.getByText('Copied')).toBeVisible()
  await list.getByRole('button', { name: `Open ${address!}` }).click()
  await expect
    .poll(() => bridge.calls('link.open'))
    .toEqual([{ to: 'job-port', id: runningJob.id, port: 8000 }])
  expect(bridge.calls('job.copy-address')).toEqual([{ address }])
  await expect(list.getByRole('button', { name: `Open ${odd}` })).toHaveCount(0)
  await expect(list.getByRole('button', { name: `Copy ${odd}` })).toBeVisible()
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
  const question = page.getByRole('dialog', { name: 'Delete this schedule?' })
  await expect(question).toContainText('0 6 * * 1-5: no further job starts.')
  await page.keyboard.press('Escape')
  await expect(question).toHaveCount(0)
  expect(bridge.calls('job.change-schedule')).toHaveLength(3)
  await page.getByRole('button', { name: `Delete ${weekday!.id}` }).click()
  await question.getByRole('button', { name: 'Delete', exact: true }).click()
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
