import { join } from 'node:path'
import { z } from 'zod'
import { ProviderIdSchema } from '../../shared/domain/provider.ts'
import { AccountNameSchema } from '../../shared/domain/account.ts'
import { readJson, type JsonFile } from '../files/json-file.ts'
import { removeFile } from '../files/remove-file.ts'
import { setAside } from '../files/set-aside.ts'
import { writeAtomic } from '../files/write-atomic.ts'
import type { CredentialNeeds } from './needs.ts'

/** A change in several places that is under way. It holds no token. */
const JournalSchema = z.object({
  version: z.literal(1),
  provider: ProviderIdSchema,
  account: AccountNameSchema,
  verb: z.enum(['rotate', 'clear']),
  /** Whether the user asked for the old token to be revoked. */
  revoke: z.boolean(),
})
export type JournalEntry = z.infer<typeof JournalSchema>

type JournalNeeds = Pick<CredentialNeeds, 'paths' | 'clock' | 'log'>

function journalIn({ state }: JournalNeeds['paths']): JsonFile<JournalEntry> {
  return {
    path: join(state, 'credentials-journal.json'),
    schema: JournalSchema,
    version: 1,
    empty: { version: 1, provider: '', account: '', verb: 'clear', revoke: false },
    maxBytes: 64 * 1024,
  }
}

/** Notes a change before its first step. Throws `store-write-failed`; then nothing has begun. */
export async function beginJournal(
  entry: Omit<JournalEntry, 'version'>,
  { paths }: JournalNeeds,
): Promise<void> {
  const text = JSON.stringify({ version: 1, ...entry } satisfies JournalEntry)
  await writeAtomic(journalIn(paths).path, `${text}\n`)
}

/** The change that is over: nothing is left to finish. Throws `store-write-failed`. */
export async function endJournal({ paths }: JournalNeeds): Promise<void> {
  await removeFile(journalIn(paths).path)
}

/** The change that was cut short; null when there is none. One that cannot be understood is set aside. */
export async function readJournal({
  paths,
  clock,
  log,
}: JournalNeeds): Promise<JournalEntry | null> {
  const file = journalIn(paths)
  try {
    return (await readJson(file))?.value ?? null
  } catch {
    log.warn(`${file.path} cannot be understood; it was set aside.`)
    await setAside(file.path, clock)
    return null
  }
}
