import { useEffect, useRef, type ReactNode } from 'react'
import type { RotationReport } from '../../shared/domain/rotation.ts'
import type { RunView } from '../../shared/domain/run.ts'
import { Button } from '../components/Button.tsx'
import { PlaceNote } from '../components/PlaceNote.tsx'
import { RestartButton } from '../components/RestartButton.tsx'
import { places } from '../places.ts'
import { useConnection } from '../state/snapshot.ts'
import { rightName } from '../words/rights.ts'
import { shortName } from '../words/run.ts'
import { cancel } from './flow.ts'
import { useProvider, useProviderLabel } from './intent.ts'

/** What replacing a token came to: the new one is in force, whatever else is left to do. */
export function Replaced({ report }: { readonly report: RotationReport }): ReactNode {
  const label = useProviderLabel()
  const done = useRef<HTMLButtonElement>(null)
  useEffect(() => done.current?.focus(), [])
  return (
    <div className="token-window">
      <h1 className="token-title">Replaced</h1>
      <div className="token-body-part" role="region" aria-label="What came of it" tabIndex={0}>
        <ul className="outcomes">
          <Outcome isGood>The new token of “{report.account}” is in force.</Outcome>
          {report.sinks.map(({ sink, error }) => (
            <SinkOutcome key={sink} sink={sink} problem={error?.message ?? null} />
          ))}
          <Outcome isGood={report.oldToken !== 'unproven'}>{oldTokenWords(report, label)}</Outcome>
          {report.lostRights.length > 0 && (
            <Outcome isGood={false}>
              The old one could also: {report.lostRights.map(rightName).join(', ')}.
            </Outcome>
          )}
        </ul>
        <StaleRuns report={report} />
      </div>
      <div className="row token-foot">
        <Button ref={done} kind="primary" onClick={cancel}>
          Done
        </Button>
      </div>
    </div>
  )
}

function SinkOutcome({
  sink,
  problem,
}: {
  readonly sink: string
  readonly problem: string | null
}): ReactNode {
  const label = useProvider()?.sinks.find(({ id }) => id === sink)?.label ?? sink
  return problem === null ? (
    <Outcome isGood>{label} uses it, too.</Outcome>
  ) : (
    <Outcome isGood={false}>
      {label} still has the old one: {problem} The Tokens page can try it again.
    </Outcome>
  )
}

function Outcome({
  isGood,
  children,
}: {
  readonly isGood: boolean
  readonly children: ReactNode
}): ReactNode {
  return (
    <li className={isGood ? 'outcome ok' : 'outcome warn'}>
      <span className="outcome-mark" aria-hidden="true">
        {isGood ? '✓' : '!'}
      </span>
      <span>{children}</span>
    </li>
  )
}

/** Servers go on with the token they were started with. A restarted one leaves the list by itself. */
function StaleRuns({ report }: { readonly report: RotationReport }): ReactNode {
  const runs = useConnection(({ snapshot }) => snapshot?.runs)
  const stale = runs?.filter((run) => run.holdsOldToken && holds(run, report)) ?? []
  if (stale.length === 0) return null
  return (
    <section aria-label="Servers with the old token">
      <h2>Still running with the old token</h2>
      <ul className="rows card">
        {stale.map((run) => (
          <li key={run.id}>
            <div className="row">
              <span className="grow name">{shortName(run.repo)}</span>
              <RestartButton run={run} />
            </div>
            <PlaceNote place={places.run(run.id)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function holds(run: RunView, { provider, account }: RotationReport): boolean {
  return run.holds.some((held) => held.provider === provider && held.account === account)
}

function oldTokenWords({ oldToken }: RotationReport, label: string): string {
  switch (oldToken) {
    case 'kept':
      return `The old token stays valid until you delete it at ${label}.`
    case 'proven':
      return `The old token is revoked: ${label} does not accept it any more.`
    case 'unproven':
      return `Revoking the old token was asked for; ${label} has not confirmed it yet.`
  }
}
