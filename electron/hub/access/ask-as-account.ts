import { AppFailure } from '../../../shared/errors.ts'
import type { Secret } from '../../redaction/secret.ts'
import type { HubNeeds, HubToken } from '../needs.ts'
import type { Standing } from './judge.ts'
import { readRefusal, type AnyReply } from './refusal.ts'

/** A request that can be sent with a token or without. */
export interface AccountRequest<R> {
  /** Null for a request about no single repository. */
  readonly repo: string | null
  readonly send: (token: Secret | null) => Promise<R>
  readonly signal?: AbortSignal
}

/** A reply, and who it was given to. `token` is what further requests should carry. */
export interface AccountReply<R> {
  readonly reply: R
  readonly standing: Standing
  readonly token: Secret | null
}

/**
 * Asks with the account's token, and tells a dead token from a closed repository: the Hub answers
 * 401 to a dead token even where anybody may read. A token in quarantine is not sent at all. Throws
 * what `send` throws, or the reason why the token could not be read if the repository needs one.
 */
export async function askAsAccount<R extends AnyReply>(
  request: AccountRequest<R>,
  needs: HubNeeds,
): Promise<AccountReply<R>> {
  const token = await readToken(request.repo, needs)
  if (token instanceof AppFailure) {
    const reply = await request.send(null)
    if (isRefused(reply)) throw token
    return { reply, standing: 'none', token: null }
  }
  if (token?.secret != null) return await askWith(token.secret, request, needs)
  const standing = token === null ? 'none' : 'rejected'
  return { reply: await request.send(null), standing, token: null }
}

/**
 * Asks with this token. A 401 is asked again without it, and the Hub is asked about the token
 * itself, which quarantines a dead one: on a gated file a dead token and none look the same.
 */
export async function askWith<R extends AnyReply>(
  token: Secret,
  { send, signal }: Pick<AccountRequest<R>, 'send' | 'signal'>,
  needs: HubNeeds,
): Promise<AccountReply<R>> {
  const reply = await send(token)
  if (reply.status !== 401) return { reply, standing: 'accepted', token }
  const anonymous = await send(null)
  if (await isDead(token, reply, signal, needs)) {
    return { reply: anonymous, standing: 'rejected', token: null }
  }
  if (!isRefused(anonymous)) return { reply: anonymous, standing: 'none', token: null }
  return { reply, standing: 'accepted', token }
}

async function readToken(
  repo: string | null,
  { token }: HubNeeds,
): Promise<HubToken | AppFailure | null> {
  try {
    return await token({ repo })
  } catch (cause) {
    if (cause instanceof AppFailure) return cause
    throw cause
  }
}

function isRefused({ status }: AnyReply): boolean {
  return status >= 400 && status < 500 && status !== 429 && status !== 408
}

/** Only the Hub's own word proves a token dead; when it gives none, the message is the best hint. */
async function isDead(
  token: Secret,
  refused: AnyReply,
  signal: AbortSignal | undefined,
  { settle, log, clock }: HubNeeds,
): Promise<boolean> {
  const standing = await settle(token, signal)
  if (standing !== 'unknown') return standing === 'rejected'
  log.warn('whoami could not settle whether the token is dead')
  return readRefusal(refused, clock.now()).hint.includes('invalid credentials')
}
