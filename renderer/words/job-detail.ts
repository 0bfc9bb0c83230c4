import type { JobDetail } from '../../shared/domain/job-view.ts'
import { joinWords } from './command-words.ts'
import { roleName } from './identity.ts'
import { duration } from './time.ts'

/** One line of a job's details. */
interface DetailRow {
  readonly name: string
  readonly value: string
  /** Whether it is drawn as code. */
  readonly isCode: boolean
}

/** What is known of a job beside its secrets, in the order in which it is asked for; what it does without is left out. */
export function detailRows(detail: JobDetail): readonly DetailRow[] {
  const { image, command, timeoutSeconds, environment, labels, volumes, submittedWith } = detail
  const folders = volumes.map(
    ({ type, source, mountPath, readOnly }) =>
      `${type} ${source} at ${mountPath}${readOnly ? ', to read only' : ''}`,
  )
  const rows: readonly (readonly [string, string | null, boolean])[] = [
    ['Image', image, true],
    ['Command', joinWords(command), true],
    ['Time limit', timeoutSeconds === null ? null : duration(timeoutSeconds), false],
    ['Environment', pairs(environment), true],
    ['Labels', pairs(labels), true],
    ['Volumes', folders.join('\n'), false],
    [
      'Submitted with',
      submittedWith === null
        ? null
        : `a token of ${submittedWith.owner} (${roleName(submittedWith.role)})`,
      false,
    ],
  ]
  return rows.flatMap(([name, value, isCode]) =>
    value === null || value === '' ? [] : [{ name, value, isCode }],
  )
}

function pairs(all: JobDetail['labels']): string {
  return all.map(({ name, value }) => `${name}=${value}`).join('\n')
}
