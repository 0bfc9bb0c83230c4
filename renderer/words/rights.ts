import type { Identity } from '../../shared/domain/verification.ts'

/** What a token may and may not do, in plain words. */
export interface Rights {
  readonly can: readonly string[]
  readonly cannot: readonly string[]
}

/** The Hub's names for rights, as far as they were seen. The list there is open. */
const plainWords: Readonly<Record<string, string>> = {
  'repo.content.read': 'read chosen repositories',
  'repo.write': 'push',
  'job.write': 'run jobs',
  'repo.access.read': 'ask for access to gated models',
  'discussion.write': 'write in discussions',
  'post.write': 'publish posts',
  'inference.serverless.write': 'call hosted inference',
  'inference.endpoints.infer.write': 'call inference endpoints',
  'user.webhooks.read': 'see webhooks',
  'user.webhooks.write': 'change webhooks',
  'collection.read': 'read collections',
  'org.read': 'see organisations',
}

/** Rights that matter enough here to be named when they are missing. */
const worthMissing = ['repo.write', 'job.write']

/** Says only what the provider said: a right nobody spoke of is neither granted nor denied. */
export function rightsOf({ role, readsGated, rights }: Identity): Rights {
  const can: string[] = []
  const cannot: string[] = []
  if (readsGated === true) can.push('read gated models you were granted')
  if (readsGated === false) cannot.push('read gated models')
  if (role === 'write') can.push('push', 'run jobs')
  can.push(...rights.map(rightName))
  if (role === 'read' || role === 'fineGrained') {
    cannot.push(...worthMissing.filter((right) => !rights.includes(right)).map(rightName))
  }
  return { can: [...new Set(can)], cannot }
}

/** A right in plain words; one the Hub invents later is shown as it is. */
export function rightName(right: string): string {
  return plainWords[right] ?? right
}
