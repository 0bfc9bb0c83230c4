import { jobName } from '../shared/domain/job-facts.ts'
import type { JobKey } from '../shared/domain/job-view.ts'
import { abandon, attempt, attemptAnew } from './attempt.ts'
import { client } from './client.ts'
import { openJobLog } from './job-actions.ts'
import { places } from './places.ts'
import { useJobForm } from './state/job-form.ts'
import { showJobs } from './state/jobs.ts'
import { setNote } from './state/ui.ts'
import {
  draftOf,
  emptyDraft,
  formOf,
  missingIn,
  withForm,
  type JobDraft,
} from './words/job-draft.ts'

/** Main is asked this long after the last change, in milliseconds. */
const restMs = 350
let timer: ReturnType<typeof setTimeout> | undefined

/** Opens the form as it was left; `part` fills some of it in. */
export function openJobForm(part: Partial<JobDraft> = {}): void {
  showJobs('new')
  if (useJobForm.getState().hardware === null) {
    attempt(
      places.jobHardware,
      () => client['job.hardware'](),
      (hardware) => {
        useJobForm.setState({ hardware })
      },
    )
  }
  changeDraft(part)
}

/** Opens the form as a job was that ran before. Nothing is sent before the user submits it. */
export function reuseJob({ namespace, id }: JobKey): void {
  const job = { namespace, id }
  const name = jobName(job)
  attempt(
    places.job(name),
    () => client['job.reuse'](job),
    (reused) => {
      clearDraft()
      openJobForm(draftOf(reused))
      useJobForm.setState({ reused: name })
    },
  )
}

/** Takes in a change, and has main look at the whole once the typing rests. */
export function changeDraft(part: Partial<JobDraft>): void {
  useJobForm.setState(({ draft }) => ({ draft: { ...draft, ...part }, isChecked: false }))
  clearTimeout(timer)
  timer = setTimeout(checkDraft, restMs)
}

function checkDraft(): void {
  const { draft } = useJobForm.getState()
  if (missingIn(draft) !== null) {
    useJobForm.setState({ check: null })
    abandon(places.jobForm)
    return
  }
  attemptAnew(
    places.jobForm,
    () => client['job.check']({ form: formOf(draft) }),
    (check) => {
      // What was typed meanwhile is looked at next.
      if (useJobForm.getState().draft === draft) useJobForm.setState({ check, isChecked: true })
    },
  )
}

/** Has main mend one finding, or all of them for null. */
export function mendDraft(finding: string | null): void {
  const { draft } = useJobForm.getState()
  attempt(
    places.jobMend,
    () => client['job.mend']({ form: formOf(draft), finding }),
    (form) => {
      changeDraft(withForm(useJobForm.getState().draft, form))
    },
  )
}

/** Lets the user choose a script in the system's dialog. */
export function pickScript(): void {
  attempt(
    places.jobScript,
    () => client['job.pick-script'](),
    ({ script }) => {
      if (script !== null) changeDraft({ kind: 'file', file: script })
    },
  )
}

/** Hands what was typed as a secret to main, which keeps it. */
export function takeSecret(at: number, text: string): void {
  attempt(
    places.jobSecret(at),
    () => client['job.take-secret']({ text }),
    (secret) => {
      const secrets = useJobForm.getState().draft.secrets
      changeDraft({
        secrets: secrets.map((one, index) => (index === at ? { ...one, secret } : one)),
      })
    },
  )
}

export function askForCost(): void {
  setNote(places.jobSubmit, null)
  useJobForm.setState({ isAsking: true })
}

export function closeCostQuestion(): void {
  abandon(places.jobSubmit)
  useJobForm.setState({ isAsking: false })
}

/** Submits the job at the price that stands there, or has it started at its times. */
export function submitDraft(): void {
  const { draft, check } = useJobForm.getState()
  const wish = { form: formOf(draft), agreed: check?.ceiling.dollars ?? null }
  if (draft.times !== '') {
    attempt(
      places.jobSubmit,
      () => client['job.schedule']({ ...wish, times: draft.times.trim() }),
      () => {
        leave('list')
      },
    )
    return
  }
  attempt(
    places.jobSubmit,
    () => client['job.submit'](wish),
    (job) => {
      leave('list')
      openJobLog(job)
    },
  )
}

/** Empties the form. */
export function clearDraft(): void {
  abandon(places.jobForm)
  const nothing = { check: null, isChecked: false, isRequestShown: false, reused: null }
  useJobForm.setState({ draft: emptyDraft, ...nothing })
}

function leave(view: 'list'): void {
  useJobForm.setState({ isAsking: false })
  clearDraft()
  showJobs(view)
}
