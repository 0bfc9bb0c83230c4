import { createHash } from 'node:crypto'
import { isAbsolute } from 'node:path'
import type { ForeignProblemView } from '../../../shared/domain/foreign.ts'
import type { ProviderId } from '../../../shared/domain/provider.ts'
import type {
  CopyPlace,
  CopyView,
  LookWhereInput,
  ReaderView,
  WhereView,
} from '../../../shared/domain/where.ts'
import type { AppError } from '../../../shared/errors.ts'
import { openBook } from '../../credentials/account-book.ts'
import { openFingerprints } from '../../credentials/fingerprint.ts'
import { verifyToken } from '../../credentials/verify-token.ts'
import { lookAround } from '../../foreign/look.ts'
import type { FoundToken } from '../../foreign/tool.ts'
import { dockerSink } from '../../sinks/docker/docker-sink.ts'
import { gitSink } from '../../sinks/git/git-sink.ts'
import type { Secret } from '../../redaction/secret.ts'
import type { DoctorNeeds } from '../needs.ts'
import { listEnvFiles } from './env-files.ts'
import { isOwnFile, mayClear } from './may-change.ts'
import { findOllamaKey } from './ollama-key.ts'
import { findOwnCopies } from './own-copies.ts'
import { readers, type Sighted } from './readers.ts'
import { openStandings, type JudgeToken } from './standing.ts'

/** A copy with its token, for whoever acts on it. */
export interface SeenCopy {
  readonly view: CopyView
  readonly secret: Secret
  /** Set for what another tool holds. */
  readonly found: FoundToken | null
  /** True when the same token was just read back from Hubkey's own store. */
  readonly stored: boolean
}

/** One look around, with the tokens. */
export interface WhereLook {
  readonly copies: readonly SeenCopy[]
  readonly readers: readonly ReaderView[]
  readonly problems: readonly ForeignProblemView[]
  readonly storeProblem: AppError | null
}

/** A copy before it is judged. */
interface Sighting {
  /** By which another tool's copy is imported, too; null for Hubkey's own and the environment's. */
  readonly id: string | null
  readonly place: CopyPlace
  readonly label: string
  readonly provider: ProviderId
  readonly where: string
  readonly name: string | null
  readonly secret: Secret
  readonly mode: string | null
  readonly found: FoundToken | null
}

/**
 * Says where every token on this machine lies, how it stands, and which tools use which copy. No
 * prompt, and no network unless `verify` is set: then each provider is asked once about each token.
 * Never throws for a place that cannot be read: that is among the problems.
 */
export async function lookWhere(input: LookWhereInput, needs: DoctorNeeds): Promise<WhereView> {
  const [look, ollamaKey] = await Promise.all([lookAtCopies(input, needs), findOllamaKey(needs)])
  return {
    copies: look.copies.map(({ view }) => view),
    readers: [...look.readers],
    ollamaKey,
    problems: [...look.problems],
    storeProblem: look.storeProblem,
  }
}

