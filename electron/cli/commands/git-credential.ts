import { providerFacts } from '../../../shared/domain/provider.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { tokenToSend } from '../../credentials/token-to-send.ts'
import { answerGit } from '../../sinks/git/answer-git.ts'
import type { Context } from '../context.ts'
import { readStdin } from '../read-secret.ts'

/** git asks in a few short lines. */
const mostBytes = 64 * 1024

/**
 * `hubkey git-credential get|store|erase`: git's own protocol for credential helpers. `get` gives
 * the token in use for the Hub's host and nothing for any other. `store` and `erase` do nothing,
 * for git must neither change nor empty the vault; so do words that git may invent later. Throws
 * what `tokenToSend` throws, such as `keyring-locked`, and `token-rejected`: git shows the sentence.
 */
export async function gitCredential(
  { operation }: { readonly operation: string | null },
  { core, io }: Context,
): Promise<void> {
  if (operation !== 'get') return
  const provider = 'huggingface'
  const answer = await answerGit(
    await readStdin(io, mostBytes),
    async () => {
      const token = await tokenToSend({ provider }, core.credentials)
      if (token?.verification?.state === 'rejected') {
        throw fail(errors.tokenRejected(providerFacts[provider].label))
      }
      return token?.secret ?? null
    },
    core.ports,
  )
  // Not through the output, which masks every token.
  if (answer !== null) io.stdout.write(answer)
}
