import type { ProviderBook } from './account-book.ts'

/** Which account is wanted. */
export interface AccountWish {
  /** By name; nothing else will do then. */
  readonly account?: string | undefined
  /** What it is wanted for: an account that is tied to it comes before the active one. */
  readonly for?: { readonly repo: string } | undefined
}

/**
 * The account that a wish means: the named one, else the one tied to the model, else the one tied to
 * its organisation, else the active one; null when none is active. Hub names know no upper case.
 */
export function chooseAccount(
  wish: AccountWish,
  { active, accounts }: ProviderBook,
): string | null {
  if (wish.account !== undefined) return wish.account
  if (wish.for === undefined) return active
  const repo = wish.for.repo.toLowerCase()
  const owner = repo.split('/')[0] ?? ''
  const tied = Object.entries(accounts)
  const model = tied.find(([, { scope }]) => scope.models.some((one) => one.toLowerCase() === repo))
  const organisation = tied.find(([, { scope }]) =>
    scope.organisations.some((one) => one.toLowerCase() === owner),
  )
  return model?.[0] ?? organisation?.[0] ?? active
}
