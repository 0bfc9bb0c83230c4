import { join } from 'node:path'
import { changeBook, openBook } from '../../../electron/credentials/account-book.ts'
import { beginJournal, readJournal } from '../../../electron/credentials/journal.ts'
import type { CredentialNeeds } from '../../../electron/credentials/needs.ts'
import { readSnoozed, snoozeNotice } from '../../../electron/credentials/snoozed.ts'

type Needs = Pick<CredentialNeeds, 'paths' | 'clock' | 'log'>

/** One of the files that Hubkey keeps about tokens, by its own verbs. */
export interface Store {
  readonly path: (needs: Needs) => string
  /** Writes what `read` gives back. */
  write(word: string, needs: Needs): Promise<void>
  /** The last word; null when there is none. */
  read(needs: Needs): Promise<string | null>
}

const provider = 'huggingface'

/** The files that hold no token, yet decide which one is used, finished or told of. */
export const stores: Readonly<Record<string, Store>> = {
  'accounts.json': {
    path: ({ paths }) => join(paths.config, 'accounts.json'),
    write: async (word, needs) =>
      changeBook(provider, (book) => ({ ...book, active: word }), needs),
    read: async (needs) => {
      const { active } = (await openBook(needs))(provider)
      return active === 'default' ? null : active
    },
  },
  'credentials-journal.json': {
    path: ({ paths }) => join(paths.state, 'credentials-journal.json'),
    write: async (word, needs) =>
      beginJournal({ provider, account: word, verb: 'rotate', revoke: false }, needs),
    read: async (needs) => (await readJournal(needs))?.account ?? null,
  },
  'snoozed.json': {
    path: ({ paths }) => join(paths.config, 'snoozed.json'),
    write: async (word, needs) => snoozeNotice({ notice: word, days: 1 }, needs),
    read: async (needs) => {
      const isSnoozed = await readSnoozed(needs)
      return ['second', 'first'].find(isSnoozed) ?? null
    },
  },
}
