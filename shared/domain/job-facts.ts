import type { JobKey, JobView } from './job-view.ts'

/** The Hub's limit, in seconds, for a job that names none (HF docs: jobs). */
export const defaultTimeoutSeconds = 30 * 60
/** The image that runs scripts unless another is named (huggingface_hub's `_jobs_api.py`). */
export const defaultScriptImage = 'ghcr.io/astral-sh/uv:python3.12-bookworm'

/** Whether a job has ended, well or not. */
export function isOver({ stage }: Pick<JobView, 'stage'>): boolean {
  return ['COMPLETED', 'CANCELED', 'ERROR', 'DELETED'].includes(stage)
}

/** A job's name in one word, as `hubkey jobs` takes it. */
export function jobName({ namespace, id }: JobKey): string {
  return `${namespace}/${id}`
}
