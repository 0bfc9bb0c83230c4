import type { Notice } from '../../../shared/domain/notice.ts'
import { NoticeIdSchema } from '../../../shared/domain/notice.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { tightenNoticed } from '../../app/notice-verbs.ts'
import { lookAtCredentials } from '../../credentials/look-at-credentials.ts'
import { lookForNotices } from '../../credentials/look-for-notices.ts'
import { snoozeNotice } from '../../credentials/snoozed.ts'
import type { Context } from '../context.ts'
import { describeAction } from '../io.ts'

/** `hubkey notices`: what is worth knowing of stored tokens, without asking any provider. */
export async function listNotices({ core, output }: Context): Promise<void> {
  const view = await lookAtCredentials({ withoutSinks: true }, core.credentials)
  const notices = await lookForNotices(view, core.credentials)
  output.result({ notices }, () =>
    notices.length === 0
      ? 'No notices.\n'
      : notices.map((notice) => describeNotice(notice, output.hub)).join(''),
  )
}

/** A notice in two or three lines: what, the next step, and the id that the words take. */
export function describeNotice({ id, severity, sentence, action }: Notice, hub: string): string {
  const next = action === null ? '' : `  Next: ${describeAction(action, hub)}\n`
  return `${severity === 'warning' ? '!' : '·'} ${sentence}\n${next}  ${id}\n`
}

/** `hubkey notices ID --snooze`. Throws `bad-input` when there is no such notice now. */
export async function snooze(
  { notice, days }: { readonly notice: string; readonly days: number },
  { core, output }: Context,
): Promise<void> {
  const view = await lookAtCredentials({ withoutSinks: true }, core.credentials)
  const known = (await lookForNotices(view, core.credentials)).map(({ id }) => id)
  if (!NoticeIdSchema.safeParse(notice).success || !known.includes(notice)) {
    throw fail(errors.badInput(`There is no notice “${notice.slice(0, 200)}” now.`))
  }
  await snoozeNotice({ notice, days }, core.credentials)
  output.result({ notice, days }, () => `Put off for ${days === 1 ? 'a day' : `${days} days`}.\n`)
}

/** `hubkey notices ID --tighten`. Throws as `tightenNoticed` does. */
export async function tighten(
  { notice }: { readonly notice: string },
  { core, output }: Context,
): Promise<void> {
  await tightenNoticed(notice, core.credentials)
  output.result({ notice }, () => 'The file is yours alone now.\n')
}
