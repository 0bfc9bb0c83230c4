import { allowsDownload, type AccountAccess, type Verdict } from '../../../shared/domain/access.ts'
import type { WatchedRepo, WatchRequest, WatchView } from '../../../shared/domain/watch.ts'
import { mayOpenLater } from '../../../shared/domain/verdict.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { acceptRepo, acceptRevision } from '../input.ts'
import type { HubNeeds } from '../needs.ts'
import { pauseAfter } from './pauses.ts'
import {
  changeWatches,
  isAbout,
  isOfThisHub,
  mostWatches,
  readWatches,
  stateOf,
  viewWatch,
  type Watch,
} from './watch-file.ts'

/** What the watch list takes from outside beside what every verb of the Hub does. */
export interface WatchNeeds extends HubNeeds {
  /** The token of a named account. */
  readonly as: (account: string) => Pick<HubNeeds, 'token'>
  /** A number from 0 to 1, for pauses that differ. */
  readonly random: () => number
}

/** What the user waits for at the Hub in force, oldest first. Throws `store-unreadable`. */
export async function listWatches(
  _input: object,
  needs: Pick<HubNeeds, 'env' | 'paths'>,
): Promise<readonly WatchView[]> {
  const ours = (await readWatches(needs)).filter(isOfThisHub(needs))
  return ours.filter(({ muted }) => !muted).map(viewWatch)
}

/**
 * Takes a repository into the list, for the named account or the one in force. Throws `bad-input`
 * for what no waiting opens and when the list is full, `store-unreadable` and `store-write-failed`.
 */
export async function addWatch(
  { account: named, ...request }: WatchRequest & { readonly account?: string | undefined },
  needs: WatchNeeds,
): Promise<void> {
  if (!mayOpenLater(request.verdict)) {
    throw fail(errors.badInput('Only what somebody has yet to open can be waited for.'))
  }
  const repo = acceptRepo(request.repo)
  const revision = acceptRevision(request.revision)
  const all = named === undefined ? await needs.accounts?.({ repo }) : undefined
  const account = named ?? all?.find(({ inForce }) => inForce)?.account ?? null
  const fresh = freshWatch({ ...request, repo, revision, account }, needs)
  await changeWatches((watches) => withWatch(watches, fresh, needs), needs)
}

/** Forgets it and takes it in no more by itself. Throws `store-unreadable` and `store-write-failed`. */
export async function removeWatch(name: WatchedRepo, needs: HubNeeds): Promise<void> {
  const isMeant = both(isOfThisHub(needs), isAbout(name))
  await changeWatches((watches) => {
    if (!watches.some(isMeant)) return null
    return watches.map((watch) =>
      isMeant(watch) ? { ...watch, muted: true, nextAt: null, told: true } : watch,
    )
  }, needs)
}

/** Goes on waiting under an account's new name, at every Hub. Throws as `removeWatch` does. */
export async function followRename(
  { account, name }: { readonly account: string; readonly name: string },
  needs: Parameters<typeof changeWatches>[1],
): Promise<void> {
  const isMeant = (watch: Watch): boolean => watch.account === account
  // Nearly nobody waits for anything, and then no file is locked or made.
  if (!(await readWatches(needs)).some(isMeant)) return
  await changeWatches(
    (watches) => watches.map((watch) => (isMeant(watch) ? { ...watch, account: name } : watch)),
    needs,
  )
}

/** What the user has just been told about a repository by looking at it. */
export interface SeenVerdict {
  readonly repo: string
  readonly type: Watch['type']
  readonly revision: string
  readonly verdict: Verdict
  readonly accounts: readonly AccountAccess[]
}

/**
 * Brings the list up to what the user has just seen: what has opened leaves it, what waits for its
 * author enters it unless it was taken out by hand. Throws as `addWatch` does when it has to write.
 */
export async function noteVerdict(seen: SeenVerdict, needs: WatchNeeds): Promise<void> {
  const isMeant = both(isOfThisHub(needs), isAbout(seen))
  const { verdict } = seen
  if (verdict === 'offline' || verdict === 'rate-limited') return
  // Nearly every look changes nothing, and then no file is locked or made.
  const isKnown = (await readWatches(needs)).some(isMeant)
  if (!isKnown && verdict !== 'awaiting-author') return
  const account = seen.accounts.find(({ inForce }) => inForce)?.account ?? null
  const fresh = freshWatch({ ...seen, account }, needs)
  await changeWatches((watches) => {
    if (allowsDownload(verdict)) return watches.filter((watch) => !isMeant(watch))
    const mine = watches.find((watch) => isMeant(watch) && watch.account === account)
    if (mine?.muted === true) return null
    if (mine === undefined) {
      if (verdict !== 'awaiting-author' || isFull(watches)) return null
      return withWatch(watches, fresh, needs)
    }
    return watches.map((watch) => (watch === mine ? lookedAt(mine, fresh) : watch))
  }, needs)
}

/** A look is an answer too, but it neither hurries nor delays the next question. */
function lookedAt(mine: Watch, { verdict, checkedAt, nextAt }: Watch): Watch {
  if (stateOf({ verdict }) === 'closed') {
    return { ...mine, verdict, checkedAt, nextAt: null, told: true }
  }
  return { ...mine, verdict, checkedAt, nextAt: mine.nextAt ?? nextAt, told: false }
}

function freshWatch(
  {
    repo,
    type,
    revision,
    verdict,
    account,
  }: Omit<SeenVerdict, 'accounts'> & Pick<Watch, 'account'>,
  { env, paths, clock, random }: WatchNeeds,
): Watch {
  const now = clock.now()
  const nextAt = new Date(now.getTime() + pauseAfter(0, random)).toISOString()
  const { endpoint } = readHfEnvironment(env, paths.home)
  const times = { since: now.toISOString(), checkedAt: now.toISOString(), nextAt }
  const begin = { attempts: 0, heldUntil: null, told: false, muted: false }
  return { endpoint, repo, type, revision, account, verdict, ...times, ...begin }
}

function withWatch(watches: readonly Watch[], fresh: Watch, needs: HubNeeds): readonly Watch[] {
  const isMeant = both(isOfThisHub(needs), isAbout(fresh))
  const others = watches.filter((watch) => !isMeant(watch) || watch.account !== fresh.account)
  if (others.length < mostWatches) return [...others, fresh]
  const forgotten = others.findIndex(({ muted }) => muted)
  if (forgotten !== -1) return [...others.toSpliced(forgotten, 1), fresh]
  throw fail(errors.badInput(`More than ${mostWatches} cannot be waited for at a time.`))
}

function isFull(watches: readonly Watch[]): boolean {
  return watches.length >= mostWatches && watches.every(({ muted }) => !muted)
}

function both(
  one: (watch: Watch) => boolean,
  other: (watch: Watch) => boolean,
): (watch: Watch) => boolean {
  return (watch) => one(watch) && other(watch)
}
