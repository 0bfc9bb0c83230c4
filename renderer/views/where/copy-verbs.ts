import type { CopyView } from '../../../shared/domain/where.ts'
import type { MenuItem } from '../../components/Menu.tsx'
import { openWhereDialog } from '../../state/where.ts'
import { importCopy, showCopyFile } from '../../where-actions.ts'

/** What can be done with a copy. Whatever changes something is asked first. */
export function verbsOf(copy: CopyView): readonly MenuItem[] {
  const { id, inFile, tightenable, clearable } = copy
  return [
    ...(inFile ? [{ label: 'Show in folder', onSelect: () => showCopyFile(id) }] : []),
    ...(isNew(copy) ? [{ label: 'Import', onSelect: () => importCopy(id) }] : []),
    ...(tightenable
      ? [
          {
            label: 'Make it private…',
            onSelect: () => openWhereDialog({ kind: 'tighten', copy: id }),
          },
        ]
      : []),
    ...(clearable
      ? [
          {
            label: 'Take it out…',
            isDangerous: true,
            onSelect: () => openWhereDialog({ kind: 'clear', copy: id }),
          },
        ]
      : []),
  ]
}

/** Why a copy cannot be taken out now, in a sentence; null when it can be. */
export function whyItStays(copy: CopyView): string | null {
  const { notClearable, clearable } = copy
  if (clearable) return null
  if (notClearable !== null) return notClearable
  return isNew(copy)
    ? 'It can be taken out once Hubkey holds the token itself: import it first.'
    : 'Hubkey does not hold this token itself, so it stays where it is.'
}

/** Hubkey does not hold it, and it is worth having. */
function isNew({ importable, standing }: CopyView): boolean {
  return importable && standing === 'unknown'
}
