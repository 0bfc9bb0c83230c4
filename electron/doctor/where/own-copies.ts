import { lstat, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { providerFacts, type ProviderId } from '../../../shared/domain/provider.ts'
import { entryName, readEntryName } from '../../credentials/account.ts'
import { openBook } from '../../credentials/account-book.ts'
import { namesIn } from '../../credentials/account-views.ts'
import { credentialFilePath } from '../../credentials/credential-file.ts'
import { holdsToken, type Found } from '../../credentials/found.ts'
import { entryToOpen, openOwnPlaces } from '../../credentials/sources.ts'
import { listEntries } from '../../credentials/vault.ts'
import { isOwn, modeOf } from '../../files/ownership.ts'
import { findSetAside } from '../../files/set-aside.ts'
import { cleanToken } from '../../sinks/hf/clean-token.ts'
import type { Secret } from '../../redaction/secret.ts'
import type { DoctorNeeds } from '../needs.ts'

/** A token in the environment or in one of Hubkey's own places. */
export interface OwnCopy {
  readonly place: 'environment' | 'keyring' | 'file' | 'set-aside'
  readonly label: string
  readonly provider: ProviderId
  readonly where: string
  /** Hubkey's account, for its own places. */
  readonly name: string | null
  readonly secret: Secret
  readonly mode: string | null
}

/** Hubkey's own copies and the environment's; never throws for a place that cannot be read. */
export async function findOwnCopies(needs: DoctorNeeds): Promise<readonly OwnCopy[]> {
  const found = await Promise.all([inEnvironment(needs), inStores(needs), setAside(needs)])
  return found.flat()
}

async function inEnvironment(needs: DoctorNeeds): Promise<readonly OwnCopy[]> {
  const { env, redactor } = needs
  const providers = [...Object.values(providerFacts), ...(await needs.customProviders())]
  return providers.flatMap(({ id, environment }) =>
    environment.flatMap((variable) => {
      const text = cleanToken(env[variable] ?? '')
      if (text === '') return []
      const secret = redactor.guard(text)
      const facts = { place: 'environment', label: 'Environment', name: null, mode: null } as const
      return [{ ...facts, provider: id, where: variable, secret }]
    }),
  )
}

/** Every account that the list or a store names. */
async function inStores(needs: DoctorNeeds): Promise<readonly OwnCopy[]> {
  const [bookOf, listed] = await Promise.all([
    openBook(needs).catch(() => null),
    listEntries(needs).catch(() => []),
  ])
  const ids = [
    ...Object.keys(providerFacts),
    ...(await needs.customProviders()).map(({ id }) => id),
  ]
  const known = ids.flatMap((id) => {
    const book = bookOf?.(id)
    const named = book === undefined ? [] : namesIn(book).map((name) => entryName(id, name))
    return [entryToOpen(id, book?.active ?? null), ...named]
  })
  const names = [...new Set([...known, ...listed])]
  const { keyring, file } = await openOwnPlaces(names, needs)
  return names.flatMap((name) => {
    const entry = readEntryName(name)
    if (entry === null) return []
    const { provider, account } = entry
    return [keyring(name), file(name)].flatMap((source) => copyIn(source, provider, account))
  })
}

function copyIn(source: Found, provider: ProviderId, account: string): readonly OwnCopy[] {
  if (!holdsToken(source)) return []
  const { secret, place } = source
  const facts = { provider, name: account, secret, mode: place.mode ?? null }
  return place.kind === 'keyring'
    ? [{ place: 'keyring', label: 'Keyring', where: 'the keyring', ...facts }]
    : [{ place: 'file', label: 'Hubkey', where: place.path ?? 'credentials.json', ...facts }]
}

const AsideSchema = z.object({ tokens: z.record(z.string(), z.object({ token: z.string() })) })

/** A store that could not be understood as a whole may still hold tokens in plain sight. */
async function setAside(needs: DoctorNeeds): Promise<readonly OwnCopy[]> {
  const paths = await findSetAside(credentialFilePath(needs.paths))
  const found = await Promise.all(
    paths.slice(0, 20).map(async (path) => {
      const stats = await lstat(path).catch(() => null)
      if (stats?.isFile() !== true || !isOwn(stats) || stats.size > 1024 * 1024) return []
      const text = await readFile(path, 'utf8').catch(() => '')
      const mode = modeOf(stats) ?? null
      return tokensIn(text).map(({ provider, token }) => ({
        place: 'set-aside' as const,
        label: 'Hubkey',
        provider,
        where: path,
        name: basename(path),
        secret: needs.redactor.guard(token),
        mode,
      }))
    }),
  )
  return found.flat()
}

function tokensIn(text: string): readonly { provider: ProviderId; token: string }[] {
  const entries = parse(text)
  if (entries !== null) {
    return Object.entries(entries).flatMap(([name, { token }]) => {
      const provider = readEntryName(name)?.provider
      return provider === undefined || token === '' ? [] : [{ provider, token }]
    })
  }
  const torn = text.matchAll(
    /"((?:huggingface|ngc)):[^"]{1,100}"[^{}]{0,20}\{[^{}]{0,200}"token":\s*"([^"]{8,4096})"/g,
  )
  return [...torn].map(([, provider = '', token = '']) => ({ provider, token }))
}

function parse(text: string): z.infer<typeof AsideSchema>['tokens'] | null {
  try {
    return AsideSchema.parse(JSON.parse(text)).tokens
  } catch {
    return null
  }
}
