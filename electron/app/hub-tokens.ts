import type { ProviderId } from '../../shared/domain/provider.ts'
import { openFingerprints } from '../credentials/fingerprint.ts'
import type { CredentialNeeds } from '../credentials/needs.ts'
import type { ResolvedToken } from '../credentials/resolve-token.ts'
import { tokenToSend } from '../credentials/token-to-send.ts'
import { readVerifications } from '../credentials/verifications.ts'
import { verifyToken } from '../credentials/verify-token.ts'
import type { HubNeeds, HubToken, TokenStanding } from '../hub/needs.ts'
import type { Secret } from '../redaction/secret.ts'

const provider: ProviderId = 'huggingface'

/** Where the Hub's verbs get their token from, and the quarantine that a rejected one goes into. */
export interface HubTokens extends Pick<HubNeeds, 'token' | 'settle'> {
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
  return {
    token: async () => {
      const token = await tokenToSend({ provider }, needs)
      return token === null ? null : keepBack(token)
    },
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

function keepBack({ secret, verification }: ResolvedToken): HubToken {
  return { secret: verification?.state === 'rejected' ? null : secret }
}

function optional(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
