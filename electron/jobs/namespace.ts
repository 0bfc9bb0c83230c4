import type { Identity } from '../../shared/domain/verification.ts'
import { providerFacts } from '../../shared/domain/provider.ts'
import { errors, fail } from '../../shared/errors.ts'
import { tokenToSend } from '../credentials/token-to-send.ts'
import { verifyToken } from '../credentials/verify-token.ts'
import type { CredentialNeeds } from '../credentials/needs.ts'

/** Which of the user's accounts; null is the one in force. */
export interface Submitter {
  readonly account: string | null
}

/**
 * Who the Hub says an account is: as it said last, or asked now when it never was. Null when it gives no
 * answer. Throws `no-token`, and as `tokenToSend` does.
 */
export async function identityOf(
  { account }: Submitter,
  needs: CredentialNeeds,
): Promise<Identity | null> {
  const provider = 'huggingface'
  const token = await tokenToSend({ provider, ...(account === null ? {} : { account }) }, needs)
  if (token === null) throw fail(errors.noToken(providerFacts[provider].label))
  const known = token.verification?.identity
  if (known != null) return known
  return (await verifyToken({ provider, secret: token.secret }, needs)).identity
}

/**
 * The namespace that is meant: the one named, else the account's own name. Throws `bad-input` when neither is
 * known, and as `identityOf` does.
 */
export async function namespaceOf(
  { namespace, ...submitter }: Submitter & { readonly namespace: string | null },
  needs: CredentialNeeds,
): Promise<string> {
  if (namespace !== null) return acceptNamespace(namespace)
  const identity = await identityOf(submitter, needs)
  if (identity !== null) return acceptNamespace(identity.username)
  throw fail(errors.badInput('The Hub did not say whose token this is: name a namespace.'))
}

function acceptNamespace(name: string): string {
  if (/^[A-Za-z0-9][\w.-]{0,95}$/.test(name)) return name
  throw fail(errors.badInput('A namespace is the name of a user or an organisation.'))
}
