import type { AccountView } from '../../shared/domain/account.ts'
import { noticeKinds, type Notice } from '../../shared/domain/notice.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'
import type { WideFile } from './wide-files.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000

/** A token that ends within this many days is worth a word. */
const soonDays = 14
/** A token that may change things is old after this many days; one that only reads, after the second number. */
const oldDays = { writes: 180, reads: 365 } as const
/** How long an answer of the provider's counts as news, in days. */
const newsDays = 90
/** A token that was stored less than this many days ago may well be verified by itself yet. */
const graceDays = 1

/** Everything that notices are made of; gathered by `look-for-notices.ts`. */
export interface HygieneFacts {
  readonly providers: readonly ProviderView[]
  /** Providers whose tokens nobody can check. */
  readonly uncheckable: ReadonlySet<string>
  /** Providers whose active token is also used for pushing (the git sink is on). */
  readonly pushing: ReadonlySet<string>
  /** Entries that lie in the file although a keyring is open. */
  readonly inFile: readonly string[]
  readonly wideFiles: readonly WideFile[]
}

/** What is worth knowing at this time, the gravest first. Pure: nobody is asked. */
export function noticesOf(facts: HygieneFacts, now: Date): Notice[] {
  const notices = [
    ...facts.providers.flatMap((provider) =>
      provider.accounts.flatMap((account) => aboutAccount(provider, account, facts, now)),
    ),
    ...facts.wideFiles.map(aboutFile),
    ...aboutStore(facts),
  ]
  return notices.sort((a, b) => noticeKinds.indexOf(a.kind) - noticeKinds.indexOf(b.kind))
}

function aboutAccount(
  provider: ProviderView,
  account: AccountView,
  { uncheckable, pushing }: HygieneFacts,
  now: Date,
): Notice[] {
  // What was rejected is told by its own card.
  if (account.verification?.state === 'rejected') return []
  if (account.kind === 'oauth') return aboutLogIn(provider, account, now)
  const found = [
    ageOf(account, now),
    widthOf(account, pushing.has(provider.id)),
    uncheckable.has(provider.id) ? null : newsOf(account, now),
  ]
  const token = `The ${provider.label} token of “${account.name}”`
  return found.flatMap((finding) => {
    if (finding === null) return []
    const { does, label, words, ...rest } = finding
    const reference = { provider: provider.id, account: account.name }
    return {
      id: `${finding.kind}:${provider.id}:${account.name}`,
      ...rest,
      ...reference,
      sentence: `${token} ${words}`,
      action: { label, does: { kind: does, ...reference } },
    }
  })
}

/** What renews itself needs no care, until it does so no more. */
function aboutLogIn({ id, label }: ProviderView, account: AccountView, now: Date): Notice[] {
  if (account.logInEnded !== true) return []
  const { name, verification } = account
  const end = verification?.identity?.expiresAt ?? null
  const left = end === null ? NaN : Date.parse(end) - now.getTime()
  const kind = left > 0 ? 'expires-soon' : 'expired'
  const rest = left > 0 ? `It still works, but ${inTime(left)} it ends.` : 'Log in again to go on.'
  return [
    {
      id: `${kind}:${id}:${name}`,
      kind,
      severity: 'warning',
      provider: id,
      account: name,
      sentence: `The ${label} log-in of “${name}” is renewed no more. ${rest}`,
      action: {
        label: 'Log in again',
        does: { kind: 'log-in', by: 'browser', account: name },
      },
      since: left > 0 ? null : end,
    },
  ]
}

/** One thing about a token, before it is put into a notice. */
type Finding = Pick<Notice, 'kind' | 'severity' | 'since'> & {
  /** The sentence after "The token of …". */
  readonly words: string
  readonly label: string
  readonly does: 'rotate' | 'verify'
}

const replace = { label: 'Replace…', does: 'rotate' } as const
const verify = { label: 'Verify', does: 'verify' } as const

