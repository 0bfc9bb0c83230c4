import type { ProviderId } from '../../shared/domain/provider.ts'
import { AppFailure, errors, fail } from '../../shared/errors.ts'
import { checkToken } from '../credentials/normalise.ts'
import { readShared, replaceShared, type SharedFile } from '../files/edit-shared.ts'
import type { Secret } from '../redaction/secret.ts'
import { without, type Range } from './range.ts'
import { isPlaceholder } from './token-variables.ts'
import type { Finding, ForeignNeeds, FoundToken } from './tool.ts'

/** No tool's file is longer; one that is, is something else. */
const maxBytes = 1024 * 1024
/** Enough for every account a person has; the rest of a file that was made to be long is not listed. */
export const mostSpots = 100

/** A token inside a text. The only place where a found token is a plain string: it is guarded next. */
export interface Spot {
  readonly provider: ProviderId
  readonly name: string | null
  readonly token: string
  /** What goes when the token is taken out, in order; `whole` when it is the whole file. */
  readonly cuts: readonly Range[] | 'whole'
  readonly notImportable?: string
  readonly notRemovable?: string
}

/** A file in which a tool keeps tokens. */
export interface TokenFile {
  readonly label: string
  readonly path: string
  /** True for a file that the user named: that it is not there is worth saying. */
  readonly named?: boolean
  /** True for a file that is no text, in which `parse` knows its way; nothing is taken out of it. */
  readonly binary?: boolean
  /** Every token in the text; null when it is not what the tool writes. */
  parse(text: string): readonly Spot[] | null
  /** Keeps the tool itself out while the file is changed, where it has a lock for that. */
  whileLocked?(change: () => Promise<void>): Promise<void>
}

/** What a tool's file holds. A file that is not there is no finding. Never throws. */
export async function findInFile(file: TokenFile, needs: ForeignNeeds): Promise<Finding[]> {
  try {
    const read = await readShared(file.path, maxBytes)
    if (read === null && file.named === true) throw fail(errors.storeUnreadable(file.path, null))
    if (read === null) return []
    const spots = parse(file, read)
    return spots.slice(0, mostSpots).flatMap((spot) => findingOf(spot, file, read, needs))
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    return [{ kind: 'problem', where: file.path, name: null, error: cause.error }]
  }
}

function parse(file: TokenFile, { text }: SharedFile): readonly Spot[] {
  const isOther = file.binary !== true && text.includes('\0')
  const spots = isOther ? null : file.parse(text)
  if (spots === null) throw fail(errors.foreignUnclear(file.label, file.path))
  return spots
}

function findingOf(spot: Spot, file: TokenFile, read: SharedFile, needs: ForeignNeeds): Finding[] {
  if (isPlaceholder(spot.token)) return []
  const name = nameOf(spot)
  try {
    checkToken(spot.token)
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    return [{ kind: 'problem', where: file.path, name, error: cause.error }]
  }
  const secret = needs.redactor.guard(spot.token)
  const fixed = read.fixed === null ? null : `The file cannot be changed: ${read.fixed}.`
  const found: FoundToken = {
    kind: 'token',
    provider: spot.provider,
    where: file.path,
    name,
    secret,
    ...(read.mode === undefined ? {} : { mode: read.mode }),
    notImportable: spot.notImportable ?? null,
    notRemovable: spot.notRemovable ?? fixed,
    remove: async () => {
      const change = async (): Promise<void> => removeFrom(file, name, secret, needs)
      await (file.whileLocked === undefined ? change() : file.whileLocked(change))
    },
  }
  return [found]
}

/** A name that another program chose: one line, of bounded length, and never the token itself. */
function nameOf({ name, token }: Spot): string | null {
  if (name === null) return null
  const plain = name.replaceAll(token, '…').replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
  return plain.slice(0, 100)
}

/** Reads again, so that what is cut is what lies there now, and looks at the result before it is written. */
async function removeFrom(
  file: TokenFile,
  name: string | null,
  secret: Secret,
  { redactor }: ForeignNeeds,
): Promise<void> {
  const read = await readShared(file.path, maxBytes)
  if (read === null) throw fail(errors.foreignGone())
  const spots = parse(file, read)
  const isMeant = (spot: Spot): boolean =>
    nameOf(spot) === name && redactor.guard(spot.token).equals(secret)
  const spot = spots.find(isMeant)
  if (spot === undefined) throw fail(errors.foreignGone())
  if (spot.notRemovable !== undefined) throw fail(errors.foreignStays(spot.notRemovable))
  if (spot.cuts === 'whole') {
    await replaceShared(read, null)
    return
  }
  const rest = without(read.text, spot.cuts)
  const left = file.parse(rest)
  const others = spots.filter((one) => one !== spot)
  const isWhole = left?.length === others.length && left.every((one, at) => same(one, others[at]))
  if (!isWhole) throw fail(errors.foreignStays('It cannot be taken out without touching the rest.'))
  await replaceShared(read, rest)
}

function same(one: Spot, other: Spot | undefined): boolean {
  return one.name === other?.name && one.token === other.token
}
