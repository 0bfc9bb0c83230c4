import { errors, fail } from '../../shared/errors.ts'

/** A job and whose it is; without a namespace it is looked for at the account in force. */
export interface JobName {
  readonly namespace: string | null
  readonly id: string
}

/** Reads `ID` or `NAMESPACE/ID`. Throws `bad-input`. */
export function readJobName(text: string): JobName {
  const [, namespace, id] = /^(?:([\w.-]{1,96})\/)?([0-9A-Za-z]{1,64})$/.exec(text) ?? []
  if (id === undefined) throw fail(errors.badInput('A job is named by its id, or owner/id.'))
  return { namespace: namespace ?? null, id }
}
