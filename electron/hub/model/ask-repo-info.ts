import { errors, fail } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { request, type ApiReply } from '../../http/request.ts'
import type { Secret } from '../../redaction/secret.ts'
import { askWith } from '../access/ask-as-account.ts'
import type { Standing } from '../access/judge.ts'
import { readVerdict, type Reading } from '../access/read-verdict.ts'
import { gateAddress, repoInfoAddress } from '../addresses.ts'
import type { RepoPlace } from '../file-place.ts'
import { readLimits } from '../limits.ts'
import type { HubNeeds } from '../needs.ts'
import { ModelInfoSchema, type ModelInfo } from './model-info.ts'

const maxBytes = 64 * 1024 * 1024

/** Which repository, and how much of it is wanted. */
export interface InfoQuestion extends RepoPlace {
  readonly token: Secret | null
  readonly withFiles: boolean
}

/** The info of a repository, or how the reply reads that did not bring it; and who it was given to. */
export type InfoAnswer = { readonly standing: Standing } & (
  { readonly info: ModelInfo } | { readonly reading: Reading }
)

/**
 * Asks what the Hub knows of a repository at a revision. It says nothing about access. Throws
 * `revision-missing` and what `request` throws.
 */
export async function askRepoInfo(ask: InfoQuestion, needs: HubNeeds): Promise<InfoAnswer> {
  const { endpoint, host } = readHfEnvironment(needs.env, needs.paths.home)
  const timeoutMs = readLimits(needs.env, needs.limits).metadataMs
  const url = ask.withFiles ? repoInfoAddress(endpoint, ask) : gateAddress(endpoint, ask)
  const send = async (token: Secret | null): Promise<ApiReply> =>
    request({ url, token, timeoutMs, maxBytes }, needs.fetch)
  const { reply, standing } =
    ask.token === null
      ? { reply: await send(null), standing: 'none' as const }
      : await askWith(ask.token, { send }, needs)
  if (reply.headers.get('x-error-code') === 'RevisionNotFound') {
    throw fail(errors.revisionMissing(ask.repo, ask.revision))
  }
  const reading = readVerdict(reply, { standing, host, now: needs.clock.now() })
  if (reading.verdict !== null) return { reading, standing }
  const parsed = ModelInfoSchema.safeParse(reply.json)
  if (!parsed.success) throw fail(errors.hubUnexpectedReply(host))
  return { info: parsed.data, standing }
}
