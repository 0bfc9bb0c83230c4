import { factsOf } from '../../../shared/domain/provider.ts'
import {
  ClearCopyInputSchema,
  LookWhereInputSchema,
  type CopyView,
  type WhereView,
} from '../../../shared/domain/where.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { settleTokens } from '../../credentials/settle-tokens.ts'
import { clearCopy } from '../../doctor/where/clear-copy.ts'
import { lookWhere } from '../../doctor/where/look-where.ts'
import type { Context } from '../context.ts'
import { columns } from '../columns.ts'
import { withChosenFolders } from '../env-places.ts'

/** `hubkey where`: every copy of every token, how it stands, and who uses it. */
export async function where(input: unknown, { core, output }: Context): Promise<void> {
  const parsed = LookWhereInputSchema.safeParse(input)
  if (!parsed.success) throw fail(errors.badInput('At most 50 files or folders can be named.'))
  output.progress(parsed.data.verify === true ? 'Asking whose tokens these are…' : 'Looking…')
  const files = await withChosenFolders(parsed.data.files ?? [], { core })
  const view = await lookWhere({ ...parsed.data, files }, core.credentials)
  output.result(view, () => describeWhere(view, core.ports.paths.home))
}

/** `hubkey where --clear ID`. Throws as `clearCopy` does. */
export async function clearOne(input: unknown, { core, output }: Context): Promise<void> {
  const parsed = ClearCopyInputSchema.safeParse(input)
  if (!parsed.success) throw fail(errors.badInput('This is no id of a copy.'))
  await settleTokens({}, core.credentials)
  const files = await withChosenFolders(parsed.data.files ?? [], { core })
  const copy = await clearCopy({ ...parsed.data, files }, core.credentials)
  output.result({ cleared: copy }, () => `Taken away: ${placeOf(copy, core.ports.paths.home)}.\n`)
}

/** The map as tables: copies by provider, then who uses which. */
export function describeWhere(view: WhereView, home: string): string {
  const { copies, readers, ollamaKey, problems, storeProblem } = view
  const lines: string[] = []
  if (copies.length === 0) lines.push('No token lies on this machine where Hubkey knows to look.')
  for (const provider of new Set(copies.map((copy) => copy.provider))) {
    const own = copies.filter((copy) => copy.provider === provider)
    const rows = [...own].sort(byToken).map((copy) => rowOf(copy, view, home))
    lines.push(factsOf(provider, [])?.label ?? provider, ...columns([head, ...rows]), '')
  }
  const uses = readers.map(({ label, uses: id, asksHubkey }) => {
    const copy = copies.find((one) => one.id === id)
    if (copy === undefined) return [label, asksHubkey ? 'asks Hubkey' : 'nothing']
    return [label, `[${copy.fingerprint}] from ${placeOf(copy, home)}`]
  })
  if (uses.length > 0) lines.push('Who uses which', ...columns(uses), '')
  for (const { place, where: name, setBy } of copies) {
    if (place !== 'environment') continue
    const by = setBy.map((path) => short(path, home)).join(', ')
    lines.push(`${name} is set by ${by === '' ? 'nothing that Hubkey can see' : by}.`)
  }
  if (ollamaKey !== null) {
    const mode = ollamaKey.wide ? `, and others may read it (mode ${String(ollamaKey.mode)})` : ''
    lines.push(`Ollama uses its own key instead of a token: ${short(ollamaKey.path, home)}${mode}.`)
  }
  for (const { label, where: place, name, error } of problems) {
    const what = name === null ? place : `${place}, ${name}`
    lines.push(`! ${label}: ${short(what, home)}: ${error.message}`)
  }
  if (storeProblem !== null) {
    lines.push(`! What Hubkey itself holds is not known: ${storeProblem.message}`)
  }
  const next = nextStep(copies)
  if (next !== null) lines.push(`Next: ${next}`)
  return `${lines.join('\n').replace(/\n+$/, '')}\n`
}

const head = ['STANDING', 'TOKEN', 'ACCOUNT', 'PLACE', 'MODE', 'USED BY', 'ID']
const order = ['current', 'stale', 'dead', 'unknown']

/** All copies of one token together, the tokens of now first. */
function byToken(one: CopyView, other: CopyView): number {
  const standing = order.indexOf(one.standing) - order.indexOf(other.standing)
  return standing === 0 ? one.fingerprint.localeCompare(other.fingerprint) : standing
}

function rowOf(copy: CopyView, { readers }: WhereView, home: string): readonly string[] {
  const { standing, fingerprint, account, username, mode, wide, wins, id } = copy
  const whose = account ?? (username === null ? '-' : `(${username})`)
  const users = readers.filter((reader) => wins.includes(reader.id)).map(({ label }) => label)
  const bits = mode === null ? '-' : wide ? `${mode} !` : mode
  return [standing, fingerprint, whose, placeOf(copy, home), bits, users.join('; ') || '-', id]
}

function placeOf({ label, where: place, name }: CopyView, home: string): string {
  const what = name === null ? place : `${place}, ${name}`
  return `${label}: ${short(what, home)}`
}

function short(path: string, home: string): string {
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path
}

function nextStep(copies: readonly CopyView[]): string | null {
  const isSpent = ({ standing }: CopyView): boolean => standing === 'stale' || standing === 'dead'
  const isWrong = (copy: CopyView): boolean =>
    copy.wide || (isSpent(copy) && copy.notClearable === null)
  return copies.some(isWrong) ? 'hubkey doctor shows what can be mended' : null
}
