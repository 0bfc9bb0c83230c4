import type { Input } from '../shared/ipc/contract.ts'
import { abandon, attempt, attemptAnew } from './attempt.ts'
import { client } from './client.ts'
import { openJobForm } from './job-form-actions.ts'
import { places } from './places.ts'
import { askForEngines, editPreset } from './preset-actions.ts'
import { useLaunchForm } from './state/launch-form.ts'
import { goTo } from './state/ui.ts'
import { fieldsOf, launchInput, readFields, type LaunchFields } from './words/launch-fields.ts'
import { serveJob, type ServedByJob } from './words/serve-job.ts'

/** Main is asked this long after the last change, in milliseconds. */
const restMs = 350
let timer: ReturnType<typeof setTimeout> | undefined

/** Opens the form for a model's file, or for the whole repository. */
export function openLaunchForm(part: Pick<LaunchFields, 'model'> & Partial<LaunchFields>): void {
  useLaunchForm.setState({ fields: { ...fieldsOf(null), ...part }, checks: null })
  askForEngines()
}

export function changeLaunch(part: Partial<LaunchFields>): void {
  useLaunchForm.setState(({ fields }) => ({
    fields: fields === null ? null : { ...fields, ...part },
  }))
}

export function closeLaunchForm(): void {
  stopChecking()
  abandon(places.launchForm)
  useLaunchForm.setState({ fields: null })
}

/** Has main look at a launch once the typing rests. */
export function checkSoon(input: Input<'run.preflight'>): void {
  clearTimeout(timer)
  timer = setTimeout(() => {
    checkNow(input)
  }, restMs)
}

/** Has main look at it now. What it said before stays until it has answered. */
export function checkNow(input: Input<'run.preflight'>): void {
  clearTimeout(timer)
  attemptAnew(
    places.launchChecks,
    () => client['run.preflight'](input),
    (checks) => {
      useLaunchForm.setState({ checks })
    },
  )
}

/** Nothing can be looked at now, or nobody wants to know any more. */
export function stopChecking(): void {
  clearTimeout(timer)
  abandon(places.launchChecks)
  useLaunchForm.setState({ checks: null })
}

/** Launches what the form says, and goes to where the server is shown. */
export function submitLaunch(): void {
  const { fields } = useLaunchForm.getState()
  const read = fields === null ? null : readFields(fields)
  if (read?.ok !== true) return
  const input = launchInput(read.values)
  attempt(
    places.launchForm,
    () => client['run.launch'](input),
    () => {
      closeLaunchForm()
      goTo('servers')
    },
  )
}

/** Goes on to a job of Hugging Face's that serves the same model. */
export function serveByJob(model: ServedByJob): void {
  closeLaunchForm()
  openJobForm(serveJob(model))
  goTo('jobs')
}

/** Goes on to a preset for a model that runs elsewhere. */
export function serveHosted(model: string): void {
  closeLaunchForm()
  goTo('models')
  const engine = model.startsWith('nvidia/') ? 'nim-hosted' : 'hf-endpoint'
  editPreset(null, { engine, model })
}
