import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { CustomProvider, ProviderId } from '../../shared/domain/provider.ts'
import { VerificationSchema, type Verification } from '../../shared/domain/verification.ts'
import { readJson, updateJson, type JsonFile } from '../files/json-file.ts'
import { issuerOf } from '../providers/issuers.ts'
import type { CredentialNeeds } from './needs.ts'

/** Enough for every account a person has, with many tokens each. */
const mostRecords = 200

const RecordSchema = VerificationSchema.extend({
  /** ISO 8601: when the provider was last asked, with or without an answer. */
  askedAt: z.string(),
})
const CacheSchema = z.object({
  version: z.literal(1),
  /** By `<provider>:<fingerprint>@<endpoint>`; no token and nothing it could be guessed from. */
  records: z.record(z.string(), RecordSchema),
})
type Cache = z.infer<typeof CacheSchema>

type CacheNeeds = Pick<CredentialNeeds, 'env' | 'paths' | 'clock' | 'log' | 'customProviders'>

/** Which token's standing, by fingerprint. */
export interface VerificationKey {
  readonly provider: ProviderId
  readonly fingerprint: string
}

/** What providers last said, by token. An unreadable cache is as good as an empty one. */
export async function readVerifications(
  needs: CacheNeeds,
): Promise<(key: VerificationKey) => Verification | null> {
  const content = await readJson(cacheIn(needs)).catch(() => null)
  const custom = await needs.customProviders()
  return (key) => {
    const record = content?.value.records[nameOf(key, custom, needs)]
    return record === undefined ? null : withoutTime(record)
  }
}

/**
 * Notes an answer and returns what is known with it. An answer that decided nothing (offline, rate
 * limit) keeps the last identity, and keeps a rejection: silence neither spoils nor mends a token.
 */
export async function noteVerification(
  key: VerificationKey,
  answer: Verification,
  needs: CacheNeeds,
): Promise<Verification> {
  let known = answer
  const name = nameOf(key, await needs.customProviders(), needs)
  const change = ({ version, records }: Cache): Cache | null => {
    const { [name]: last, ...others } = records
    known = merge(last, answer)
    // Silence again is nothing new, and not worth another write at every start without a network.
    const isNews = last === undefined || !isDeepStrictEqual(withoutTime(last), withoutTime(known))
    if (answer.state === 'unverified' && !isNews) return null
    const record = { ...known, askedAt: needs.clock.now().toISOString() }
    return { version, records: { ...newest(others), [name]: record } }
  }
  await updateJson(cacheIn(needs), change, needs).catch(() => {
    needs.log.warn('The result of a token check could not be noted.')
  })
  return known
}

/** Forgets what was known of a token that is gone: it names a person. */
export async function forgetVerification(key: VerificationKey, needs: CacheNeeds): Promise<void> {
  const start = `${key.provider}:${key.fingerprint}@`
  const change = ({ version, records }: Cache): Cache | null => {
    const kept = Object.entries(records).filter(([name]) => !name.startsWith(start))
    if (kept.length === Object.keys(records).length) return null
    return { version, records: Object.fromEntries(kept) }
  }
  await updateJson(cacheIn(needs), change, needs).catch(() => {
    needs.log.warn('What was known of a cleared token could not be forgotten.')
  })
}

function merge(last: Verification | undefined, answer: Verification): Verification {
  if (answer.state !== 'unverified' || last === undefined) {
    return { ...answer, identity: answer.identity ?? last?.identity ?? null }
  }
  if (last.state === 'rejected') return withoutTime(last)
  return { ...answer, identity: last.identity, checkedAt: last.checkedAt }
}

function withoutTime({ state, identity, checkedAt, error }: Verification): Verification {
  return { state, identity, checkedAt, error }
}

function newest(records: Cache['records']): Cache['records'] {
  const sorted = Object.entries(records).sort(([, a], [, b]) => b.askedAt.localeCompare(a.askedAt))
  return Object.fromEntries(sorted.slice(0, mostRecords - 1))
}

function nameOf(
  { provider, fingerprint }: VerificationKey,
  custom: readonly CustomProvider[],
  needs: CacheNeeds,
): string {
  return `${provider}:${fingerprint}@${issuerOf(provider, custom)?.endpoint(needs) ?? ''}`
}

function cacheIn({ paths }: Pick<CacheNeeds, 'paths'>): JsonFile<Cache> {
  return {
    path: join(paths.config, 'verifications.json'),
    schema: CacheSchema,
    version: 1,
    empty: { version: 1, records: {} },
    maxBytes: 4 * 1024 * 1024,
  }
}
