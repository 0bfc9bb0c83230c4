import type { JobForm } from '../../../shared/domain/job-form.ts'
import type { JobList, JobScheduleView } from '../../../shared/domain/job-view.ts'
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

const schedule: JobScheduleView = {
  ...job,
  schedule: '@daily',
  suspended: false,
  command: ['true'],
  secrets: ['HF_TOKEN'],
  lastJob: job.id,
  nextRunAt: '2026-11-24T00:00:00.000Z',
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

const form: JobForm = {
  work: {
    kind: 'script',
    source: { kind: 'file', file: follow, name: 'train.py' },
    image: 'python:3.12',
    dependencies: ['trl'],
    python: '3.12',
    arguments: ['--epochs', '3'],
  },
  flavor: 'a10g-small',
  timeoutSeconds: 3600,
  environment: [{ name: 'MODE', value: 'test' }],
  secrets: [
    { name: 'HF_TOKEN', secret: { from: 'account', provider: 'huggingface', account: 'work' } },
    { name: 'WANDB_API_KEY', secret: { from: 'held', held: follow } },
  ],
  labels: [{ name: 'team', value: 'ml' }],
  namespace: 'the-lab',
  volumes: [{ type: 'bucket', source: 'ada/data', mountPath: '/data', readOnly: true }],
  ports: [8000],
}

/** One valid input for every channel about jobs. */
export const jobInputs: { readonly [C in JobChannel]: Input<C> } = {
  'job.list': { namespace: 'the-lab' },
  'job.inspect': job,
  'job.cancel': job,
  'job.reuse': job,
  'job.measure': { follow, job },
  'job.unmeasure': { follow },
  'job.copy-address': { address: 'https://68a1f00dd1e5c0ffee000001--8000.hf.jobs' },
  'job.follow': { follow, job },
  'job.unfollow': { follow },
  'job.diagnose': job,
  'job.schedules': { namespace: null },
  'job.change-schedule': { ...job, verb: 'suspend' },
  'job.hardware': undefined,
  'job.pick-script': undefined,
  'job.take-secret': { text: '$HF_TOKEN' },
  'job.check': { form },
  'job.mend': { form, finding: 'token-in-script-1' },
  'job.submit': { form, agreed: 1.5 },
  'job.schedule': { form, agreed: null, times: '@daily' },
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
    ports: [8000],
    volumes: form.volumes,
    timeoutSeconds: 3600,
    submittedWith: { owner: 'ada', role: 'write' },
    script: { name: 'train.py', text: 'print(1)' },
  },
  'job.cancel': undefined,
  'job.reuse': { form, unknownSecrets: ['WANDB_API_KEY'] },
  'job.measure': undefined,
  'job.unmeasure': undefined,
  'job.copy-address': undefined,
  'job.follow': undefined,
  'job.unfollow': undefined,
  'job.diagnose': [{ code: 'job-forbidden', message: 'No.', action: null }],
  'job.schedules': [schedule],
  'job.change-schedule': undefined,
  'job.hardware': [
    {
      name: 'a10g-small',
      label: 'Nvidia A10G - small',
      cpu: '4 vCPU',
      ram: '15 GB',
      accelerator: '1x A10G (24 GB)',
      dollarsPerMinute: 0.016667,
    },
  ],
  'job.pick-script': { script: { file: follow, name: 'train.py' } },
  'job.take-secret': { from: 'held', held: follow },
  'job.check': {
    findings: [
      {
        id: 'token-in-script-1',
        level: 'error',
        message: 'The script has a token in its text.',
        fix: { kind: 'change', label: 'Read it from the secret HF_TOKEN' },
      },
      {
        id: 'token-cannot-write-1',
        level: 'error',
        message: 'The token only reads.',
        fix: { kind: 'action', action: { label: 'Create one', does: { kind: 'advice' } } },
      },
    ],
    ceiling: { minutes: 60, isDefaultTime: false, dollars: 1 },
    namespace: 'ada',
    request: '{}',
    problem: { code: 'no-token', message: 'There is none.', action: null },
  },
  'job.mend': form,
  'job.submit': job,
  'job.schedule': schedule,
}
