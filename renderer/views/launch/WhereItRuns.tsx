import type { ReactNode } from 'react'

interface WhereItRunsProps {
  readonly at: 'here' | 'job'
  readonly onHere: () => void
  readonly onJob: () => void
  readonly onHosted: () => void
}

/** The places where a model can run. Choosing another one leads to its form. */
export function WhereItRuns({ at, onHere, onJob, onHosted }: WhereItRunsProps): ReactNode {
  return (
    <div className="row wrap places-to-run" role="group" aria-label="Where it runs">
      <Place name="This machine" isOn={at === 'here'} onChoose={onHere} />
      <Place name="Hugging Face Jobs" isOn={at === 'job'} onChoose={onJob} />
      <Place name="Hosted NIM or endpoint" isOn={false} onChoose={onHosted} />
      <button type="button" className="chip toggle" disabled>
        Remote workstation (later)
      </button>
    </div>
  )
}

interface PlaceProps {
  readonly name: string
  readonly isOn: boolean
  readonly onChoose: () => void
}

function Place({ name, isOn, onChoose }: PlaceProps): ReactNode {
  return (
    <button
      type="button"
      className="chip toggle"
      aria-pressed={isOn}
      onClick={() => {
        if (!isOn) onChoose()
      }}
    >
      {name}
    </button>
  )
}
