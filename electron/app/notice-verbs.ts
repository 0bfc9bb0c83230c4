import { errors, fail } from '../../shared/errors.ts'
import type { CredentialNeeds } from '../credentials/needs.ts'
import { snoozeNotice } from '../credentials/snoozed.ts'
import { tightenFile } from '../credentials/wide-files.ts'

/** Between two looks that nobody asked for, in milliseconds: tokens age while the app runs for weeks. */
const lookAgainMs = 6 * 3_600_000

interface NoticeVerbsNeeds {
  readonly credentials: CredentialNeeds
  readonly look: () => Promise<void>
  readonly report: (where: string, cause: unknown) => string
}

/** The verbs about notices, each followed by a look. */
export interface NoticeVerbs {
  /** Throws `store-unreadable` or `store-write-failed`. */
  snooze(wish: { readonly notice: string; readonly days: number }): Promise<void>
  /** Takes the other users' rights off the file a notice is about. Throws as `tightenFile` does. */
  tightenFile(notice: string): Promise<void>
  /** Looks again now and then; no provider is asked. Returns what ends it. */
  watch(): () => void
}

/** Wires them. */
export function createNoticeVerbs({ credentials, look, report }: NoticeVerbsNeeds): NoticeVerbs {
  return {
    snooze: async (wish) => snoozeNotice(wish, credentials).finally(look),
    tightenFile: async (notice) => tightenNoticed(notice, credentials).finally(look),
    watch: () => {
      const timer = setInterval(() => {
        look().catch((cause: unknown) => report('notices', cause))
      }, lookAgainMs)
      timer.unref()
      return () => {
        clearInterval(timer)
      }
    },
  }
}

const aboutFile = 'readable-by-others:'

/** Tightens the file that a notice is about. Throws `bad-input` for any other notice, and as `tightenFile`. */
export async function tightenNoticed(notice: string, needs: CredentialNeeds): Promise<void> {
  if (!notice.startsWith(aboutFile)) throw fail(errors.badInput('This notice is about no file.'))
  await tightenFile({ name: notice.slice(aboutFile.length) }, needs)
}
