import { jobDiagnoses } from '../../../shared/job-diagnoses.ts'
import { errors, fail } from '../../../shared/errors.ts'
import {
  completedJob,
  failedJob,
  findings,
  jobCheck,
  jobList,
  jobSamples,
  machines,
  runningDetail,
  runningJob,
  schedules,
  waitingJob,
} from '../../fixtures/fake-jobs.ts'
import { scenesOf } from './scene.ts'

const lines = [
  'Resolved 41 packages in 1.2s',
  'hub: using token [secret]',
  'epoch 1/3 loss 2.31',
  'epoch 2/3 loss 1.87',
].map((text, seq) => ({ seq, text }))

/** Everything the Jobs page can say. */
export const jobScenes = scenesOf('jobs', [
  { name: 'asking' },
  { name: 'empty', facts: { jobs: jobList() } },
  {
    name: 'not-allowed',
    replies: (bridge) => bridge.reply('job.list', fail(errors.jobNotAllowed('ada'))),
    act: async (page) => {
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'every-stage',
    facts: { jobs: jobList(runningJob, waitingJob, failedJob, completedJob) },
  },
  {
    name: 'why-and-schedules',
    facts: { jobs: jobList(failedJob) },
    replies: (bridge) =>
      bridge
        .reply('job.schedules', schedules)
        .reply('job.diagnose', [jobDiagnoses.tokenReadsOnly('ada')]),
    act: async (page) => {
      await page.getByRole('button', { name: /Find out why/ }).click()
      await page.getByText('This token is read-only').waitFor()
      await page.getByText('@daily').waitFor()
    },
  },
  {
    name: 'details',
    facts: { jobs: jobList(runningJob) },
    replies: (bridge) => bridge.reply('job.inspect', runningDetail),
    act: async (page, bridge) => {
      await page.getByRole('button', { name: 'Show details of train.py' }).click()
      await page.getByLabel('The script train.py').waitFor()
      const { follow } = bridge.calls('job.measure').at(-1)!
      for (const sample of jobSamples) {
        await bridge.push('job-metrics', { follow, sample, done: false, error: null })
      }
      await page.getByText('GPU memory').waitFor()
    },
  },
  {
    name: 'delete-schedule',
    facts: { jobs: jobList() },
    replies: (bridge) => bridge.reply('job.schedules', schedules),
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Delete/ })
        .first()
        .click()
    },
  },
  {
    name: 'new-empty',
    facts: { jobs: jobList() },
    replies: (bridge) => bridge.reply('job.hardware', machines),
    act: async (page) => {
      await page.getByRole('button', { name: 'New job' }).first().click()
      await page.getByText('Paste a script.').waitFor()
    },
  },
  {
    name: 'new-findings',
    facts: { jobs: jobList() },
    replies: (bridge) =>
      bridge.reply('job.hardware', machines).reply('job.check', jobCheck({ findings })),
    act: async (page) => {
      await page.getByRole('button', { name: 'New job' }).first().click()
      await page.getByRole('textbox', { name: 'Script' }).fill('ds.push_to_hub("ada/data")')
      await page.clock.runFor(500)
      await page.getByText('Before it is sent').waitFor()
      await page.getByText('Before it is sent').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'new-more',
    facts: { jobs: jobList() },
    replies: (bridge) => bridge.reply('job.hardware', machines).reply('job.check', jobCheck()),
    act: async (page) => {
      await page.getByRole('button', { name: 'New job' }).first().click()
      await page.getByRole('button', { name: 'Command in an image' }).click()
      await page.getByRole('button', { name: 'Add HF_TOKEN' }).click()
      await page.getByRole('button', { name: 'Add another secret' }).click()
      await page.getByText('More: environment').click()
      await page.getByRole('button', { name: 'Add a variable' }).click()
      await page.getByRole('button', { name: 'Add a volume' }).click()
    },
  },
  {
    name: 'new-cost',
    facts: { jobs: jobList() },
    replies: (bridge) => bridge.reply('job.hardware', machines).reply('job.check', jobCheck()),
    act: async (page) => {
      await page.getByRole('button', { name: 'New job' }).first().click()
      await page.getByRole('textbox', { name: 'Script' }).fill('print("hello")')
      await page.clock.runFor(500)
      await page.getByRole('button', { name: 'Show the request' }).click()
      await page.getByRole('button', { name: 'Submit…' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'log',
    facts: { jobs: jobList(runningJob, completedJob) },
    act: async (page, bridge) => {
      await page.getByRole('button', { name: 'Show log' }).first().click()
      await page.getByText('Nothing was written yet.').waitFor()
      const { follow } = bridge.calls('job.follow').at(-1)!
      await bridge.push('job-log', { follow, lines, done: false, error: null })
      await page.getByText('epoch 2/3').waitFor()
    },
  },
])
