import type { ProviderView } from '../../shared/domain/provider.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import type { State } from './state.ts'

/** A token that its provider has just rejected. */
export interface Rejection {
  readonly provider: string
  /** Display name of the provider. */
  readonly label: string
  /** Hubkey's own name of it; null for a token of the environment or of another tool. */
  readonly account: string | null
  /** What the provider called its owner when it still accepted it. */
  readonly username: string | null
}

/**
 * Tells of each token once, when it is seen to be rejected that was not so before: whoever found out,
 * a download, a check, another process. What was rejected before the start was told then.
 */
export function tellOfRejections(
  { subscribe }: Pick<State, 'subscribe'>,
  onRejection: (rejection: Rejection) => void,
): () => void {
  return subscribe(({ providers }, previous) => {
    if (providers === previous.providers) return
    const before = new Map(previous.providers.flatMap(tokensOf))
    for (const [key, token] of new Map(providers.flatMap(tokensOf))) {
      const known = before.get(key)
      if (token.state !== 'rejected' || known === undefined || known.state === 'rejected') continue
      const { provider, label, account } = token
      onRejection({ provider, label, account, username: known.username })
    }
  })
}

interface Token extends Rejection {
  readonly state: Verification['state'] | null
}

/** Every token by its fingerprint; a stored one under its own name. */
function tokensOf({
  id,
  label,
  accounts,
  account,
  fingerprint,
  verification,
}: ProviderView): (readonly [string, Token])[] {
  const inForce = { account, fingerprint, verification }
  const stored = accounts.map((one) => ({ ...one, account: one.name }))
  return [inForce, ...stored].flatMap((one) => {
    if (one.fingerprint === null) return []
    const state = one.verification?.state ?? null
    const username = one.verification?.identity?.username ?? null
    const token = { provider: id, label, account: one.account, username, state }
    return [[`${id}:${one.fingerprint}`, token] as const]
  })
}
