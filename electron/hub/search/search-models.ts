import {
  SearchRequestSchema,
  type FoundModel,
  type SearchPage,
  type SearchRequest,
} from '../../../shared/domain/search.ts'
import { errors, fail, type AppError } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { secondsToWait } from '../../http/rate-limit.ts'
import { request, type ApiReply } from '../../http/request.ts'
import type { Secret } from '../../redaction/secret.ts'
import { askAsAccount } from '../access/ask-as-account.ts'
import { searchAddress } from '../addresses.ts'
import { readLimits } from '../limits.ts'
import { listCachedModels } from '../list-cached-models.ts'
import type { HubNeeds } from '../needs.ts'
import { FoundModelsSchema } from './found-models.ts'
import { nextCursor, searchQuery } from './query.ts'

/** A page of a hundred models with long cards stays far below this. */
const maxBytes = 16 * 1024 * 1024

/**
 * Finds models on the Hub, one page at a time, and tells which of them lie in the shared cache. A
 * page may hold fewer than `limit`: bounds of size are checked once more here, because a mirror may
 * not know them. Throws `bad-input`, `hub-rate-limited`, `offline-mode` or why the Hub could not be
 * asked.
 */
export async function searchModels(wish: SearchRequest, needs: HubNeeds): Promise<SearchPage> {
  const parsed = SearchRequestSchema.safeParse(wish)
  if (!parsed.success) {
    throw fail(errors.badInput(parsed.error.issues[0]?.message ?? 'This cannot be searched for.'))
  }
  const hub = readHfEnvironment(needs.env, needs.paths.home)
  if (hub.offline) throw fail(errors.offlineMode(hub.host))
  const url = searchAddress(hub.endpoint, searchQuery(parsed.data))
  const timeoutMs = readLimits(needs.env, needs.limits).metadataMs
  const send = async (token: Secret | null): Promise<ApiReply> =>
    request({ url, token, timeoutMs, maxBytes }, needs.fetch)
  const { reply } = await askAsAccount({ repo: null, send }, needs)
  if (reply.status !== 200) throw fail(whyNot(reply, hub.host, needs.clock.now()))
  const found = FoundModelsSchema.safeParse(reply.json)
  if (!found.success) throw fail(errors.hubUnexpectedReply(hub.host))
  const cached = new Set((await listCachedModels({}, needs)).map(({ repo }) => repo))
  return {
    models: found.data
      .filter((model) => isWithin(model, parsed.data))
      .map((model) => ({ ...model, cached: cached.has(model.repo) })),
    next: nextCursor(reply.headers.get('link')),
  }
}

function whyNot(reply: ApiReply, host: string, now: Date): AppError {
  if (reply.status === 429) return errors.hubRateLimited(host, secondsToWait(reply.headers, now))
  if (reply.status >= 500) return errors.hubServerError(host, reply.status)
  return errors.hubUnexpectedReply(host)
}

/** A model whose size nobody knows is not held to bounds. */
function isWithin(
  { parameters }: Pick<FoundModel, 'parameters'>,
  { minParameters, maxParameters }: SearchRequest,
): boolean {
  if (parameters === null) return true
  return parameters >= (minParameters ?? 0) && parameters <= (maxParameters ?? Infinity)
}
