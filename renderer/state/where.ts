import { create } from 'zustand'
import type { AgreedFix, DoctorView } from '../../shared/domain/doctor.ts'
import type { CopyView, WhereView } from '../../shared/domain/where.ts'
import { places } from '../places.ts'
import { setNote } from './ui.ts'

/** What the page shows: the copies as a picture or as a table, or what is wrong with them. */
export type WhereTab = 'map' | 'table' | 'doctor'

/** The question, or the answer, that stands over the page. A copy is named by its id. */
export type WhereDialog =
  | { readonly kind: 'clear' | 'tighten' | 'import-as'; readonly copy: string }
  | { readonly kind: 'fix'; readonly agreed: readonly AgreedFix[] }
  | { readonly kind: 'report'; readonly text: string }

interface WhereState {
  readonly tab: WhereTab
  /** What the last look found; null until there was one. */
  readonly found: WhereView | null
  /** The copy whose facts are unfolded. */
  readonly chosen: string | null
  /** Where another page wants to lead: chosen as soon as a look has found it. */
  readonly wanted: Pick<CopyView, 'place' | 'where'> | null
  /** What was last done, as one sentence. */
  readonly done: string | null
  readonly dialog: WhereDialog | null
  /** What the doctor found; null until asked. */
  readonly visit: DoctorView | null
}

/** What is open on the page about where tokens lie: main looks anew whenever it is asked to change something. */
export const useWhere = create<WhereState>(() => ({
  tab: 'map',
  found: null,
  chosen: null,
  wanted: null,
  done: null,
  dialog: null,
  visit: null,
}))

export function openWhereDialog(dialog: WhereDialog): void {
  setNote(places.whereDialog, null)
  useWhere.setState({ dialog, done: null })
}

/** Closes whatever question is open. What it was about to do is not done. */
export function closeWhereDialog(): void {
  useWhere.setState({ dialog: null })
  setNote(places.whereDialog, null)
}
