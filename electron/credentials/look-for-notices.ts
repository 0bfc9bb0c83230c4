import { NoticeIdSchema, type Notice } from '../../shared/domain/notice.ts'
import { issuerOf } from '../providers/issuers.ts'
import { readEntryName } from './account.ts'
import { openBook } from './account-book.ts'
import { listFileTokens } from './credential-file.ts'
import { noticesOf } from './hygiene.ts'
import type { CredentialsView } from './look-at-credentials.ts'
import type { CredentialNeeds } from './needs.ts'
import { forgetSnoozed, readSnoozed } from './snoozed.ts'
import { findWideFiles } from './wide-files.ts'

/**
 * What is worth knowing about the tokens that a look has found, without what the user has put off.
 * Asks no provider. Never throws: what cannot be read has its own place on the page.
 */
export async function lookForNotices(
  { keyring, providers }: CredentialsView,
  needs: CredentialNeeds,
): Promise<Notice[]> {
  const custom = await needs.customProviders()
  const [bookOf, entries, wideFiles, isSnoozed] = await Promise.all([
    openBook(needs).catch(() => null),
    listFileTokens(needs).catch(() => null),
    findWideFiles(needs),
    readSnoozed(needs),
  ])
  const ids = providers.map(({ id }) => id)
  const inFile = (entries ?? []).map(({ name }) => name)
  const facts = {
    providers,
    uncheckable: new Set(ids.filter((id) => issuerOf(id, custom) === null)),
    pushing: new Set(ids.filter((id) => bookOf?.(id).sinks.includes('git') === true)),
    inFile: keyring.state === 'unlocked' ? inFile.filter(isAccount) : [],
    wideFiles,
  }
  const notices = noticesOf(facts, needs.clock.now())
  // Nobody can tell what is gone while a place cannot be read.
  const isClosed = keyring.state === 'locked' || keyring.state === 'hung'
  if (!isClosed && bookOf !== null && entries !== null) {
    await forgetSnoozed(new Set(notices.map(({ id }) => id)), needs)
  }
  // A file of somebody's with a strange name must not keep the whole snapshot from being shown.
  return notices.filter(({ id }) => NoticeIdSchema.safeParse(id).success && !isSnoozed(id))
}

/** Helpers of an account move along with it and are not counted. */
function isAccount(entry: string): boolean {
  return readEntryName(entry) !== null
}
