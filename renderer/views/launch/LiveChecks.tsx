import { useEffect, type ReactNode } from 'react'
import type { PreflightCheck } from '../../../shared/domain/preflight.ts'
import type { Input } from '../../../shared/ipc/contract.ts'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { checkNow, checkSoon, stopChecking } from '../../launch-form-actions.ts'
import { places } from '../../places.ts'
import { useLaunchForm } from '../../state/launch-form.ts'
import { useBusy } from '../../state/ui.ts'
import { fieldOfCheck, type FieldProblems } from '../../words/launch-fields.ts'
import { PreflightList } from './PreflightList.tsx'

interface LiveChecksProps {
  /** What would be launched; null while that cannot be said. */
  readonly input: Input<'run.preflight'> | null
  /** What stands there while nothing can be looked at. */
  readonly nothing: string
}

/** What main says of a launch that is being filled in, anew after each change. */
export function LiveChecks({ input, nothing }: LiveChecksProps): ReactNode {
  const checks = useLaunchForm((state) => state.checks)
  const isLooking = useBusy(places.launchChecks)
  const said = input === null ? null : JSON.stringify(input)
  useEffect(() => {
    if (said === null) stopChecking()
    else checkSoon(JSON.parse(said) as Input<'run.preflight'>)
  }, [said])
  useEffect(() => stopChecking, [])
  return (
    <section className="live-checks" aria-label="Before it starts" aria-busy={isLooking}>
      <p className="meta" role="status">
        {input === null
          ? nothing
          : checks === null || isLooking
            ? 'Looking at engine, token, model, memory and port…'
            : sumOf(checks)}
      </p>
      {checks !== null && (
        <PreflightList
          label="What was looked at"
          checks={checks}
          retry={() => {
            if (input !== null) checkNow(input)
          }}
        />
      )}
      <PlaceNote place={places.launchChecks} />
    </section>
  )
}

/** The problems that main found, by the field that they belong beside. */
export function problemsFound(checks: readonly PreflightCheck[] | null): FieldProblems {
  const problems = (checks ?? []).filter(({ state }) => state === 'problem')
  return Object.fromEntries(problems.map(({ id, sentence }) => [fieldOfCheck[id], sentence]))
}

function sumOf(checks: readonly PreflightCheck[]): string {
  const count = checks.filter(({ state }) => state === 'problem').length
  if (count === 0) return 'Nothing stands against it.'
  return count === 1 ? 'One thing stands against it.' : `${count} things stand against it.`
}
