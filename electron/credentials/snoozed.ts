import { join } from 'node:path'
import { z } from 'zod'
import { NoticeIdSchema } from '../../shared/domain/notice.ts'
import { readJson, updateJson, type JsonFile } from '../files/json-file.ts'
import type { CredentialNeeds } from './needs.ts'

/** More notices than anybody has. */
const mostSnoozed = 500

const SnoozedSchema = z.looseObject({
  version: z.literal(1),
  /** ISO 8601 time until which each notice stays hidden, by its id. */
  until: z.record(NoticeIdSchema, z.string().max(40)),
})
type Snoozed = z.infer<typeof SnoozedSchema>

type SnoozeNeeds = Pick<CredentialNeeds, 'paths' | 'clock' | 'log'>

/**
 * Tells which notices are hidden now. A file that cannot be read hides nothing: a notice too many is
 * better than one too few. Never throws.
 */
export async function readSnoozed({
  paths,
  clock,
}: SnoozeNeeds): Promise<(notice: string) => boolean> {
  const content = await readJson(snoozedIn(paths)).catch(() => null)
  const until = content?.value.until ?? {}
  const now = clock.now()
  return (notice) => Object.hasOwn(until, notice) && isAhead(until[notice], now)
}

/** Hides a notice for this many days. Throws `store-unreadable` or `store-write-failed`. */
export async function snoozeNotice(
  { notice, days }: { readonly notice: string; readonly days: number },
  { paths, clock, log }: SnoozeNeeds,
): Promise<void> {
  const now = clock.now()
  const end = new Date(now.getTime() + days * 86_400_000).toISOString()
  const change = ({ until, ...rest }: Snoozed): Snoozed => {
    const others = Object.entries(until).filter(([id, time]) => id !== notice && isAhead(time, now))
    const kept = others.slice(-(mostSnoozed - 1))
    return { ...rest, until: Object.fromEntries([...kept, [notice, end]]) }
  }
  await updateJson(snoozedIn(paths), change, { clock, log })
}

/**
 * Forgets what was put off and has no cause any more, so that the same thing is told when it comes
 * back. Never throws: what is not forgotten now is forgotten at the next look.
 */
export async function forgetSnoozed(
  present: ReadonlySet<string>,
  { paths, clock, log }: SnoozeNeeds,
): Promise<void> {
  const isGone = (id: string): boolean => !present.has(id)
  const file = snoozedIn(paths)
  try {
    // Looked at first: a look that changes nothing writes nothing, not even a lock.
    const known = (await readJson(file))?.value.until ?? {}
    if (!Object.keys(known).some(isGone)) return
    const change = ({ until, ...rest }: Snoozed): Snoozed => ({
      ...rest,
      until: Object.fromEntries(Object.entries(until).filter(([id]) => !isGone(id))),
    })
    await updateJson(file, change, { clock, log })
  } catch {
    log.warn('What was put off and has no cause any more could not be forgotten yet.')
  }
}

function isAhead(iso: string | undefined, now: Date): boolean {
  return iso !== undefined && Date.parse(iso) > now.getTime()
}

function snoozedIn({ config }: SnoozeNeeds['paths']): JsonFile<Snoozed> {
  return {
    path: join(config, 'snoozed.json'),
    schema: SnoozedSchema,
    version: 1,
    empty: { version: 1, until: {} },
    maxBytes: 256 * 1024,
  }
}
