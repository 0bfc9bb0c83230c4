import { version } from '../../../package.json'
import { providerFacts } from '../../../shared/domain/provider.ts'
import { AppFailure, errors, fail } from '../../../shared/errors.ts'
import { tokenToSend } from '../../credentials/token-to-send.ts'
import type { Secret } from '../../redaction/secret.ts'
import { answerDocker } from '../../sinks/docker/answer-docker.ts'
import type { Context } from '../context.ts'
import { exitCodes } from '../exit-code.ts'
import { describeAction } from '../io.ts'
import { readStdin } from '../read-secret.ts'

/** Docker hands over one credential at most. */
const mostBytes = 64 * 1024
/** These are asked without anything on standard input, which may stay open. */
const speechless: readonly (string | null)[] = ['list', 'version', '--version', null]

/**
 * `docker-credential-hubkey get|store|erase|list|version`: docker's own protocol for credential
 * helpers. It reads errors on standard output, so that is where they go: also that the keyring is
 * locked, or that NVIDIA refused the key.
 */
export async function dockerCredential(
  { verb }: { readonly verb: string | null },
  { core, io, output }: Context,
): Promise<number> {
  const provider = 'ngc'
  const key = async (): Promise<Secret | null> => {
    const token = await tokenToSend({ provider }, core.credentials)
    if (token?.verification?.state === 'rejected') {
      throw fail(errors.tokenRejected(providerFacts[provider].label))
    }
    return token?.secret ?? null
  }
  try {
    const input = speechless.includes(verb) ? '' : await readStdin(io, mostBytes)
    const { ok, text } = await answerDocker({ verb, input }, key, { ...core.ports, version })
    // Not through the output, which masks every token.
    io.stdout.write(`${text}\n`)
    return ok ? exitCodes.done : exitCodes.failed
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    const { message, action } = cause.error
    const next = action === null ? '' : ` Next: ${describeAction(action, output.hub)}`
    io.stdout.write(`${message}${next}\n`)
    return exitCodes.failed
  }
}
