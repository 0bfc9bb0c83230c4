import { errors, fail } from '../../../shared/errors.ts'
import {
  completedJob,
  failedJob,
  jobList,
  runningJob,
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
