import type { ProviderId } from '../shared/domain/provider.ts'
import type { RunId } from '../shared/domain/run.ts'
import type { SinkId } from '../shared/domain/sink.ts'

/** Places of the window that verbs run on behalf of: who is busy, and where a failure is told. */
export const places = {
  token: (provider: ProviderId) => `token:${provider}`,
  account: (provider: ProviderId, account: string) => `account:${provider}:${account}`,
  sink: (provider: ProviderId, sink: SinkId) => `sink:${provider}:${sink}`,
  notice: (notice: string) => `notice:${notice}`,
  /** The look at other tools, and one of their tokens by its id. */
  imports: 'imports',
  foreign: (token: string) => `foreign:${token}`,
  dialog: 'dialog',
  keyring: 'keyring',
  /** The list of presets, one of them by its name, its form, and the look at engines. */
  presets: 'presets',
  preset: (name: string) => `preset:${name}`,
  presetForm: 'preset-form',
  engines: 'engines',
  /** The form of a launch, and the look at what it says. */
  launchForm: 'launch-form',
  launchChecks: 'launch-checks',
  engineKey: 'engine-key',
  window: 'window',
  theme: 'theme',
  download: (repo: string, path: string) => `download:${repo}/${path}`,
  /** Downloads of several files of it. */
  repository: (repo: string) => `repository:${repo}`,
  launch: (repo: string, path: string | null) => `launch:${repo}/${path ?? ''}`,
  /** The list of all that the cache holds, and the question about removing. */
  cache: 'cache',
  cacheRemoval: 'cache-removal',
  watch: (repo: string) => `watch:${repo}`,
  /** The list of jobs, and one of them by `namespace/id`. */
  jobs: 'jobs',
  job: (job: string) => `job:${job}`,
  jobDetail: (job: string) => `job-detail:${job}`,
  /** The form of a new job: what main says of it, and each thing that is asked of main there. */
  jobForm: 'job-form',
  jobSchedules: 'job-schedules',
  jobMend: 'job-mend',
  jobScript: 'job-script',
  jobHardware: 'job-hardware',
  jobSubmit: 'job-submit',
  jobSecret: (at: number) => `job-secret:${at}`,
  /** The look at all copies, one of them by its id, folders of `.env` files, and questions about them. */
  where: 'where',
  copy: (copy: string) => `copy:${copy}`,
  envFolders: 'env-folders',
  whereDialog: 'where-dialog',
  doctor: 'doctor',
  doctorReport: 'doctor-report',
  run: (run: RunId) => `run:${run}`,
} as const
