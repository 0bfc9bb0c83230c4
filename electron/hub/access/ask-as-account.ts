import { AppFailure } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { request } from '../../http/request.ts'
import type { Secret } from '../../redaction/secret.ts'
import { whoAmIAddress } from '../addresses.ts'
import { readLimits } from '../limits.ts'
import type { HubNeeds } from '../needs.ts'
import type { Standing } from './judge.ts'
import { readRefusal, type AnyReply } from './refusal.ts'

/** A reply, and who it was given to. `token` is what further requests should carry. */
export interface AccountReply<R> {
  readonly reply: R
  readonly standing: Standing
  readonly token: Secret | null
}

/**
 * Asks with the account's token, and tells a dead token from a closed repository: the Hub answers
 * 401 to a dead token even where anybody may read. So a 401 is asked again without the token, and
 * only if that is refused too, whoami settles it (its rate limit is strict). Throws what `send`
 * throws, or the reason why the token could not be read if the repository needs one.
 */
export async function askAsAccount<R extends AnyReply>(
  send: (token: Secret | null) => Promise<R>,
  needs: HubNeeds,
  signal?: AbortSignal,
): Promise<AccountReply<R>> {
  const token = await readToken(needs)
  if (token === null || token instanceof AppFailure) {
    const reply = await send(null)
    if (token !== null && isRefused(reply)) throw token
    return { reply, standing: 'none', token: null }
  }
  const reply = await send(token)
  if (reply.status !== 401) return { reply, standing: 'accepted', token }
  const anonymous = await send(null)
  if (!isRefused(anonymous)) return { reply: anonymous, standing: 'rejected', token: null }
  return (await isDead(token, reply, needs, signal))
    ? { reply: anonymous, standing: 'rejected', token: null }
    : { reply, standing: 'accepted', token }
}

async function readToken({ token }: HubNeeds): Promise<Secret | AppFailure | null> {
  try {
    return (await token())?.secret ?? null
  } catch (cause) {
    if (cause instanceof AppFailure) return cause
    throw cause
  }
}

function isRefused({ status }: AnyReply): boolean {
  return status >= 400 && status < 500 && status !== 429 && status !== 408
}

/** Only whoami's 401 proves a token dead; when whoami decides nothing, the message is the best hint. */
async function isDead(
  token: Secret,
  refused: AnyReply,
  needs: HubNeeds,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { endpoint } = readHfEnvironment(needs.env, needs.paths.home)
  const timeoutMs = readLimits(needs.env, needs.limits).metadataMs
  const url = whoAmIAddress(endpoint)
  const who = { url, token, timeoutMs, ...(signal === undefined ? {} : { signal }) }
  try {
    const { status } = await request(who, needs.fetch)
    if (status === 401) return true
    if (status === 200) return false
  } catch {
    needs.log.warn('whoami could not settle whether the token is dead')
  }
  const { hint } = readRefusal(refused, needs.clock.now())
  return hint.includes('invalid credentials')
}