/** The end of a token, or else its age: a token that ends soon need not be called old as well. */
function ageOf({ verification, addedAt, rotatedAt }: AccountView, now: Date): Finding | null {
  const identity = verification?.identity ?? null
  const end = identity?.expiresAt ?? null
  if (end !== null) {
    const left = Date.parse(end) - now.getTime()
    if (left <= 0) {
      const words = `expired on ${dayOf(end)}.`
      return { kind: 'expired', severity: 'warning', since: end, words, ...replace }
    }
    if (left <= soonDays * dayMs) {
      const words = `expires ${inDays(left)}.`
      const since = before(end, soonDays)
      return { kind: 'expires-soon', severity: 'warning', since, words, ...replace }
    }
  }
  const stored = rotatedAt ?? addedAt
  const limit = mayWrite(identity) ? oldDays.writes : oldDays.reads
  const days = daysSince(stored, now)
  if (days < limit) return null
  const words = `is ${Math.floor(days)} days old. A new one now and then limits what a lost copy can do.`
  return { kind: 'old', severity: 'info', since: before(stored, -limit), words, ...replace }
}

/**
 * Only the active account is judged: it is used for everything unless another one is asked for, so
 * that what it may do matters most. Another one with more rights is what several accounts are for.
 */
function widthOf(account: AccountView, pushes: boolean): Finding | null {
  if (!account.active || pushes || !mayWrite(account.verification?.identity ?? null)) return null
  const words =
    'may change your repositories, which nothing here needs. A fine-grained token that only reads is safer.'
  return { kind: 'wider-than-use', severity: 'info', since: null, words, ...replace }
}

function newsOf({ verification, addedAt }: AccountView, now: Date): Finding | null {
  const checkedAt = verification?.checkedAt ?? null
  if (checkedAt === null) {
    if (daysSince(addedAt, now) < graceDays) return null
    const words = 'was never verified.'
    return { kind: 'never-verified', severity: 'info', since: addedAt, words, ...verify }
  }
  const days = daysSince(checkedAt, now)
  if (days < newsDays) return null
  const words = `was last verified ${Math.floor(days)} days ago.`
  const since = before(checkedAt, -newsDays)
  return { kind: 'verified-long-ago', severity: 'info', since, words, ...verify }
}

/** The Hub's plain write tokens, and fine-grained ones that may write to everything of their owner's. */
function mayWrite(identity: { role: string; rights: readonly string[] } | null): boolean {
  if (identity === null) return false
  return ['write', 'god'].includes(identity.role) || identity.rights.includes('repo.write')
}

function aboutFile({ name, path, mode, provider }: WideFile): Notice {
  const id = `readable-by-others:${name}`
  return {
    id,
    kind: 'readable-by-others',
    severity: 'warning',
    provider,
    account: null,
    sentence: `Others on this machine may read ${path}, which holds a token (mode ${mode}).`,
    action: { label: 'Make it yours alone', does: { kind: 'tighten-file', notice: id } },
    since: null,
  }
}

function aboutStore({ inFile }: HygieneFacts): Notice[] {
  if (inFile.length === 0) return []
  const [one] = inFile
  const what = inFile.length === 1 ? `The token ${one ?? ''} lies` : `${inFile.length} tokens lie`
  return [
    {
      id: 'in-file:credentials.json',
      kind: 'in-file',
      severity: 'info',
      provider: null,
      account: null,
      sentence: `${what} in the credentials file, though your keyring is open.`,
      action: {
        label: inFile.length === 1 ? 'Move it into the keyring' : 'Move them into the keyring',
        does: { kind: 'take-into-keyring' },
      },
      since: null,
    },
  ]
}

/** Zero for a time that cannot be read or lies ahead: a clock that was set back is no news of a token. */
function daysSince(iso: string, now: Date): number {
  const days = (now.getTime() - Date.parse(iso)) / dayMs
  return Number.isNaN(days) ? 0 : Math.max(0, days)
}

/** The time this many days before; a negative number means after. */
function before(iso: string, days: number): string | null {
  const time = Date.parse(iso) - days * dayMs
  return Number.isFinite(time) && Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : null
}

function dayOf(iso: string): string {
  return iso.slice(0, 'YYYY-MM-DD'.length)
}

/** A log-in ends within hours, which days would not tell. */
function inTime(ms: number): string {
  if (ms >= dayMs) return inDays(ms)
  const hours = Math.ceil(ms / hourMs)
  return hours === 1 ? 'within an hour' : `in ${hours} hours`
}

function inDays(ms: number): string {
  const days = Math.ceil(ms / dayMs)
  return days === 1 ? 'within a day' : `in ${days} days`
}
