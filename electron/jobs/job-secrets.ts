import { providerFacts } from '../../shared/domain/provider.ts'
import type { JobSecret, JobSpec } from '../../shared/domain/job.ts'
import { errors, fail } from '../../shared/errors.ts'
import { tokenToSend } from '../credentials/token-to-send.ts'
import type { Secret } from '../redaction/secret.ts'
import type { JobNeeds } from './needs.ts'

/**
 * What a person may write in the place of a secret: `$HF_TOKEN` or `${HF_TOKEN}` (or another variable that a
 * provider's token goes by) means the token of the account in force; anything else is meant as it is.
 */
export function readSecret(text: string): JobSecret {
  const variable = /^\$(?:\{(\w+)\}|(\w+))$/.exec(text.trim())
  const name = variable?.[1] ?? variable?.[2]
  const provider = name === undefined ? null : providerOf(name)
  return provider === null ? { from: 'text', text } : { from: 'account', provider, account: null }
}

/** The provider whose token goes by this variable; null for a variable of anybody else's. */
export function providerOf(variable: string): 'huggingface' | 'ngc' | null {
  const known = (['huggingface', 'ngc'] as const).find((id) =>
    providerFacts[id].environment.includes(variable),
  )
  return known ?? null
}

/**
 * The values of a job's secrets, by name. Throws `no-token` for an account without one, `token-rejected` for
 * one that its provider does not accept any more, and as `tokenToSend` does.
 */
export async function resolveSecrets(
  { secrets }: Pick<JobSpec, 'secrets'>,
  { credentials, redactor }: Pick<JobNeeds, 'credentials' | 'redactor'>,
): Promise<ReadonlyMap<string, Secret>> {
  const values = new Map<string, Secret>()
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret.from === 'text') {
      values.set(name, redactor.guard(secret.text))
      continue
    }
    const { provider, account } = secret
    const wish = { provider, ...(account === null ? {} : { account }) }
    const token = await tokenToSend(wish, credentials)
    const { label, environment } = providerFacts[provider]
    if (token === null) throw fail(errors.jobSecretMissing(name, environment[0]))
    // A job with a dead token costs money and fails at its first request.
    if (token.verification?.state === 'rejected') throw fail(errors.tokenRejected(label))
    values.set(name, token.secret)
  }
  return values
}
