import type { SourceKind } from '../../../shared/domain/provider.ts'
import type { LaunchRequest } from '../../../shared/domain/run.ts'
import { errors } from '../../../shared/errors.ts'
import { openBook, recordOf } from '../../credentials/account-book.ts'
import { factsFor } from '../../credentials/facts.ts'
import { resolveToken } from '../../credentials/resolve-token.ts'
import { secretsOf } from '../../launcher/engines/secrets-of.ts'
import { finding, problem, type Finding, type PreflightNeeds } from './finding.ts'

const places: Readonly<Record<SourceKind, string>> = {
  environment: 'the environment',
  keyring: 'the keyring',
  file: 'credentials.json',
  'hf-token-file': 'the token file of hf',
}

/**
 * Which secrets the server will get, and from where. One that it cannot do without has to be there; one
 * that it can is a notice, unless the model is gated, which the check of the model tells. Null when it
 * gets none. Throws as `resolveToken` does.
 */
export async function checkSecrets(
  { engine, settings, repo }: LaunchRequest,
  { credentials }: Pick<PreflightNeeds, 'credentials'>,
  isGated: () => Promise<boolean>,
): Promise<Finding | null> {
  const { secrets, requires } = secretsOf({ engine, settings })
  const [provider] = secrets
  if (provider === undefined) return null
  const book = (await openBook(credentials))(provider)
  const account = settings?.account
  const isNamed = account !== undefined && recordOf(book, account) !== undefined
  const wish = isNamed ? { account } : { for: { repo } }
  const { label, environment } = await factsFor(provider, credentials)
  if (account !== undefined && !isNamed) return problem(errors.accountMissing(label, account))
  const token = await resolveToken({ provider, ...wish }, credentials)
  if (token === null) {
    if (requires.includes(provider)) return problem(errors.noToken(label))
    if (await isGated()) return problem(errors.noToken(label))
    const { action } = errors.noToken(label)
    const sentence = `There is no ${label} token. Public models work without one, more slowly.`
    return { state: 'notice', sentence, action }
  }
  const whose = token.account === null ? '' : `, account ${token.account}`
  const from = `${environment[0]} from ${places[token.source]}${whose}.`
  if (token.verification?.state !== 'rejected') return finding('ok', from)
  const rejected = problem(
    errors.tokenRejected(label, { to: provider === 'ngc' ? 'ngc-keys' : 'create-token' }),
  )
  return requires.includes(provider) ? rejected : { ...rejected, state: 'notice' }
}
