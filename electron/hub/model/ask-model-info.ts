import { errors, fail } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { request } from '../../http/request.ts'
import type { Secret } from '../../redaction/secret.ts'
import { readVerdict, type Reading } from '../access/read-verdict.ts'
import { repoInfoAddress } from '../addresses.ts'
import type { RepoPlace } from '../file-place.ts'
import { readLimits } from '../limits.ts'
import type { HubNeeds } from '../needs.ts'
import { ModelInfoSchema, type ModelInfo } from './model-info.ts'

const maxBytes = 64 * 1024 * 1024

/** The info of a repository, or how the reply reads that did not bring it. */
export type InfoAnswer = { readonly model: ModelInfo } | { readonly reading: Reading }

/**
 * Asks what the Hub knows of a repository at a revision. It says nothing about access. Throws
 * `revision-missing` and what `request` throws.
 */
export async function askModelInfo(
  ask: RepoPlace & { readonly token: Secret | null },
  needs: HubNeeds,
): Promise<InfoAnswer> {
  const { endpoint, host } = readHfEnvironment(needs.env, needs.paths.home)
  const timeoutMs = readLimits(needs.env, needs.limits).metadataMs
  const url = repoInfoAddress(endpoint, ask)
  const reply = await request({ url, token: ask.token, timeoutMs, maxBytes }, needs.fetch)
  if (reply.headers.get('x-error-code') === 'RevisionNotFound') {
    throw fail(errors.revisionMissing(ask.repo, ask.revision))
  }
  const reading = readVerdict(reply, {
    standing: ask.token === null ? 'none' : 'accepted',
    host,
    now: needs.clock.now(),
  })
  if (reading.verdict !== null) return { reading }
  const parsed = ModelInfoSchema.safeParse(reply.json)
  if (!parsed.success) throw fail(errors.hubUnexpectedReply(host))
  return { model: parsed.data }
}
