import type { ReactNode } from 'react'
import { dollarsText } from '../../../shared/domain/job-cost.ts'
import type { JobCheck } from '../../../shared/domain/job-form.ts'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { askForCost, clearDraft, closeCostQuestion, submitDraft } from '../../job-form-actions.ts'
import { places } from '../../places.ts'
import { useJobForm } from '../../state/job-form.ts'
import { useBusy } from '../../state/ui.ts'
import { missingIn } from '../../words/job-draft.ts'

/** What the job may cost, the request as it would be sent, and the button that sends it. */
export function JobFoot(): ReactNode {
  const { draft, check, isChecked, isRequestShown, isAsking } = useJobForm()
  const missing = missingIn(draft)
  const hasErrors = check?.findings.some(({ level }) => level === 'error') ?? false
  const isReady = missing === null && isChecked && check?.problem === null && !hasErrors
  return (
    <>
      <div className="row wrap job-foot">
        <span className="grow" role="status">
          {missing ?? (check === null ? 'Looking at it…' : ceilingSentence(check, draft.flavor))}
        </span>
        <Button kind="quiet" onClick={clearDraft}>
          Clear
        </Button>
        <Button
          kind="quiet"
          aria-expanded={isRequestShown}
          disabled={check === null}
          onClick={() => {
            useJobForm.setState({ isRequestShown: !isRequestShown })
          }}
        >
          {isRequestShown ? 'Hide the request' : 'Show the request'}
        </Button>
        <Button kind="primary" disabled={!isReady} onClick={askForCost}>
          {draft.times === '' ? 'Submit…' : 'Schedule…'}
        </Button>
      </div>
      {isRequestShown && check !== null && (
        <pre className="mono request" tabIndex={0} aria-label="The request">
          {check.request}
        </pre>
      )}
      {isAsking && check !== null && <CostQuestion check={check} />}
    </>
  )
}

/** The cost is agreed to before anything is sent. */
function CostQuestion({ check }: { readonly check: JobCheck }): ReactNode {
  const draft = useJobForm((state) => state.draft)
  const isBusy = useBusy(places.jobSubmit)
  const isOnce = draft.times === ''
  return (
    <Dialog title={isOnce ? 'Run this job?' : 'Schedule this job?'} onClose={closeCostQuestion}>
      <p>{ceilingSentence(check, draft.flavor)}</p>
      {!isOnce && <p>That is for each run, {draft.times}, until you suspend or delete it.</p>}
      <p className="meta">
        For {check.namespace ?? 'your account'}
        {draft.secrets.length > 0 && `, with ${draft.secrets.map(({ name }) => name).join(', ')}`}.
      </p>
      <PlaceNote place={places.jobSubmit} />
      <div className="row dialog-foot">
        <Button onClick={closeCostQuestion}>Cancel</Button>
        <Button kind="primary" isBusy={isBusy} data-first-focus onClick={submitDraft}>
          {isOnce ? 'Run it' : 'Schedule it'}
        </Button>
      </div>
    </Dialog>
  )
}

/** `It may cost up to $3.00: a10g-large for 120 minutes at most.` */
function ceilingSentence({ ceiling }: JobCheck, flavor: string): string {
  const { minutes, isDefaultTime, dollars } = ceiling
  const limit = `${minutes} minutes at most${isDefaultTime ? ' (the default)' : ''}`
  if (dollars === null) return `It ends after ${limit}; its price is not known now.`
  const least = dollars < 0.005 ? dollarsText(dollars) : `up to ${dollarsText(dollars)}`
  return `It may cost ${least}: ${flavor} for ${limit}.`
}