/** The same with the tokens, for what clears and mends. Never throws either. */
export async function lookAtCopies(
  { files = [], verify = false }: LookWhereInput,
  needs: DoctorNeeds,
): Promise<WhereLook> {
  const envFiles = await listEnvFiles(files)
  const [foreign, own, fingerprintOf, git, docker] = await Promise.all([
    lookAround({ files: envFiles }, needs),
    findOwnCopies(needs),
    openFingerprints(needs),
    isServed(gitSink, needs),
    isServed(dockerSink, needs),
  ])
  const sightings: Sighting[] = [
    ...own.map((copy) => ({ ...copy, id: null, found: null })),
    ...foreign.seen.map(({ view, found }) => {
      const { id, tool: place, label, provider, where, name, mode } = view
      return {
        id,
        place,
        label,
        provider,
        where,
        name,
        secret: found.secret,
        mode: mode ?? null,
        found,
      }
    }),
  ]
  const held = own.flatMap(({ place, provider, name, secret }) =>
    (place === 'keyring' || place === 'file') && name !== null
      ? [{ provider, account: name, fingerprint: fingerprintOf(secret) }]
      : [],
  )
  if (verify) await askEach(sightings, needs)
  const judge = await openStandings(held, needs)
  const bookOf = await openBook(needs).catch(() => null)
  const activeOf = (provider: ProviderId): string | null => bookOf?.(provider).active ?? null
  const plain = sightings.map((one) =>
    viewOf(one, sightings, fingerprintOf(one.secret), judge, needs.paths.home),
  )
  const seen = plain.map((view, at) => ({
    ...view,
    active: view.name === activeOf(view.provider),
    dormant: sightings[at]?.found?.dormant === true,
  }))
  const who = readers.map((reader) => readerOf(reader, seen, { git, docker }))
  const copies = sightings.map(({ secret, found }, at) => {
    const view = plain[at] as CopyView
    const readBy = who.filter((reader) => reader.copies.includes(view.id)).map(({ id }) => id)
    const wins = who.filter((reader) => reader.uses === view.id).map(({ id }) => id)
    const stored = held.some(
      (one) => one.provider === view.provider && one.fingerprint === view.fingerprint,
    )
    const clearable = found !== null && mayClear(view, stored)
    return { view: { ...view, readBy, wins, clearable }, secret, found, stored }
  })
  return {
    copies,
    readers: who.filter((reader) => reader.copies.length > 0 || reader.asksHubkey),
    problems: foreign.problems,
    storeProblem: foreign.own.problem,
  }
}

/** One question for each token, however often it lies about; what comes of it is in the cache. */
async function askEach(sightings: readonly Sighting[], needs: DoctorNeeds): Promise<void> {
  const asked: Sighting[] = []
  for (const one of sightings) {
    if (
      asked.some(({ provider, secret }) => provider === one.provider && secret.equals(one.secret))
    )
      continue
    asked.push(one)
    await verifyToken({ provider: one.provider, secret: one.secret }, needs)
  }
}

function viewOf(
  { id, place, label, provider, where, name, secret, mode, found }: Sighting,
  all: readonly Sighting[],
  fingerprint: string,
  judge: JudgeToken,
  home: string,
): CopyView {
  const setBy =
    place === 'environment'
      ? all
          .filter((one) => one.name === where && one.secret.equals(secret))
          .filter((one) => one.place === 'shell-profile' || one.place === 'systemd')
          .map((one) => one.where)
      : []
  const hash = createHash('sha256').update(
    JSON.stringify([place, provider, where, name, fingerprint]),
  )
  const wide = mode !== null && !mode.endsWith('00')
  return {
    id: id ?? `${place}-${hash.digest('hex').slice(0, 8)}`,
    ...{ place, label, provider, where, name, fingerprint, mode, setBy },
    ...judge(provider, fingerprint),
    wide,
    tightenable: wide && isOwnFile(where, home),
    inFile: isAbsolute(where),
    clearable: false,
    readBy: [],
    wins: [],
    importable: found !== null && found.notImportable === null,
    notClearable: found === null ? whyNotClearable(place, where) : found.notRemovable,
  }
}

function whyNotClearable(place: CopyPlace, where: string): string {
  if (place === 'environment') return `${where} is set in the environment Hubkey was started from.`
  if (place === 'set-aside') return 'It lies in a store that could not be read and was set aside.'
  return 'It is Hubkey’s own: clear the account, which also takes its copies away.'
}

function readerOf(
  { id, label, provider, steps }: (typeof readers)[number],
  copies: readonly (CopyView & Sighted)[],
  served: { readonly git: boolean; readonly docker: boolean },
): ReaderView {
  const own = copies.filter((copy) => copy.provider === provider && !copy.dormant)
  const ids = steps.flatMap((step) => own.filter(step).map((copy) => copy.id))
  const asksHubkey = (id === 'git' && served.git) || (id === 'docker' && served.docker)
  const first = ids[0] ?? null
  const isNetrc = own.find((copy) => copy.id === first)?.place === 'netrc'
  // `.netrc` wins before git asks any helper.
  const uses = asksHubkey && !isNetrc ? null : first
  return { id, label, provider, copies: [...new Set(ids)], uses, asksHubkey }
}

async function isServed(sink: typeof gitSink, needs: DoctorNeeds): Promise<boolean> {
  return (await sink.isServed?.(needs).catch(() => false)) === true
}
