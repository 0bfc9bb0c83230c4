import { allowsDownload, type AccountAccess, type Verdict } from '../../../shared/domain/access.ts'
import { AppFailure, type Action } from '../../../shared/errors.ts'
import type { RepoName } from '../addresses.ts'
import type { HubAccount, HubNeeds } from '../needs.ts'
import { askAccess } from './judge-access.ts'

/** So many accounts are asked at the same time; each one is a request of its own. */
const atOnce = 3
/** Most accounts that are asked for one repository. */
const mostAsked = 20

/** What every account may have, and the way out if another one than the one in force may. */
export interface AccountChoice {
  readonly accounts: readonly AccountAccess[]
  readonly switchTo: Action | null
}

/**
 * Which of the user's accounts can open a repository that the one in force cannot. The others are
 * asked only when that could help, a few at a time, and no more once the Hub asks to wait.
 */
export async function whichAccounts(
  { verdict, ...name }: RepoName & { readonly verdict: Verdict },
  needs: HubNeeds,
): Promise<AccountChoice> {
  const all = (await needs.accounts?.({ repo: name.repo })) ?? []
  const verdicts = new Map<HubAccount, Verdict | null>()
  for (const one of all) if (one.inForce) verdicts.set(one, verdict)
  const others = all.filter(({ inForce }) => !inForce).slice(0, mostAsked)
  if (another.has(verdict)) {
    const isBusy = (): boolean => [...verdicts.values()].includes('rate-limited')
    const queue = [...others]
    const worker = async (): Promise<void> => {
      for (let one = queue.shift(); one !== undefined && !isBusy(); one = queue.shift()) {
        verdicts.set(one, await askFor(one, name, needs))
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
  }
  const accounts = all.map((one) => ({
    account: one.account,
    username: one.username,
    inForce: one.inForce,
    verdict: verdicts.get(one) ?? null,
  }))
  const best = accounts.find(
    ({ account, inForce, verdict: its }) =>
      !inForce && account !== null && its !== null && allowsDownload(its),
  )
  return { accounts, switchTo: best?.account == null ? null : switchTo(best.account) }
}

/** Another account may help only where it was this one, or its absence, that stood in the way. */
const another: ReadonlySet<Verdict> = new Set<Verdict>([
  'no-token',
  'token-rejected',
  'token-lacks-gated-right',
  'org-policy',
  'not-requested',
  'awaiting-author',
  'refused',
  'must-request-again',
  'private-or-missing',
])

/** Null when nobody could tell: its token cannot be read, or the Hub did not answer. */
async function askFor(
  { token }: HubAccount,
  name: RepoName,
  needs: HubNeeds,
): Promise<Verdict | null> {
  try {
    const { reading, standing } = await askAccess(name, { ...needs, token })
    if (standing === 'rejected') return 'token-rejected'
    return reading.verdict ?? 'granted'
  } catch (cause) {
    if (cause instanceof AppFailure) return null
    throw cause
  }
}

function switchTo(account: string): Action {
  const does = { kind: 'use-account', provider: 'huggingface', account } as const
  return { label: `Switch to the account “${account}”`, does }
}
