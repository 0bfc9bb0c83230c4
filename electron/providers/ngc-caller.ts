import { z } from 'zod'
import type { Identity } from '../../shared/domain/verification.ts'

/** A word of NVIDIA's, cut to a length that a window can show. */
const word = z.string().transform((text) => text.slice(0, 200))
const optionalWord = word.nullish().catch(null)
/** A list whose odd members are dropped rather than spoiling the rest. */
const words = z
  .array(z.unknown())
  .catch([])
  .transform((list) => list.flatMap((one) => word.safeParse(one).data ?? []).slice(0, 200))

const RoleSchema = z
  .object({
    org: z.object({ name: optionalWord, displayName: optionalWord }).nullish().catch(null),
    orgRoles: words.optional(),
  })
  .catch({})

/**
 * `POST /v3/keys/get-caller-info`, as scanners and other clients record it: only the success word
 * and the kind of key are demanded. A service key has no user.
 */
const CallerSchema = z.object({
  requestStatus: z.object({ statusCode: z.literal('SUCCESS') }),
  type: word.refine((type) => type.trim() !== ''),
  orgName: optionalWord,
  products: words.optional(),
  user: z
    .object({
      name: optionalWord,
      email: optionalWord,
      roles: z.array(RoleSchema).nullish().catch(null),
    })
    .nullish()
    .catch(null),
})
type Caller = z.infer<typeof CallerSchema>

/** `POST /v3/keys/get-sak-info`: what a service key is limited to. */
const PoliciesSchema = z.object({
  apiKey: z.object({
    policies: z
      .array(z.object({ product: word, resources: z.array(z.unknown()).nullish() }))
      .max(1000),
  }),
})

/** NVIDIA's manner of refusing: JSON with a status of its own, or with an error of Spring's. */
const RefusalSchema = z.union([
  z.object({ requestStatus: z.object({ statusCode: z.string() }) }),
  z.object({ error: z.union([z.string(), z.object({})]) }),
  z.object({ errors: z.array(z.unknown()).min(1) }),
  z.object({ message: z.string() }),
  z.object({ detail: z.string() }),
])

/** Whether these are the words of one of NVIDIA's services, and not of a proxy on the way. */
export function isFromNvidia(json: unknown): boolean {
  return RefusalSchema.safeParse(json).success
}

/** Who NVIDIA says this is, without capabilities; null when the reply is not NVIDIA's. */
export function parseCaller(json: unknown): Identity | null {
  const parsed = CallerSchema.safeParse(json)
  if (!parsed.success) return null
  const caller = parsed.data
  const isService = caller.type === 'SERVICE_KEY'
  const user = caller.user
  return {
    username: firstOf(user?.name, user?.email, caller.orgName) ?? 'an NGC account',
    fullName: null,
    kind: isService ? 'application' : 'user',
    role: isService ? 'service' : caller.type === 'PERSONAL_KEY' ? 'personal' : kindOf(caller),
    tokenName: null,
    readsGated: null,
    rights: caller.products ?? [],
    organisations: organisationsOf(caller),
    capabilities: [],
    expiresAt: null,
  }
}

/** The rights of a service key by name, `product: resource`; null when the reply does not say. */
export function parsePolicies(json: unknown): readonly string[] | null {
  const parsed = PoliciesSchema.safeParse(json)
  if (!parsed.success) return null
  const rights = parsed.data.apiKey.policies.flatMap(({ product, resources }) => {
    const names = (resources ?? []).flatMap(resourceName)
    return names.length === 0 ? [product] : names.map((name) => `${product}: ${name}`)
  })
  return [...new Set(rights)].slice(0, 200)
}

/** What is known of a key of the older kind: the token desk names nobody. */
export const legacyIdentity: Identity = {
  username: 'an NGC account',
  fullName: null,
  kind: 'user',
  role: 'legacy',
  tokenName: null,
  readsGated: null,
  rights: [],
  organisations: [],
  capabilities: [],
  expiresAt: null,
}

/** Resources are texts, or objects with an id or a name. */
function resourceName(resource: unknown): string[] {
  const named = z.union([word, z.object({ id: word }), z.object({ name: word })])
  const parsed = named.safeParse(resource)
  if (!parsed.success) return []
  if (typeof parsed.data === 'string') return [parsed.data]
  return ['id' in parsed.data ? parsed.data.id : parsed.data.name]
}

function organisationsOf(caller: Caller): Identity['organisations'] {
  const named = (caller.user?.roles ?? []).flatMap(({ org, orgRoles }) => {
    const name = firstOf(org?.displayName, org?.name)
    return name === null ? [] : [{ name, role: orgRoles?.[0] ?? null, restrictions: [] }]
  })
  if (named.length > 0) return named.slice(0, 200)
  const name = firstOf(caller.orgName)
  return name === null ? [] : [{ name, role: null, restrictions: [] }]
}

function kindOf({ type }: Caller): string {
  return type.toLowerCase().slice(0, 64)
}

function firstOf(...names: readonly (string | null | undefined)[]): string | null {
  return names.find((name) => name != null && name.trim() !== '') ?? null
}
