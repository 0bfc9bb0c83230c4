import type { JobList } from '../../../shared/domain/job-view.ts'
import type { Channel } from '../../../shared/ipc/channels.ts'
import type { Input, Output } from '../../../shared/ipc/contract.ts'

type JobChannel = Extract<Channel, `job.${string}`>

const follow = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'
const job = { namespace: 'ada', id: '68a1f00dd1e5c0ffee000001' }

const times = {
  createdAt: '2026-11-23T10:11:12.000Z',
  startedAt: '2026-11-23T10:12:12.000Z',
  finishedAt: null,
  runningSeconds: 90,
}

export const jobList: JobList = {
  namespace: 'ada',
  jobs: [
    {
      ...job,
      ...times,
      title: 'train.py',
      stage: 'RUNNING',
      message: null,
      flavor: 'a10g-small',
      secrets: ['HF_TOKEN'],
      addresses: ['https://68a1f00dd1e5c0ffee000001--8000.hf.jobs'],
      dollarsPerMinute: 0.016667,
    },
  ],
}

/** One valid input for every channel about jobs. */
export const jobInputs: { readonly [C in JobChannel]: Input<C> } = {
  'job.list': { namespace: 'the-lab' },
  'job.inspect': job,
  'job.cancel': job,
  'job.duplicate': job,
  'job.follow': { follow, job },
  'job.unfollow': { follow },
}

/** One valid output for every channel about jobs. */
export const jobOutputs: { readonly [C in JobChannel]: Output<C> } = {
  'job.list': undefined,
  'job.inspect': {
    ...job,
    ...times,
    stage: 'RUNNING',
    message: 'It runs.',
    image: 'python:3.12',
    command: ['python', '-c', 'print(1)'],
    flavor: 'cpu-basic',
    environment: [{ name: 'MODE', value: 'test' }],
    secrets: ['HF_TOKEN'],
    labels: [{ name: 'name', value: 'first' }],
    addresses: [],
  },
  'job.cancel': undefined,
  'job.duplicate': job,
  'job.follow': undefined,
  'job.unfollow': undefined,
}
