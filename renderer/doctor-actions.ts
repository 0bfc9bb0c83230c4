import type { AgreedFix, DoctorView } from '../shared/domain/doctor.ts'
import { attempt, attemptAnew } from './attempt.ts'
import { client } from './client.ts'
import { places } from './places.ts'
import { closeWhereDialog, openWhereDialog, useWhere } from './state/where.ts'

/** Looks for what is wrong, and changes nothing. */
export function visitDoctor(): void {
  attemptAnew(
    places.doctor,
    () => client['doctor.visit'](),
    (visit) => {
      useWhere.setState({ visit })
    },
  )
}

/** Does what the user was shown and said yes to, then looks again. */
export function fixFindings(agreed: readonly AgreedFix[]): void {
  attempt(
    places.whereDialog,
    () => client['doctor.fix']({ agreed: [...agreed] }),
    (visit) => {
      closeWhereDialog()
      useWhere.setState({ visit, done: fixedSentence(visit, agreed.length) })
      // The copies are others now.
      attemptAnew(
        places.where,
        () => client['where.look']({ verify: false }),
        (found) => {
          useWhere.setState({ found })
        },
      )
    },
  )
}

/** Main writes the report to the clipboard; what it wrote is shown. */
export function copyReport(): void {
  attempt(
    places.doctorReport,
    () => client['doctor.copy-report'](),
    ({ report }) => {
      openWhereDialog({ kind: 'report', text: report })
    },
  )
}

function fixedSentence({ fixed }: DoctorView, agreed: number): string {
  const failed = fixed.filter(({ problem }) => problem !== null).length
  const done = fixed.length - failed
  const gone = agreed - fixed.length
  return [
    done === 1 ? 'One thing was mended.' : `${done} things were mended.`,
    failed === 0 ? '' : `${failed} could not be; nothing was changed there.`,
    gone <= 0 ? '' : `${gone} had changed since and ${gone === 1 ? 'was' : 'were'} left alone.`,
  ]
    .filter(Boolean)
    .join(' ')
}
