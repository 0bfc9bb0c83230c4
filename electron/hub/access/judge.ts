import type { Verdict } from '../../../shared/domain/access.ts'
import type { Refusal } from './refusal.ts'

/** How the account stands towards the Hub: no token, one that is accepted, or one that is dead. */
export type Standing = 'none' | 'accepted' | 'rejected'

/**
 * The Hub's decision table (huggingface_hub utils/_http.py, and replies recorded by its users): status and `X-Error-Code` decide; the message only tells
 * cases apart that share both. A refusal nobody knows yet is `offline`: nothing was found out.
 */
export function judge(refusal: Refusal, standing: Standing): Verdict {
  const { status, code, hint } = refusal
  if (hint.includes('access to this resource is disabled') || status === 451) return 'disabled'
  if (status === 429) return 'rate-limited'
  if (code === 'GatedRepo') return judgeGate(refusal, standing)
  if (status === 401) return standing === 'rejected' ? 'token-rejected' : 'private-or-missing'
  if (status === 403) return judgeForbidden(hint)
  if (status === 404 || status === 410) {
    return standing === 'rejected' ? 'token-rejected' : 'private-or-missing'
  }
  return 'offline'
}

function judgeGate({ status, hint }: Refusal, standing: Standing): Verdict {
  if (standing === 'none') return 'no-token'
  if (standing === 'rejected' || status === 401) return 'token-rejected'
  if (hint.includes('awaiting')) return 'awaiting-author'
  if (hint.includes('rejected')) return 'refused'
  if (hint.includes('reset')) return 'must-request-again'
  if (hint.includes('fine-grained token settings')) return 'token-lacks-gated-right'
  return 'not-requested'
}

/** A 403 that is not about the gate is about the token: its rights, or its organisation's rules. */
function judgeForbidden(hint: string): Verdict {
  const policy = hint.includes('organization') || hint.includes('administrator')
  return policy ? 'org-policy' : 'token-lacks-gated-right'
}

/** What an organisation's rules hold against a token, as far as the message tells. */
export type OrgPolicy = 'fine-grained-only' | 'revoked' | 'pending' | 'denied'

/** Why an organisation keeps a token out; null when the message says nothing known. A hint only. */
export function policyOf({ status, hint }: Refusal): OrgPolicy | null {
  if (status !== 403) return null
  if (hint.includes('revoked by')) return 'revoked'
  if (hint.includes('fine-grained')) return 'fine-grained-only'
  if (/pending|awaiting|approv/.test(hint)) return 'pending'
  return hint.includes('denied') ? 'denied' : null
}
