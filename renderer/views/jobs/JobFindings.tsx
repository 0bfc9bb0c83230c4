import type { ReactNode } from 'react'
import type { JobFinding } from '../../../shared/domain/job-form.ts'
import { Button } from '../../components/Button.tsx'
import { ActionButton, ErrorNote } from '../../components/ErrorNote.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { changeDraft, mendDraft } from '../../job-form-actions.ts'
import { places } from '../../places.ts'
import { useJobForm } from '../../state/job-form.ts'
import { useBusy } from '../../state/ui.ts'

/** What is wrong with the job, each with the one click that mends it. */
export function JobFindings(): ReactNode {
  const check = useJobForm((state) => state.check)
  const isBusy = useBusy(places.jobMend)
  if (check === null) return <PlaceNote place={places.jobForm} />
  const { findings, problem } = check
  const mendable = findings.filter(({ fix }) => fix.kind === 'change')
  return (
    <section aria-label="What was found" aria-live="polite">
      <PlaceNote place={places.jobForm} />
      {problem !== null && (
        <ErrorNote
          kind="state"
          error={problem}
          retry={() => {
            changeDraft({})
          }}
        />
      )}
      {findings.length > 0 && (
        <div className="card findings">
          <div className="row">
            <b className="grow">Before it is sent</b>
            {mendable.length > 1 && (
              <Button
                kind="soft"
                isBusy={isBusy}
                onClick={() => {
                  mendDraft(null)
                }}
              >
                Mend all
              </Button>
            )}
          </div>
          <ul className="rows">
            {findings.map((finding) => (
              <Finding key={finding.id} finding={finding} />
            ))}
          </ul>
          <PlaceNote place={places.jobMend} />
        </div>
      )}
    </section>
  )
}

function Finding({
  finding: { id, level, message, fix },
}: {
  readonly finding: JobFinding
}): ReactNode {
  return (
    <li className="row wrap">
      <span className={level === 'error' ? 'chip bad' : 'chip warn'}>{level}</span>
      <span className="grow">{message}</span>
      {fix.kind === 'action' ? (
        <ActionButton action={fix.action} />
      ) : (
        <Button
          onClick={() => {
            mendDraft(id)
          }}
        >
          {fix.label}
        </Button>
      )}
    </li>
  )
}
