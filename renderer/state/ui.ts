import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import type { RunId } from '../../shared/domain/run.ts'
import type { View } from '../../shared/ipc/events.ts'

/** The main window's pages, in the order of the sidebar. */
export const pages = [
  'tokens',
  'models',
  'servers',
  'playground',
  'jobs',
  'where',
] as const satisfies View[]
export type Page = (typeof pages)[number]

/** A failure beside the thing it belongs to, with the way to repeat what failed. */
export interface Note {
  readonly error: AppError
  readonly retry: () => void
}

interface UiState {
  readonly page: Page
  /** Failures by the place they belong to, e.g. `token:huggingface`. */
  readonly notes: Readonly<Record<string, Note>>
  /** Places with a verb under way. */
  readonly busy: Readonly<Record<string, true>>
  /** Server whose log is unfolded. */
  readonly openLog: RunId | null
  /** Server that the playground talks to. */
  readonly talkingTo: RunId | null
  /** Whether the playground shows how answers are to be made. */
  readonly areSettingsOpen: boolean
}

/** Where the user is and what is open: nothing that main knows. */
export const useUi = create<UiState>(() => ({
  page: 'tokens',
  notes: {},
  busy: {},
  openLog: null,
  talkingTo: null,
  areSettingsOpen: false,
}))

export function goTo(page: Page): void {
  useUi.setState({ page })
}

/** Main opens the window at a page by the address's last part, e.g. `#servers`. */
export function pageFromHash(hash: string): Page {
  return pages.find((page) => hash === `#${page}`) ?? 'tokens'
}

export function setBusy(place: string, isBusy: boolean): void {
  useUi.setState(({ busy }) => {
    const { [place]: _before, ...others } = busy
    return { busy: isBusy ? { ...others, [place]: true } : others }
  })
}

export function setNote(place: string, note: Note | null): void {
  useUi.setState(({ notes }) => {
    const { [place]: _before, ...others } = notes
    return { notes: note === null ? others : { ...others, [place]: note } }
  })
}

/** Whether a verb is under way at this place. */
export function useBusy(place: string): boolean {
  return useUi(({ busy }) => busy[place] === true)
}
