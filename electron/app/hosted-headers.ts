import { providerFacts } from '../../shared/domain/provider.ts'
import type { RunView } from '../../shared/domain/run.ts'
import { errors, fail } from '../../shared/errors.ts'
import type { CredentialNeeds } from '../credentials/needs.ts'
import { bearer, hostedFacts, isHosted } from '../launcher/engines/hosted.ts'
import type { Launcher } from '../launcher/launcher.ts'
import { launchSecrets } from './launch-secrets.ts'

/**
 * What lets in at a model that runs elsewhere: the token that is in force now, so that a rotation
 * reaches it with the next question. Null for a server of this machine. Throws `no-token`, and as
 * `launchSecrets` does.
 */
export async function hostedHeaders(
  { id, engine }: Pick<RunView, 'id' | 'engine'>,
  needs: { readonly launcher: Pick<Launcher, 'requestOf'>; readonly credentials: CredentialNeeds },
): Promise<Readonly<Record<string, string>> | null> {
  if (!isHosted(engine)) return null
  const { repo, settings } = await needs.launcher.requestOf(id)
  const { provider } = hostedFacts[engine]
  const wish = { providers: [provider], repo, account: settings?.account }
  const [found] = await launchSecrets(wish, needs.credentials)
  if (found === undefined) throw fail(errors.noToken(providerFacts[provider].label))
  return bearer(found.secret)
}
