import { z } from 'zod'
import type { Identity, Organisation } from '../../shared/domain/verification.ts'

/** A word of the Hub's, cut to a length that a window can show. */
const word = z.string().transform((text) => text.slice(0, 200))
const optionalWord = word.nullish().catch(null)
/** A list whose odd members are dropped rather than spoiling the rest. */
const words = z
  .array(z.unknown())
  .catch([])
  .transform((list) => list.flatMap((one) => word.safeParse(one).data ?? []).slice(0, 200))

const OrgSchema = z.object({
  name: word,
  roleInOrg: optionalWord,
  pendingSSO: z.boolean().nullish().catch(null),
  missingMFA: z.boolean().nullish().catch(null),
  securityRestrictions: words.optional(),
})

const FineGrainedSchema = z.object({
  canReadGatedRepos: z.boolean().nullish().catch(null),
  global: words.optional(),
  scoped: z
    .array(z.object({ permissions: words.optional() }).catch({}))
    .catch([])
    .optional(),
})

/**
 * `GET /api/whoami-v2`, as tolerant as can be: only `type` and `name` are demanded, for everything
 * else the Hub may add words, leave keys out or change shapes (the official JS
 * types are stale). The principals are user, org (legacy `api_org_…`), app, and OAuth's
 * `app_token_as_user`, which has no `accessToken`.
 */
const WhoamiSchema = z.object({
  type: word,
  name: word.refine((name) => name.trim() !== ''),
  fullname: optionalWord,
  orgs: z.array(z.unknown()).nullish().catch(null),
  scope: z.object({ role: optionalWord }).nullish().catch(null),
  auth: z
    .object({
      type: optionalWord,
      expiresAt: optionalWord,
      accessToken: z
        .object({
          displayName: optionalWord,
          role: optionalWord,
          fineGrained: FineGrainedSchema.nullish().catch(null),
        })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
})
type Whoami = z.infer<typeof WhoamiSchema>

/** Who the Hub says this is; null when the reply is not the Hub's. */
export function parseWhoami(json: unknown): Identity | null {
  const parsed = WhoamiSchema.safeParse(json)
  if (!parsed.success) return null
  const who = parsed.data
  const token = who.auth?.accessToken
  return {
    username: who.name,
    fullName: who.fullname === undefined || who.fullname === '' ? null : who.fullname,
    kind: who.type === 'user' ? 'user' : who.type === 'org' ? 'organisation' : 'application',
    role: roleOf(who).slice(0, 64),
    tokenName: token?.displayName ?? null,
    readsGated: readsGated(who),
    rights: rightsOf(who),
    organisations: (who.orgs ?? []).flatMap(organisation).slice(0, 200),
    capabilities: [],
    expiresAt: instant(who.auth?.expiresAt),
  }
}

function roleOf(who: Whoami): string {
  if (who.type === 'org') return 'org'
  const named = who.auth?.accessToken?.role ?? who.scope?.role
  if (named != null) return named
  return who.auth?.type?.startsWith('app_token') === true ? 'oauth' : (who.auth?.type ?? 'unknown')
}

/** Plain tokens may whatever their owner may; a fine-grained one needs the right of its own. */
function readsGated(who: Whoami): boolean | null {
  const token = who.auth?.accessToken
  if (token?.fineGrained != null) return token.fineGrained.canReadGatedRepos ?? null
  return ['read', 'write', 'god'].includes(token?.role ?? '') ? true : null
}

function rightsOf(who: Whoami): string[] {
  const rights = who.auth?.accessToken?.fineGrained
  const scoped = (rights?.scoped ?? []).flatMap((one) => one.permissions ?? [])
  return [...new Set([...(rights?.global ?? []), ...scoped])].slice(0, 200)
}

function organisation(json: unknown): Organisation[] {
  const parsed = OrgSchema.safeParse(json)
  if (!parsed.success) return []
  const org = parsed.data
  const restrictions = new Set(org.securityRestrictions ?? [])
  if (org.pendingSSO === true) restrictions.add('sso')
  if (org.missingMFA === true) restrictions.add('mfa')
  return [{ name: org.name, role: org.roleInOrg ?? null, restrictions: [...restrictions] }]
}

function instant(text: string | null | undefined): string | null {
  const time = text == null ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
