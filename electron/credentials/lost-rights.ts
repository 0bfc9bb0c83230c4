import type { ProviderId } from '../../shared/domain/provider.ts'
import type { Identity, Verification } from '../../shared/domain/verification.ts'
import { openBook, recordOf } from './account-book.ts'
import type { CredentialNeeds } from './needs.ts'
import { readVerifications } from './verifications.ts'

/** What an account's stored token may and a new one may not, as far as both were verified. Never throws. */
export async function rightsLostBy(
  {
    provider,
    account,
    verification,
  }: {
    readonly provider: ProviderId
    readonly account: string
    readonly verification: Verification | null
  },
  needs: CredentialNeeds,
): Promise<readonly string[]> {
  const book = await openBook(needs).catch(() => null)
  const fingerprint = book === null ? null : recordOf(book(provider), account)?.fingerprint
  if (fingerprint == null) return []
  return lostRights((await readVerifications(needs))({ provider, fingerprint }), verification)
}

/**
 * Rights by name that the token in force has and the new one lacks, as far as both are known; also
 * `account` when the new one is somebody else's. Plain tokens name no rights: `write` covers `read`.
 */
export function lostRights(before: Verification | null, after: Verification | null): string[] {
  const [old, young] = [before?.identity, after?.identity]
  if (old == null || young == null) return []
  const lost = new Set<string>()
  if (old.username !== young.username) lost.add(`the account ${old.username}`)
  if (old.readsGated === true && young.readsGated === false) lost.add('gated repositories')
  if (canWrite(old) && young.role === 'read') lost.add('write')
  if (young.role !== 'write' && young.role !== 'read') {
    for (const right of old.rights) if (!young.rights.includes(right)) lost.add(right)
    if (old.role === 'write' && !canWrite(young)) lost.add('write')
  }
  if (young.role === 'read') {
    for (const right of old.rights) if (!right.includes('read')) lost.add(right)
  }
  for (const { id, label, allowed } of old.capabilities) {
    const now = young.capabilities.find((one) => one.id === id)
    if (allowed === true && now?.allowed === false) lost.add(label)
  }
  return [...lost]
}

function canWrite({ role, rights }: Identity): boolean {
  return role === 'write' || rights.some((right) => right === 'repo.write')
}
