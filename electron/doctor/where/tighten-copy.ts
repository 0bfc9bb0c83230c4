import type { ClearCopyInput, CopyView } from '../../../shared/domain/where.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { makePrivate } from '../../files/make-private.ts'
import type { DoctorNeeds } from '../needs.ts'
import { lookAtCopies } from './look-where.ts'

/**
 * Sets the file that one copy lies in to 0600, and answers with the copy as it was before. Throws
 * `foreign-gone`, `bad-input` for one whose file is not the user's own or not open to others,
 * `store-unreadable` or `store-write-failed`.
 */
export async function tightenCopy(
  { id, files }: ClearCopyInput,
  needs: DoctorNeeds,
): Promise<CopyView> {
  const { copies } = await lookAtCopies({ files }, needs)
  const view = copies.find((copy) => copy.view.id === id)?.view
  if (view === undefined) throw fail(errors.foreignGone())
  if (!view.tightenable) throw fail(errors.badInput('This file is yours alone already.'))
  await makePrivate(view.where)
  return view
}
