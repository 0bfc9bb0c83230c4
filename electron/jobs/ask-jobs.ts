import { providerFacts } from '../../shared/domain/provider.ts'
import { errors, fail, type AppError } from '../../shared/errors.ts'
import { readHfEnvironment } from '../hf-environment.ts'
import { secondsToWait } from '../http/rate-limit.ts'
import { request, type ApiReply } from '../http/request.ts'
import { askAsAccount } from '../hub/access/ask-as-account.ts'
import { readLimits } from '../hub/limits.ts'
import type { Secret } from '../redaction/secret.ts'
import type { JobNeeds } from './needs.ts'

/** A page of a hundred jobs, each with a script in its command, stays below this. */
const maxBytes = 32 * 1024 * 1024
/** The Hub takes a while to find a place for a job. */
const leastPatienceMs = 30_000

/** One question about jobs. */
export interface JobRequest {
  /** Behind `/api`, with its query: `/jobs/ada`. */
  readonly path: string
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** JSON. */
  readonly body?: string
  /** Whose jobs they are, for what is said of a refusal; null for what everybody may ask. */
  readonly namespace: string | null
  /** The job, where there is one. */
  readonly id?: string
  readonly signal?: AbortSignal
}

/**
 * Asks the Hub about jobs as the account in force. A body with secrets in it is never sent without a
 * token, nor to anybody but the Hub. Throws `no-token`, `token-rejected`, `job-not-allowed`,
 * `job-missing`, `job-refused`, `job-no-credit`, `offline-mode` or why the Hub could not be asked.
 */
export async function askJobs(ask: JobRequest, needs: JobNeeds): Promise<ApiReply> {
  const { env, paths, fetch, clock, limits } = needs.hub
  const hub = readHfEnvironment(env, paths.home)
  if (hub.offline) throw fail(errors.offlineMode(hub.host))
  const timeoutMs = Math.max(leastPatienceMs, readLimits(env, limits).metadataMs)
  const { path, namespace, signal, ...rest } = ask
  const send = async (token: Secret | null): Promise<ApiReply> => {
    if (token === null && namespace !== null) return unasked
    const headers = rest.body === undefined ? {} : { 'content-type': 'application/json' }
    const exchange = { ...rest, headers, url: `${hub.endpoint}/api${path}`, token }
    return await request(
      { ...exchange, timeoutMs, maxBytes, ...(signal === undefined ? {} : { signal }) },
      fetch,
    )
  }
  const { reply, standing } = await askAsAccount(
    { repo: null, send, ...(signal === undefined ? {} : { signal }) },
    needs.hub,
  )
  if (reply.status >= 200 && reply.status < 300) return reply
  const { label } = providerFacts.huggingface
  if (standing === 'rejected') throw fail(errors.tokenRejected(label))
  if (standing === 'none' && reply === unasked) throw fail(errors.noToken(label))
  throw fail(whyNot(reply, ask, { host: hub.host, now: clock.now() }))
}

/** What nobody in particular would be told; jobs are never asked for without a token. */
const unasked: ApiReply = { status: 401, headers: new Headers(), text: '', json: undefined }

/** What a refusal of the Hub's means; the Hub's own words decide nothing but whose policy it is. */
export function whyNot(
  { status, headers }: Pick<ApiReply, 'status' | 'headers'>,
  { namespace, id }: Pick<JobRequest, 'namespace' | 'id'>,
  { host, now }: { readonly host: string; readonly now: Date },
): AppError {
  const whose = namespace ?? host
  switch (status) {
    case 400:
    case 422:
      return errors.jobRefused(host)
    case 401:
      return errors.jobNotAllowed(whose)
    case 402:
      return errors.jobNoCredit(whose)
    case 403: {
      const hint = headers.get('x-error-message') ?? ''
      const isPolicy = /organization token policy|revoked by the organization/i.test(hint)
      return isPolicy ? errors.jobPolicy(whose) : errors.jobNotAllowed(whose)
    }
    case 404:
      return id === undefined ? errors.jobNotAllowed(whose) : errors.jobMissing(id)
    case 429:
      return errors.hubRateLimited(host, secondsToWait(headers, now))
    default:
      if (status >= 500) return errors.hubServerError(host, status)
      return errors.hubUnexpectedReply(host)
  }
}
