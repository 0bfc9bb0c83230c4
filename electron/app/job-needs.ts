import type { JobNeeds } from '../jobs/needs.ts'
import type { Core } from './core.ts'

/** What the verbs about jobs need, with this account submitting and asking; null is the one in force. */
export function jobNeeds(
  {
    credentials,
    redactor,
    hub,
    hubTokens,
  }: Pick<Core, 'credentials' | 'redactor' | 'hub' | 'hubTokens'>,
  account: string | null = null,
): JobNeeds {
  const asked = account === null ? {} : hubTokens.as(account)
  return { hub: { ...hub, ...asked }, credentials, redactor }
}
