import type { ReactNode } from 'react'
import type { AgreedFix, DoctorFinding, FixedFinding } from '../../../shared/domain/doctor.ts'
import { Button } from '../../components/Button.tsx'
import { Chip } from '../../components/Chip.tsx'
import { Empty } from '../../components/Empty.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { copyReport } from '../../doctor-actions.ts'
import { places } from '../../places.ts'
import { useBusy, useUi } from '../../state/ui.ts'
import { openWhereDialog, useWhere } from '../../state/where.ts'
import type { Tone } from '../../words/verdict.ts'

/** As many as main takes at once; the rest is there for the next time. */
const mostFixes = 200
const severities = ['error', 'warning', 'info'] as const
const severityWords: Readonly<
  Record<DoctorFinding['severity'], { readonly head: string; readonly tone: Tone }>
> = {
  error: { head: 'Does not work', tone: 'bad' },
  warning: { head: 'Not safe, or about to fail', tone: 'warn' },
  info: { head: 'Worth knowing', tone: 'calm' },
}

/** What is wrong with tokens and their tools on this machine, the gravest first, and what mends it. */
export function Doctor(): ReactNode {
  const visit = useWhere((state) => state.visit)
  const hasFailed = useUi(({ notes }) => notes[places.doctor] !== undefined)
  return (
    <>
      <PlaceNote place={places.doctor} />
      {visit === null && !hasFailed && (
        <p className="waiting" role="status">
          Looking at tokens, git, the keyring and the network…
        </p>
      )}
      {visit !== null && (
        <>
          <Failed fixed={visit.fixed.filter(({ problem }) => problem !== null)} />
          <Findings findings={visit.findings} />
        </>
      )}
      <PlaceNote place={places.doctorReport} />
    </>
  )
}

function Findings({ findings }: { readonly findings: readonly DoctorFinding[] }): ReactNode {
  const fixes = findings.flatMap(fixOf)
  const isBusy = useBusy(places.doctorReport)
  const report = (
    <Button isBusy={isBusy} onClick={copyReport}>
      Copy report
    </Button>
  )
  if (findings.length === 0) {
    return (
      <Empty title="Nothing is wrong that Hubkey can see" actions={report}>
        Modes of files, old copies, git and its helpers, the keyring, the network and the clock are
        as they should be.
      </Empty>
    )
  }
  return (
    <>
      <div className="row wrap doctor-head">
        <p className="meta grow" role="status">
          {findings.length === 1 ? 'One thing' : `${findings.length} things`} found;{' '}
          {fixes.length === 0 ? 'none' : fixes.length} can be mended from here.
        </p>
        {report}
        {fixes.length > 1 && (
          <Button
            kind="primary"
            onClick={() => {
              openWhereDialog({ kind: 'fix', agreed: fixes.slice(0, mostFixes) })
            }}
          >
            Fix all…
          </Button>
        )}
      </div>
      {severities.map((severity) => (
        <Part
          key={severity}
          severity={severity}
          findings={findings.filter((one) => one.severity === severity)}
        />
      ))}
    </>
  )
}

interface PartProps {
  readonly severity: DoctorFinding['severity']
  readonly findings: readonly DoctorFinding[]
}

function Part({ severity, findings }: PartProps): ReactNode {
  const { head, tone } = severityWords[severity]
  if (findings.length === 0) return null
  return (
    <section aria-label={head}>
      <h2>{head}</h2>
      <ul className="card rows">
        {findings.map((finding) => (
          <li key={finding.id} className="row wrap finding">
            <div className="grow">
              <p className="name">
                <Chip tone={tone}>{severity}</Chip> {finding.sentence}
              </p>
              <p className="meta">{finding.reason}</p>
              {finding.fix !== null && <p>Fix: {finding.fix}</p>}
              {finding.fix === null && finding.advice !== null && <p>Next: {finding.advice}.</p>}
            </div>
            {finding.fix !== null && (
              <Button
                aria-label={`Fix: ${finding.sentence}`}
                onClick={() => {
                  openWhereDialog({ kind: 'fix', agreed: fixOf(finding) })
                }}
              >
                Fix…
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What was tried and did not work. */
function Failed({ fixed }: { readonly fixed: readonly FixedFinding[] }): ReactNode {
  if (fixed.length === 0) return null
  return (
    <div className="note bad" role="alert">
      <ul className="grow">
        {fixed.map(({ id, fix, problem }) => (
          <li key={id}>
            Not done: {fix} {problem}
          </li>
        ))}
      </ul>
    </div>
  )
}

function fixOf({ id, fix }: DoctorFinding): AgreedFix[] {
  return fix === null ? [] : [{ finding: id, fix }]
}
