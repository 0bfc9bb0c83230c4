import { randomUUID } from 'node:crypto'
import type { DraftView } from '../../shared/domain/draft.ts'
import type { ProviderId } from '../../shared/domain/provider.ts'
import type { Verification } from '../../shared/domain/verification.ts'
import { errors, fail } from '../../shared/errors.ts'
import type { Secret } from '../redaction/secret.ts'
import type { UnstoredLogIn } from './quit-question.ts'

/** A token that was entered and not yet saved. It lives in main's memory only. */
export interface Draft {
  readonly id: string
  readonly provider: ProviderId
  readonly secret: Secret
  readonly looksRight: boolean
  /** The account whose token it is to replace. */
  readonly replaces: string | null
  /** Rights by name that the token in force has and this one lacks. */
  lostRights: readonly string[]
  verification: Verification | null
}

/** Drafts are forgotten after this time, in milliseconds, so that none waits forever. */
const lifetimeMs = 15 * 60_000
/** More than this many windows cannot be waiting at once. */
const draftLimit = 8

/** Holds the entered tokens between a window's steps, so that the window need not. */
export class Drafts {
  readonly #drafts = new Map<string, { draft: Draft; timer: NodeJS.Timeout }>()

  /** Takes in an entered token; the oldest one gives way when there are too many. */
  add(entered: Pick<Draft, 'provider' | 'secret' | 'looksRight' | 'replaces'>): Draft {
    const oldest = this.#drafts.keys().next()
    if (this.#drafts.size >= draftLimit && oldest.done !== true) this.discard(oldest.value)
    const draft: Draft = { id: randomUUID(), ...entered, lostRights: [], verification: null }
    const timer = setTimeout(() => {
      this.discard(draft.id)
    }, lifetimeMs)
    timer.unref()
    this.#drafts.set(draft.id, { draft, timer })
    return draft
  }

  /** Throws `draft-gone` when it was discarded meanwhile. */
  get(id: string): Draft {
    const entry = this.#drafts.get(id)
    if (entry === undefined) throw fail(errors.draftGone())
    return entry.draft
  }

  /** Those that would be lost with the program; nobody misses a token that the provider rejects. */
  unstored(): UnstoredLogIn[] {
    const drafts = [...this.#drafts.values()].map(({ draft }) => draft)
    return drafts
      .filter(({ verification }) => verification?.state !== 'rejected')
      .map(({ provider, replaces, verification }) => {
        const username = verification?.identity?.username ?? null
        return { by: 'token', provider, username, replaces }
      })
  }

  discard(id: string): void {
    clearTimeout(this.#drafts.get(id)?.timer)
    this.#drafts.delete(id)
  }

  discardAll(): void {
    for (const id of [...this.#drafts.keys()]) this.discard(id)
  }
}

/** What a window may know of a draft. */
export function viewDraft({ secret, lostRights, ...draft }: Draft): DraftView {
  const { id, provider, looksRight, replaces, verification } = draft
  const view = { id, provider, length: secret.length, looksRight, replaces, verification }
  return { ...view, lostRights: [...lostRights] }
}
