import type { CopyView, ReaderView, Standing } from '../../shared/domain/where.ts'
import type { Tone } from './verdict.ts'

/** A standing as a colour, and as what it means. */
export const standingMeaning: Readonly<
  Record<Standing, { readonly tone: Tone; readonly sentence: string }>
> = {
  current: { tone: 'ok', sentence: 'An account of Hubkey’s holds this token now.' },
  stale: { tone: 'warn', sentence: 'An account held this token before; it was replaced since.' },
  dead: { tone: 'bad', sentence: 'Its provider rejects this token.' },
  unknown: { tone: 'calm', sentence: 'Hubkey does not hold this token, and nobody rejected it.' },
}

/** The tokens of now first, then what was. */
const order: readonly Standing[] = ['current', 'stale', 'dead', 'unknown']

/** Copies of one account's tokens that stand alike. */
export interface TokenGroup {
  readonly key: string
  readonly standing: Standing
  /** Whose token it is, in words. */
  readonly whose: string
  readonly copies: readonly CopyView[]
}

/** The copies of one provider by standing and account: those of now first, then what was; in each, those in use first. */
export function groupsOf(copies: readonly CopyView[], provider: string): readonly TokenGroup[] {
  const own = copies.filter((copy) => copy.provider === provider)
  const keyOf = (copy: CopyView): string => `${copy.standing} ${whoseToken(copy)}`
  const groups = [...new Set(own.map(keyOf))].flatMap((key): TokenGroup[] => {
    const same = own.filter((copy) => keyOf(copy) === key)
    const [first] = same
    if (first === undefined) return []
    const sorted = same.sort((one, other) => other.wins.length - one.wins.length)
    return [{ key, standing: first.standing, whose: whoseToken(first), copies: sorted }]
  })
  return groups.sort((one, other) => order.indexOf(one.standing) - order.indexOf(other.standing))
}

/** Hubkey's name for it, and whose it is at the provider where that is known. */
export function whoseToken({ account, username }: Pick<CopyView, 'account' | 'username'>): string {
  if (account === null) return username ?? 'Not an account of Hubkey’s'
  return username === null || username === account ? account : `${account} · ${username}`
}

/** The provider's name for people. */
export function providerName(
  provider: string,
  labels: readonly { id: string; label: string }[],
): string {
  return labels.find(({ id }) => id === provider)?.label ?? provider
}

/** Names of the tools that use a copy now. */
export function usersOf(
  { wins }: Pick<CopyView, 'wins'>,
  readers: readonly ReaderView[],
): string[] {
  return readers.filter(({ id }) => wins.includes(id)).map(({ label }) => label)
}

/** What becomes of a copy: who uses it, who only looks there, or that nobody does. */
export function sentenceOfUse(copy: CopyView, readers: readonly ReaderView[]): string {
  const users = usersOf(copy, readers)
  if (users.length > 0) return `used by ${users.join(', ')}`
  const lookers = readers.filter(({ id }) => copy.readBy.includes(id)).map(({ label }) => label)
  return lookers.length > 0
    ? `seen by ${lookers.join(', ')}, which ${lookers.length === 1 ? 'uses' : 'use'} another`
    : 'read by nobody'
}

/** The end of a path, as far as it has room; anything else as it is. */
export function shortPlace(where: string, room = 30): string {
  if (where.length <= room) return where
  const parts = where.split(/(?=[/\\])/)
  let end = parts.pop() ?? ''
  while (parts.length > 0 && end.length + (parts.at(-1)?.length ?? 0) < room)
    end = `${parts.pop() ?? ''}${end}`
  return `…${end}`
}

/** What a reader uses, in words. */
export function readerSentence(
  { uses, asksHubkey }: ReaderView,
  copies: readonly CopyView[],
): string {
  const copy = copies.find(({ id }) => id === uses)
  if (copy !== undefined) return `uses ${copy.label} [${copy.fingerprint}]`
  return asksHubkey ? 'asks Hubkey each time' : 'uses nothing'
}
