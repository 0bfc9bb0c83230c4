import { version } from '../../../package.json'
import type { DoctorFinding, DoctorView } from '../../../shared/domain/doctor.ts'
import { settleTokens } from '../../credentials/settle-tokens.ts'
import { writeReport } from '../../doctor/report.ts'
import { visitDoctor } from '../../doctor/visit.ts'
import type { Context } from '../context.ts'
import { withChosenFolders } from '../env-places.ts'
import { exitCodes } from '../exit-code.ts'

interface DoctorOptions {
  readonly fix: boolean
  readonly files: readonly string[]
}

/** `hubkey doctor`: what is wrong, why, and what would mend it; with `--fix` it is mended. 1 while an error is left. */
export async function doctor(
  { fix, files: named }: DoctorOptions,
  { core, output }: Context,
): Promise<number> {
  if (fix) await settleTokens({}, core.credentials)
  output.progress('Looking…')
  const files = await withChosenFolders(named, { core })
  const announce = (says: string): void => output.notice(says)
  const view = await visitDoctor({ fix, files, announce }, core.credentials)
  output.result(view, () => describeVisit(view))
  const isLeft = view.findings.some(({ severity }) => severity === 'error')
  return isLeft || view.fixed.some(({ problem }) => problem !== null)
    ? exitCodes.failed
    : exitCodes.done
}

/** `hubkey doctor --report`. */
export async function report({ core, output }: Context): Promise<void> {
  const text = await writeReport({ version }, core.credentials)
  output.result({ report: text }, () => text)
}

function describeVisit({ findings, fixed }: DoctorView): string {
  const failed = fixed.flatMap(({ fix, problem }) =>
    problem === null ? [] : [`! Not done: ${fix ?? ''} ${problem}`],
  )
  const done = fixed.length - failed.length
  const lines = [...failed, ...findings.map(describeFinding)]
  if (done > 0) lines.unshift(done === 1 ? 'One thing was mended.' : `${done} things were mended.`)
  if (findings.length === 0) lines.push('Nothing is wrong that Hubkey can see.')
  if (findings.some(({ fix }) => fix !== null)) lines.push('Next: hubkey doctor --fix')
  return `${lines.join('\n')}\n`
}

const marks = { error: '✗', warning: '!', info: '·' } as const

function describeFinding({ severity, sentence, reason, fix, advice }: DoctorFinding): string {
  const next = fix === null ? advice : `Fix: ${fix}`
  const last = fix === null && next !== null ? `Next: ${next}` : next
  return [
    `${marks[severity]} ${sentence}`,
    `    ${reason}`,
    ...(last === null ? [] : [`    ${last}`]),
  ].join('\n')
}
