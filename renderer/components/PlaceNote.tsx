import type { ReactNode } from 'react'
import { useUi } from '../state/ui.ts'
import { ErrorNote } from './ErrorNote.tsx'

interface PlaceNoteProps {
  readonly place: string
  readonly showLog?: () => void
}

/** What last failed at a place of the window, if anything did. */
export function PlaceNote({ place, showLog }: PlaceNoteProps): ReactNode {
  const note = useUi(({ notes }) => notes[place])
  if (note === undefined) return null
  return <ErrorNote error={note.error} retry={note.retry} showLog={showLog} />
}
