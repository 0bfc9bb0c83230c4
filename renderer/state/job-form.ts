import { create } from 'zustand'
import type { JobCheck } from '../../shared/domain/job-form.ts'
import type { JobHardware } from '../../shared/domain/job-view.ts'
import { emptyDraft, type JobDraft } from '../words/job-draft.ts'

interface JobFormState {
  readonly draft: JobDraft
  /** What main said of the draft last; null until it was asked. */
  readonly check: JobCheck | null
  /** Whether the draft is as main has seen it. */
  readonly isChecked: boolean
  /** The machines; null until main has named them. */
  readonly hardware: readonly JobHardware[] | null
  readonly isRequestShown: boolean
  /** The job that it was taken from, by name; null for one of its own. */
  readonly reused: string | null
  /** Whether the question about the cost stands there. */
  readonly isAsking: boolean
}

/** The job that is being filled in. It stays when the page is left, and goes with the window. */
export const useJobForm = create<JobFormState>(() => ({
  draft: emptyDraft,
  check: null,
  isChecked: false,
  hardware: null,
  isRequestShown: false,
  reused: null,
  isAsking: false,
}))
