import type { RemovedForeign, RemoveForeignInput } from '../../shared/domain/foreign.ts'
import { errors, fail } from '../../shared/errors.ts'
import { lookAround, pick } from './look.ts'
import type { ForeignNeeds } from './tool.ts'

/**
 * Takes a token away from the tool that holds it, once Hubkey's own store was read back and holds
 * the very same one. Everything else of the tool stays as it is. Throws `foreign-gone`,
 * `foreign-stays`, `foreign-not-stored`, the reason why Hubkey's store cannot be read, and
 * `store-write-failed`; then the token still lies there.
 */
export async function removeForeign(
  { id, files }: RemoveForeignInput,
  needs: ForeignNeeds,
): Promise<RemovedForeign> {
  const look = await lookAround({ id, files }, needs)
  const { view, found } = pick(look, id)
  if (view.notRemovable !== null) throw fail(errors.foreignStays(view.notRemovable))
  if (view.storedAs.length === 0) throw fail(look.own.problem ?? errors.foreignNotStored(id))
  await found.remove()
  return { token: view, keptAs: view.storedAs }
}
