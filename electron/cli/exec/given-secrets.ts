import { providerFacts, type ProviderId } from '../../../shared/domain/provider.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { execErrors } from '../../../shared/exec-errors.ts'
import { factsFor } from '../../credentials/facts.ts'
import { tokenToSend } from '../../credentials/token-to-send.ts'
import type { ExecSecret } from '../../launcher/exec-environment.ts'
import type { Context } from '../context.ts'

interface GivenSecrets {
  readonly given: readonly ExecSecret[]
  /** Tokens that their provider has rejected; they are not given. */
  readonly refused: readonly ExecSecret[]
}

/**
 * The tokens that are in force for the chosen providers, or for all that Hubkey knows. Says which
 * ones are left out because they were rejected. Throws `no-token` or `token-rejected` when none is
 * left.
 */
export async function givenSecrets(
  chosen: readonly ProviderId[] | null,
  { core, output }: Context,
): Promise<GivenSecrets> {
  const given: ExecSecret[] = []
  const refused: ExecSecret[] = []
  const labels: string[] = []
  const refusedLabels: string[] = []
  for (const provider of chosen ?? (await everyProvider(core))) {
    const token = await tokenToSend({ provider }, core.credentials)
    const { label, environment } = await factsFor(provider, core.credentials)
    labels.push(label)
    if (token === null) continue
    const isRefused = token.verification?.state === 'rejected'
    ;(isRefused ? refused : given).push({
      provider,
      variables: environment,
      secret: token.secret,
    })
    if (isRefused) refusedLabels.push(label)
  }
  if (given.length === 0) {
    throw fail(
      refused.length > 0
        ? execErrors.allRefused(refusedLabels.join(' and '))
        : errors.noToken(labels.join(' or ')),
    )
  }
  for (const label of refusedLabels) {
    output.notice(
      `hubkey: ${label} does not accept the stored token any more; it is left out. Log in again: hubkey login`,
    )
  }
  return { given, refused }
}

async function everyProvider({ credentials }: Context['core']): Promise<readonly ProviderId[]> {
  return [...Object.values(providerFacts), ...(await credentials.customProviders())].map(
    ({ id }) => id,
  )
}
