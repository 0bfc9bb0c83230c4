import type { AccountScope, AccountView } from '../../shared/domain/account.ts'
import type { AppError } from '../../shared/errors.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'
import { roleName } from './identity.ts'
import { standingWords } from './standing.ts'
import { ago } from './time.ts'
import type { Tone } from './verdict.ts'

/** As `AccountNameSchema` has it; a test holds the two together. */
const namePattern = /^[A-Za-z0-9][\w.@+-]{0,63}$/

/**
 * Why this cannot be the name of an account, as one sentence; null when it can. Main parses the name
 * once more; this only spares a round trip.
 */
export function nameProblem(name: string, taken: readonly string[]): string | null {
  if (name === '') return 'Give it a name.'
  if (!namePattern.test(name)) {
    return 'Letters, digits and . _ @ + - only, 64 at most, beginning with a letter or digit.'
  }
  return taken.includes(name) ? `There is an account “${name}” already.` : null
}

/** Whose it is, what it may do, how it stands, how old it is: the parts of one line. */
export function accountLine(account: AccountView, now: number): readonly string[] {
  const identity = account.verification?.identity ?? null
  return [
    ...(identity === null ? [] : [`@${identity.username}`, roleName(identity.role)]),
    standingWords(account.verification, now).sentence,
    ...accountFacts(account, now),
  ]
}

/** How an account stands, as a colour: one that is about to end is not well, whatever its token still does. */
export function accountTone({ verification, logInEnded }: AccountView, now: number): Tone {
  const { tone } = standingWords(verification, now)
  return logInEnded === true && tone === 'ok' ? 'warn' : tone
}

/** Why a rejected token is not sent any more, and the way out; null for any other. */
export function quarantineOf({ verification }: Pick<AccountView, 'verification'>): AppError | null {
  return verification?.state === 'rejected' ? verification.error : null
}

/** How many tokens are rejected; the one in force counts once, wherever it lies. */
export function rejectedIn(providers: readonly ProviderView[]): number {
  const rejected = providers.flatMap(({ id, accounts, fingerprint, verification }) =>
    [...accounts, { fingerprint, verification }]
      .filter((one) => one.verification?.state === 'rejected')
      .map((one) => `${id} ${one.fingerprint ?? ''}`),
  )
  return new Set(rejected).size
}

/** What Hubkey itself knows of a stored token: how old it is, and what is not as usual with it. */
export function accountFacts(account: AccountView, now: number): readonly string[] {
  const { kind, store, addedAt, rotatedAt, logInEnded } = account
  return [
    rotatedAt === null ? `stored ${ago(addedAt, now)}` : `replaced ${ago(rotatedAt, now)}`,
    ...(kind === 'oauth' ? [logInEnded === true ? 'log-in over' : 'renews itself'] : []),
    ...(store === 'file' ? ['in the file'] : []),
    ...(store === null ? ['cannot be read now'] : []),
  ]
}

/** What an account is chosen for by itself; null when it is not tied to anything. */
export function scopeWords({ organisations, models }: AccountScope): string | null {
  const names = [...organisations, ...models]
  const [first, second, third, ...others] = names
  if (first === undefined) return null
  const shown = [first, second, third].filter((name) => name !== undefined).join(', ')
  return others.length === 0 ? shown : `${shown} and ${others.length} more`
}

/** The one stored account when its token is in force: a card then says it all, and no list is needed. */
export function soleAccount({ accounts, account }: ProviderView): AccountView | undefined {
  const [only, ...others] = accounts
  return others.length === 0 && only?.name === account ? only : undefined
}
