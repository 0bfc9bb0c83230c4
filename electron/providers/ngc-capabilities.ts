import { z } from 'zod'
import type { Capability } from '../../shared/domain/verification.ts'
import { AppFailure } from '../../shared/errors.ts'
import { request, type ApiReply } from '../http/request.ts'
import type { Fetch } from '../ports.ts'
import type { Secret } from '../redaction/secret.ts'
import { isFromNvidia } from './ngc-caller.ts'

/**
 * The image that the registry is asked about: one of the first NIMs, which needs a key. The name
 * matters, for many other images can be had by anybody, and would prove nothing of the key.
 */
const probedImage = 'nim/meta/llama-3.1-8b-instruct'
const probedTag = 'latest'

/** Two more questions beside the one that decides, so each is given less time. */
const timeoutMs = 6_000
const maxBytes = 256 * 1024

/** The standard registry protocol's kinds of manifest; without them some registries answer 404. */
const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

const GrantSchema = z.object({
  token: z
    .string()
    .min(1)
    .max(64 * 1024),
})

/** What the probe needs. */
export interface RegistryProbe {
  readonly secret: Secret
  /** Address of the registry, without a trailing slash. */
  readonly registry: string
  readonly signal?: AbortSignal
}

/**
 * Whether images that need a key can be pulled: a token for one of them, then its manifest, of
 * which nothing is transferred. The token alone proves nothing, for the desk hands one to anybody.
 * Throws only when the signal is aborted.
 */
export async function probeRegistry(probe: RegistryProbe, fetch: Fetch): Promise<Capability> {
  const { host } = new URL(probe.registry)
  const say = (allowed: boolean | null, reason: string | null): Capability => {
    return { id: 'nvcr', label: `Images of ${host}`, allowed, reason }
  }
  try {
    const desk = await ask(probe, deskAddress(probe.registry), basic(probe.secret), fetch)
    if (isRefusal(desk) && isFromNvidia(desk.json)) {
      return say(false, `${host} does not accept this key.`)
    }
    const grant = GrantSchema.safeParse(desk.json)
    if (desk.status !== 200 || !grant.success) return say(null, unclear(host, desk.status))
    const address = `${probe.registry}/v2/${probedImage}/manifests/${probedTag}`
    const manifest = await ask(probe, address, `Bearer ${grant.data.token}`, fetch)
    return judgeManifest(manifest, host, say)
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause
    return say(null, cause.error.message)
  }
}

function judgeManifest(
  reply: ApiReply,
  host: string,
  say: (allowed: boolean | null, reason: string | null) => Capability,
): Capability {
  // Every registry of this protocol says so on every reply; a portal's page does not.
  const isRegistry = reply.headers.has('docker-distribution-api-version')
  const isManifest = reply.headers.has('docker-content-digest')
  if (reply.status === 200 && (isRegistry || isManifest)) return say(true, null)
  if (isRefusal(reply) && (isRegistry || reply.headers.has('www-authenticate'))) {
    return say(false, `${host} knows this key but gives it no right to pull ${probedImage}.`)
  }
  if (reply.status === 451) return say(false, `${host} may not offer its images in your country.`)
  return say(null, unclear(host, reply.status))
}

/**
 * Hosted inference is told by what NVIDIA lists for the key, and not by a call, which would cost
 * one: the public list of models answers 200 to everybody. A list without it proves nothing either.
 */
export function judgeInference(products: readonly string[]): Capability {
  const isListed = products.some((product) => /public api endpoints|inference/i.test(product))
  return {
    id: 'hosted-inference',
    label: 'Hosted inference',
    allowed: isListed ? true : null,
    reason: isListed
      ? 'NVIDIA lists it among the services of this key; no call was made.'
      : 'Only a call, which costs one, would tell; Hubkey makes none.',
  }
}

function deskAddress(registry: string): string {
  const query = new URLSearchParams({
    account: '$oauthtoken',
    scope: `repository:${probedImage}:pull`,
  })
  return `${registry}/proxy_auth?${query.toString()}`
}

/** The user name is this very word, dollar sign and all; the key is the password. */
export function basic(secret: Secret): string {
  return `Basic ${Buffer.from(`$oauthtoken:${secret.reveal()}`).toString('base64')}`
}

async function ask(
  { signal }: RegistryProbe,
  url: string,
  authorization: string,
  fetch: Fetch,
): Promise<ApiReply> {
  const method = url.includes('/manifests/') ? 'HEAD' : 'GET'
  const headers = { authorization, ...(method === 'HEAD' ? { accept: manifestTypes } : {}) }
  const limits = { timeoutMs, maxBytes, ...(signal === undefined ? {} : { signal }) }
  return await request({ url, method, headers, ...limits }, fetch)
}

function isRefusal({ status }: ApiReply): boolean {
  return status === 401 || status === 403
}

function unclear(host: string, status: number): string {
  return `${host} gave no clear answer (status ${status}).`
}
