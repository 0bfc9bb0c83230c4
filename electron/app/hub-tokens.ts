import type { ProviderId } from '../../shared/domain/provider.ts'
import { AppFailure } from '../../shared/errors.ts'
import { openBook } from '../credentials/account-book.ts'
import { namesIn } from '../credentials/account-views.ts'
import type { AccountWish } from '../credentials/choose-account.ts'
import { openFingerprints } from '../credentials/fingerprint.ts'
import type { CredentialNeeds } from '../credentials/needs.ts'
import type { ResolvedToken } from '../credentials/resolve-token.ts'
import { tokenToSend } from '../credentials/token-to-send.ts'
import { readVerifications } from '../credentials/verifications.ts'
import { verifyToken } from '../credentials/verify-token.ts'
import type { HubAccount, HubNeeds, HubToken, TokenStanding } from '../hub/needs.ts'
import type { Secret } from '../redaction/secret.ts'

const provider: ProviderId = 'huggingface'

/** Where the Hub's verbs get their token from, and the quarantine that a rejected one goes into. */
export interface HubTokens extends Required<Pick<HubNeeds, 'token' | 'settle' | 'accounts'>> {
  /** As `token` and `accounts`, with this account in force whatever else is. */
  as(account: string): Required<Pick<HubNeeds, 'token' | 'accounts'>>
  /** Calls the listener when a token has just been found dead: once per token, whoever finds it. */
  onQuarantine(listener: () => void): void
}

/**
 * The one place where a token is handed out for the Hub. What the Hub has rejected is kept back, by
 * fingerprint and Hub address, in every process, until it is verified anew or another token is in
 * force. Nothing is sent before it is asked for.
 */
export function createHubTokens(needs: CredentialNeeds): HubTokens {
  const listeners: (() => void)[] = []
  const asking = new Map<string, Promise<TokenStanding>>()
  const ask = async (secret: Secret, signal: AbortSignal | undefined): Promise<TokenStanding> => {
    const { state } = await verifyToken({ provider, secret, ...optional(signal) }, needs)
    if (state !== 'rejected') return state === 'verified' ? 'accepted' : 'unknown'
    for (const tell of listeners) tell()
    return 'rejected'
  }
  const handOut =
    (account: string | undefined): HubNeeds['token'] =>
    async ({ repo }) => {
      const token = await tokenToSend(wishFor(repo, account), needs)
      return token === null ? null : keepBack(token)
    }
  const list =
    (account: string | undefined): HubTokens['accounts'] =>
    async ({ repo }) => {
      const now = await tokenToSend(wishFor(repo, account), needs).catch(unreadable)
      const names = namesIn((await openBook(needs))(provider))
      const others = names.filter((name) => now === null || name !== now.account)
      const listed = await Promise.all(
        others.map(async (name): Promise<HubAccount[]> => {
          const token = await tokenToSend({ provider, account: name }, needs).catch(
            (cause: unknown) => (isMissing(cause) ? undefined : unreadable(cause)),
          )
          // Listed, but nowhere stored: `default` where nobody has logged in yet.
          if (token === undefined) return []
          // One that cannot be read now is an account all the same.
          return [{ ...describe(name, token), inForce: false, token: handOut(name) }]
        }),
      ).then((each) => each.flat())
      if (now === null) return listed
      return [{ ...describe(now.account, now), inForce: true, token: handOut(account) }, ...listed]
    }
  return {
    token: handOut(undefined),
    accounts: list(undefined),
    as: (account) => ({ token: handOut(account), accounts: list(account) }),
    settle: async (secret, signal) => {
      const fingerprint = (await openFingerprints(needs))(secret)
      // Another process may have found out since this one read the token.
      const known = (await readVerifications(needs))({ provider, fingerprint })
      if (known?.state === 'rejected') return 'rejected'
      const pending = asking.get(fingerprint) ?? ask(secret, signal)
      asking.set(fingerprint, pending)
      return await pending.finally(() => asking.delete(fingerprint))
    },
    onQuarantine: (listener) => {
      listeners.push(listener)
    },
  }
}

function wishFor(
  repo: string | null,
  account: string | undefined,
): AccountWish & { readonly provider: ProviderId } {
  return { provider, account, ...(repo === null ? {} : { for: { repo } }) }
}

function describe(
  account: string | null,
  token: ResolvedToken | null,
): Pick<HubAccount, 'account' | 'username'> {
  return { account, username: token?.verification?.identity?.username ?? null }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof AppFailure && cause.error.code === 'account-missing'
}

function unreadable(cause: unknown): null {
  if (cause instanceof AppFailure) return null
  throw cause
}

function keepBack({ secret, verification }: ResolvedToken): HubToken {
  return { secret: verification?.state === 'rejected' ? null : secret }
}

function optional(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
