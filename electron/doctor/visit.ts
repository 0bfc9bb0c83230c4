import type {
  AgreedFix,
  DoctorFinding,
  DoctorView,
  FixedFinding,
} from '../../shared/domain/doctor.ts'
import { AppFailure } from '../../shared/errors.ts'
import type { Check, Diagnosis } from './check/check.ts'
import { checkModes, checkShadowing, checkSpentCopies } from './check/copies.ts'
import { checkGit } from './check/git.ts'
import { checkHfProgram } from './check/hf-program.ts'
import { checkNetwork } from './check/network.ts'
import { checkKeyring, checkTray } from './check/session.ts'
import type { DoctorNeeds } from './needs.ts'
import { lookAtCopies } from './where/look-where.ts'

/** In the order in which they are shown within a severity, and mended. */
const checks: readonly Check[] = [
  ...[checkKeyring, checkSpentCopies, checkModes, checkShadowing],
  ...[checkGit, checkNetwork, checkTray, checkHfProgram],
]
const severities = ['error', 'warning', 'info']
/** A fix may bring another to light, such as the mode of a file that was written. */
const mostRounds = 4

interface Visit {
  /** `.env` files and folders to look into as well. */
  readonly files?: readonly string[] | undefined
}

/** Examines the machine and changes nothing. Never throws. */
export async function examine(visit: Visit, needs: DoctorNeeds): Promise<readonly Diagnosis[]> {
  const look = await lookAtCopies({ files: [...(visit.files ?? [])] }, needs)
  const found = await Promise.all(
    checks.map(async (check) =>
      check({ look, needs }).catch((cause: unknown) => {
        // One check that fails must not hide what the others found.
        const what = cause instanceof AppFailure ? cause.error.code : 'unforeseen'
        needs.log.warn(`A check of the doctor could not be made: ${what}.`)
        return []
      }),
    ),
  )
  return found
    .flat()
    .sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity))
}

/**
 * Examines and, when asked, mends: `announce` is told what each fix will do before it is done. A fix
 * that fails leaves everything as it was, and the others go on. Never throws.
 */
export async function visitDoctor(
  {
    fix,
    agreed,
    announce,
    ...visit
  }: Visit & {
    readonly fix: boolean
    /** Only these are mended, and only as they were shown; all when left out. */
    readonly agreed?: readonly AgreedFix[]
    readonly announce?: (says: string) => void
  },
  needs: DoctorNeeds,
): Promise<DoctorView> {
  let found = await examine(visit, needs)
  const fixed = new Map<string, FixedFinding>()
  for (let round = 0; fix && round < mostRounds; round += 1) {
    const todo = found.filter((one) => isWanted(one, agreed) && !fixed.has(one.id))
    if (todo.length === 0) break
    for (const diagnosis of todo) fixed.set(diagnosis.id, await mend(diagnosis, announce))
    found = await examine(visit, needs)
  }
  return { findings: found.map(viewOf), fixed: [...fixed.values()] }
}

function isWanted({ id, fix }: Diagnosis, agreed?: readonly AgreedFix[]): boolean {
  if (fix === null) return false
  return agreed?.some((one) => one.finding === id && one.fix === fix.says) ?? true
}

async function mend(
  diagnosis: Diagnosis,
  announce?: (says: string) => void,
): Promise<FixedFinding> {
  announce?.(diagnosis.fix?.says ?? '')
  try {
    await diagnosis.fix?.run()
    return { ...viewOf(diagnosis), problem: null }
  } catch (cause) {
    const problem =
      cause instanceof AppFailure ? cause.error.message : 'Something unforeseen went wrong.'
    return { ...viewOf(diagnosis), problem }
  }
}

function viewOf({ fix, ...finding }: Diagnosis): DoctorFinding {
  return { ...finding, fix: fix?.says ?? null }
}
