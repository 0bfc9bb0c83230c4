import type { ClearCopyInput, CopyView } from '../../../shared/domain/where.ts'
import { errors, fail } from '../../../shared/errors.ts'
import type { DoctorNeeds } from '../needs.ts'
import { lookAtCopies, type SeenCopy } from './look-where.ts'
import { mayClear } from './may-change.ts'

/**
 * Takes one copy away from the tool that keeps it, and leaves everything else there byte for byte. Only
 * a token that is not lost with it goes: one that Hubkey was just seen to hold, one that it replaced,
 * or one that its provider rejected. Throws `foreign-gone`, `foreign-not-stored`, `foreign-stays` or
 * `store-write-failed`; then the copy still lies there.
 */
export async function clearCopy(
  { id, files }: ClearCopyInput,
  needs: DoctorNeeds,
): Promise<CopyView> {
  const look = await lookAtCopies({ files }, needs)
  const copy = look.copies.find(({ view }) => view.id === id)
  if (copy === undefined) throw fail(errors.foreignGone())
  await clearSeen(copy)
  return copy.view
}

/** The same for a copy of a look that was just had. Throws as `clearCopy` does. */
export async function clearSeen({ view, found, stored }: SeenCopy): Promise<void> {
  if (found === null || view.notClearable !== null) {
    throw fail(errors.foreignStays(view.notClearable ?? 'It cannot be taken away from here.'))
  }
  if (!mayClear(view, stored)) throw fail(errors.foreignNotStored(view.id))
  await found.remove()
}
