import type { Secret } from '../../redaction/secret.ts'
import type { SinkNeeds } from '../sink.ts'
import { readCredential, writeCredential } from './credential-text.ts'
import { hubHost } from './git.ts'

/** The name that `hf` files its token under: the Hub takes any, but two names are two copies. */
export const gitUsername = 'hf_user'

/**
 * What git is answered when it asks its helpers (`get`): name and token for the Hub's host whatever
 * the path, null for every other host and for what git would not write. `token` is asked only then;
 * what it throws passes through.
 */
export async function answerGit(
  question: string,
  token: () => Promise<Secret | null>,
  needs: Pick<SinkNeeds, 'env' | 'paths'>,
): Promise<string | null> {
  const asked = readCredential(question)
  const { protocol, host } = hubHost(needs)
  if (asked?.protocol !== protocol || asked.host?.toLowerCase() !== host) return null
  const secret = await token()
  if (secret === null) return null
  // A remote may name a user; git believes only an answer for that one.
  const username = asked.username ?? gitUsername
  return writeCredential({ protocol, host, username, password: secret.reveal() })
}
