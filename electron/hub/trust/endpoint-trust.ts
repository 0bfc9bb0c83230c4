import { join } from 'node:path'
import { z } from 'zod'
import { errors, fail } from '../../../shared/errors.ts'
import { readJson, updateJson, type JsonFile, type JsonFileNeeds } from '../../files/json-file.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { isLoopback } from '../../http/loopback.ts'
import type { Environment, Paths } from '../../ports.ts'

interface TrustNeeds extends JsonFileNeeds {
  readonly env: Environment
  readonly paths: Paths
}

/** Hugging Face's own Hubs. A stored token was made for them. */
const own: ReadonlySet<string> = new Set([
  'https://huggingface.co',
  'https://hub-ci.huggingface.co',
])
const mostEndpoints = 100

const TrustFileSchema = z.object({
  version: z.literal(1),
  endpoints: z.array(z.string().max(2048)).max(mostEndpoints),
})
type TrustFile = z.infer<typeof TrustFileSchema>

function trustFile({ config }: Paths): JsonFile<TrustFile> {
  return {
    path: join(config, 'trusted-endpoints.json'),
    schema: TrustFileSchema,
    version: 1,
    empty: { version: 1, endpoints: [] },
    maxBytes: 512 * 1024,
  }
}

/**
 * Sees to it that a stored token may be sent to the Hub in force. Hugging Face's own and this
 * machine need no agreement. Throws `endpoint-not-trusted` until the user agreed once, and
 * `store-unreadable` when nobody can tell.
 */
export async function requireTrust(needs: Pick<TrustNeeds, 'env' | 'paths'>): Promise<void> {
  const { endpoint, host } = readHfEnvironment(needs.env, needs.paths.home)
  const { origin, protocol } = new URL(endpoint)
  if (isTrustedUnasked(endpoint)) return
  const agreed = (await readJson(trustFile(needs.paths)))?.value.endpoints ?? []
  if (!agreed.includes(origin)) {
    throw fail(errors.endpointNotTrusted(host, protocol === 'https:'))
  }
}

/**
 * Notes that the user agreed to send stored tokens to a Hub: the one in force unless another is
 * named. Throws `bad-input` for what is no web address, `store-unreadable` or `store-write-failed`.
 */
export async function trustEndpoint(
  { endpoint }: { readonly endpoint: string | null },
  needs: TrustNeeds,
): Promise<{ readonly origin: string }> {
  const origin = originOf(endpoint ?? readHfEnvironment(needs.env, needs.paths.home).endpoint)
  if (isTrustedUnasked(origin)) return { origin }
  await updateJson(
    trustFile(needs.paths),
    ({ endpoints }): TrustFile | null => {
      if (endpoints.includes(origin)) return null
      return { version: 1, endpoints: [...endpoints, origin].slice(-mostEndpoints) }
    },
    needs,
  )
  return { origin }
}

/** Takes an agreement back. Throws as `trustEndpoint` does. */
export async function forgetEndpoint(
  { endpoint }: { readonly endpoint: string | null },
  needs: TrustNeeds,
): Promise<{ readonly origin: string }> {
  const origin = originOf(endpoint ?? readHfEnvironment(needs.env, needs.paths.home).endpoint)
  await updateJson(
    trustFile(needs.paths),
    ({ endpoints }): TrustFile | null =>
      endpoints.includes(origin)
        ? { version: 1, endpoints: endpoints.filter((each) => each !== origin) }
        : null,
    needs,
  )
  return { origin }
}

function originOf(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw fail(errors.badInput('An address begins with https:// or http://.'))
  }
  return url.origin
}

function isTrustedUnasked(endpoint: string): boolean {
  const { origin, hostname } = new URL(endpoint)
  return own.has(origin) || isLoopback(hostname)
}
