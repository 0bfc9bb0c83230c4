import { join } from 'node:path'
import { z } from 'zod'
import { allowsDownload, VerdictSchema } from '../../../shared/domain/access.ts'
import { RepoIdSchema, RepoTypeSchema, RevisionSchema } from '../../../shared/domain/repo.ts'
import type { WatchView } from '../../../shared/domain/watch.ts'
import { readJson, updateJson, type JsonFile } from '../../files/json-file.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import type { Paths } from '../../ports.ts'
import type { HubNeeds } from '../needs.ts'
import { byHandPauseMs } from './pauses.ts'

/** Most entries that are kept. */
export const mostWatches = 200

const Time = z.iso.datetime()

const WatchSchema = z.object({
  /** Address of the Hub that is asked: another one knows nothing of the request. */
  endpoint: z.string().max(2048),
  repo: RepoIdSchema,
  type: RepoTypeSchema,
  revision: RevisionSchema,
  account: z.string().max(64).nullable(),
  verdict: VerdictSchema,
  since: Time,
  checkedAt: Time,
  /** When it may be asked again; null when there is nothing to ask any more. */
  nextAt: Time.nullable(),
  /** Before this nobody asks by hand either: the Hub wants to be left alone, or is being asked. */
  heldUntil: Time.nullable().default(null),
  /** Answers so far that changed nothing; the pauses grow with it. */
  attempts: z.number().int().min(0).max(1000),
  /** Whether the user knows how it ended. */
  told: z.boolean(),
  /** The user wants to hear no more of it, so that it is not taken in by itself again. */
  muted: z.boolean(),
})
export type Watch = z.infer<typeof WatchSchema>

const WatchFileSchema = z.object({
  version: z.literal(1),
  watches: z.array(WatchSchema).max(mostWatches),
})
type WatchFile = z.infer<typeof WatchFileSchema>

function watchFile({ config }: Paths): JsonFile<WatchFile> {
  return {
    path: join(config, watchFileName),
    schema: WatchFileSchema,
    version: 1,
    empty: { version: 1, watches: [] },
    maxBytes: 1024 * 1024,
  }
}

/** Name of the list's file in the config folder. */
export const watchFileName = 'watch-list.json'

type FileNeeds = Pick<HubNeeds, 'env' | 'paths' | 'clock' | 'log'>

/** All entries, those of other Hubs and the muted ones too. Throws `store-unreadable`. */
export async function readWatches({ paths }: Pick<FileNeeds, 'paths'>): Promise<readonly Watch[]> {
  return (await readJson(watchFile(paths)))?.value.watches ?? []
}

/**
 * Changes the list while no other process does; null leaves it as it is. Throws `store-unreadable`
 * and `store-write-failed`.
 */
export async function changeWatches(
  change: (watches: readonly Watch[]) => readonly Watch[] | null,
  needs: FileNeeds,
): Promise<void> {
  await updateJson(
    watchFile(needs.paths),
    ({ watches }): WatchFile | null => {
      const next = change(watches)
      return next === null ? null : { version: 1, watches: [...next] }
    },
    needs,
  )
}

/** Whether an entry belongs to the Hub in force. */
export function isOfThisHub({ env, paths }: Pick<FileNeeds, 'env' | 'paths'>) {
  const { endpoint } = readHfEnvironment(env, paths.home)
  return (watch: Watch): boolean => watch.endpoint === endpoint
}

/** Whether an entry is about this repository. The Hub's names know no upper case. */
export function isAbout(name: Pick<Watch, 'repo' | 'type'>) {
  const repo = name.repo.toLowerCase()
  return (watch: Pick<Watch, 'repo' | 'type'>): boolean =>
    watch.type === name.type && watch.repo.toLowerCase() === repo
}

/** How an entry stands: a yes and a no of the author are both the end of it. */
export function stateOf({ verdict }: Pick<Watch, 'verdict'>): WatchView['state'] {
  if (allowsDownload(verdict)) return 'open'
  return verdict === 'refused' || verdict === 'disabled' ? 'closed' : 'waiting'
}

/** When a person may ask about an entry at the earliest, whatever its pause says. ISO 8601. */
export function askableAt({ checkedAt, heldUntil }: Watch): string {
  const rested = Date.parse(checkedAt) + byHandPauseMs
  return new Date(Math.max(rested, Date.parse(heldUntil ?? checkedAt))).toISOString()
}

/** An entry as windows and the command line show it. */
export function viewWatch(watch: Watch): WatchView {
  const { repo, type, revision, account, verdict, since, checkedAt, nextAt } = watch
  const state = stateOf(watch)
  const times = { since, checkedAt, nextAt, askableAt: askableAt(watch) }
  return { repo, type, revision, account, state, verdict, ...times }
}
