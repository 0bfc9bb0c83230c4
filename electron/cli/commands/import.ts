import type { z } from 'zod'
import {
  ImportForeignInputSchema,
  ListForeignInputSchema,
  RemoveForeignInputSchema,
  type ForeignTokenView,
  type ForeignView,
  type ImportedToken,
} from '../../../shared/domain/foreign.ts'
import { factsOf } from '../../../shared/domain/provider.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { settleTokens } from '../../credentials/settle-tokens.ts'
import { importForeign } from '../../foreign/import-foreign.ts'
import { listForeign } from '../../foreign/list-foreign.ts'
import { removeForeign } from '../../foreign/remove-foreign.ts'
import type { Context } from '../context.ts'

/** `hubkey import`: every token that another tool holds, and the places that could not be read. */
export async function listImportable(input: unknown, { core, output }: Context): Promise<void> {
  const view = await listForeign(parse(ListForeignInputSchema, input), core.credentials)
  output.result(view, () => describeAll(view))
}

/** `hubkey import ID`: verifies one and stores it. Throws as `importForeign` does. */
export async function importToken(input: unknown, { core, output }: Context): Promise<void> {
  const parsed = parse(ImportForeignInputSchema, input)
  await settleTokens({}, core.credentials)
  output.progress('Asking whose token this is…')
  const done = await importForeign(parsed, core.credentials)
  const { token, error } = done
  if (error !== null) output.notice(`${error.message} It was saved and is not verified yet.`)
  const { id, provider, fingerprint, tool, where } = token
  output.result({ ...done, id, provider, fingerprint, tool, where }, () => describeImport(done))
}

/** `hubkey import ID --remove-source`: takes an imported one away there. Throws as `removeForeign` does. */
export async function removeSource(input: unknown, { core, output }: Context): Promise<void> {
  const parsed = parse(RemoveForeignInputSchema, input)
  await settleTokens({}, core.credentials)
  const { token, keptAs } = await removeForeign(parsed, core.credentials)
  const { id, provider, fingerprint, tool, where } = token
  output.result(
    { id, provider, fingerprint, tool, where, removed: true, token, keptAs },
    () => `Removed from ${placeOf(token)}. Hubkey keeps it as ${keptAs.join(', ')}.\n`,
  )
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw fail(errors.badInput(parsed.error.issues[0]?.message ?? 'This is not understood.'))
}

function describeAll({ tokens, problems, storeProblem }: ForeignView): string {
  const lines = tokens.flatMap(describeToken)
  if (tokens.length === 0) lines.push('No other tool holds a token that Hubkey knows how to find.')
  for (const { label, where, name, error } of problems) {
    lines.push(`! ${label}: ${name === null ? where : `${where}, ${name}`}: ${error.message}`)
  }
  if (storeProblem !== null) {
    lines.push(`! What Hubkey itself holds is not known: ${storeProblem.message}`)
  }
  const next = tokens.find(
    ({ storedAs, notImportable }) => storedAs.length === 0 && notImportable === null,
  )
  if (next !== undefined) lines.push(`Next: hubkey import ${next.id}`)
  return `${lines.join('\n')}\n`
}

function describeToken(token: ForeignTokenView): readonly string[] {
  const { id, provider, fingerprint, mode, storedAs, notImportable } = token
  const isOpen = mode !== undefined && !mode.endsWith('00')
  const remarks = [
    storedAs.length > 0 ? `already stored as ${storedAs.join(', ')}` : null,
    isOpen ? `others may read the file (mode ${mode})` : null,
    notImportable,
  ].filter((remark) => remark !== null)
  const head = `${id}  ${factsOf(provider, [])?.label ?? provider} [${fingerprint}]  ${placeOf(token)}`
  return [head, ...remarks.map((remark) => `    ${remark}`)]
}

function describeImport({ token, account, store, already, username }: ImportedToken): string {
  const whose = username === null ? '' : ` It belongs to ${username}.`
  const what = already ? 'Hubkey held this token already' : 'Imported'
  const place = store === 'keyring' ? 'the keyring' : 'credentials.json'
  const next =
    token.notRemovable === null
      ? `To take it away there: hubkey import ${token.id} --remove-source`
      : token.notRemovable
  return `${what}: ${account} in ${place}.${whose}\nIt still lies in ${placeOf(token)}.\n${next}\n`
}

function placeOf({ label, where, name }: ForeignTokenView): string {
  return name === null ? `${label}: ${where}` : `${label}: ${where}, ${name}`
}
