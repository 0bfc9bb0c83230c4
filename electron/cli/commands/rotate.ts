import type { ProviderId } from '../../../shared/domain/provider.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { loginErrors } from '../../../shared/login-errors.ts'
import { openBook } from '../../credentials/account-book.ts'
import { factsFor } from '../../credentials/facts.ts'
import { isLogIn } from '../../credentials/log-in.ts'
import { lostRights } from '../../credentials/lost-rights.ts'
import { normaliseToken } from '../../credentials/normalise.ts'
import { resolveToken } from '../../credentials/resolve-token.ts'
import { rotateToken } from '../../credentials/rotate-token.ts'
import { settleTokens } from '../../credentials/settle-tokens.ts'
import { verifyToken } from '../../credentials/verify-token.ts'
import type { Context } from '../context.ts'
import { tellStaleRuns } from '../old-tokens.ts'
import { readSecret } from '../read-secret.ts'

interface RotateOptions {
  readonly provider: ProviderId
  /** Whose token; the active account's when left out. */
  readonly name?: string
  readonly stdin: boolean
  readonly revokeOld: boolean
  readonly unverified: boolean
}

/** `hubkey rotate`: verifies a new token and puts it wherever the old one lies. */
export async function rotate(options: RotateOptions, context: Context): Promise<void> {
  const { core, io, output } = context
  const { provider, revokeOld, unverified } = options
  const needs = core.credentials
  const { label } = await factsFor(provider, needs)
  await settleTokens({}, needs)
  const account = options.name ?? (await openBook(needs))(provider).active
  if (account === null) throw fail(errors.noToken(label))
  if (await isLogIn(provider, account, needs)) throw fail(loginErrors.rotateLogIn(account))
  const old = await resolveToken({ provider, account }, needs)
  const text = await readSecret(io, options.stdin, `New ${label} token for ${account}: `)
  const secret = core.redactor.guard(normaliseToken(text))
  output.progress(`Asking ${label} whose token this is…`)
  const verification = await verifyToken({ provider, secret }, needs)
  if (verification.state === 'rejected' && verification.error !== null) {
    throw fail(verification.error)
  }
  const lost = lostRights(old?.verification ?? null, verification)
  if (lost.length > 0) output.notice(`The old token could also: ${lost.join(', ')}.`)
  const input = { provider, account, secret, verification, revokeOld, unverified }
  const report = await rotateToken(input, needs)
  for (const { sink, error } of report.sinks) {
    if (error !== null) output.notice(`${sink} still has the old token: ${error.message}`)
  }
  if (report.oldToken === 'unproven') {
    output.notice(`${label} was asked to revoke the old token; whether it did is not known.`)
  }
  const staleRuns = await tellStaleRuns(context)
  output.result({ ...report, staleRuns }, () => {
    const places = report.sinks.filter(({ error }) => error === null).map(({ sink }) => sink)
    const also = places.length === 0 ? '' : ` Also in ${places.join(', ')}.`
    const dead = report.oldToken === 'proven' ? ' The old token is revoked.' : ''
    return `The token of ${account} was replaced.${also}${dead}\n`
  })
}
