import { create } from 'zustand'
import type { DraftView } from '../../shared/domain/draft.ts'
import type { RotationReport } from '../../shared/domain/rotation.ts'
import type { AppError } from '../../shared/errors.ts'
import type { Input } from '../../shared/ipc/contract.ts'
import type { Result } from '../../shared/result.ts'
import { client } from '../client.ts'
import { detach } from '../detach.ts'
import { useIntent } from './intent.ts'

/** What the window is waiting for, if anything. */
type Step = 'idle' | 'taking' | 'verifying' | 'saving' | 'saved'

interface TokenFlow {
  /** The token as main describes it; the token itself lies in main. */
  readonly draft: DraftView | null
  readonly step: Step
  readonly error: AppError | null
  /** Repeats what failed. */
  readonly retry: (() => void) | null
  /** The user's name for a new account; empty lets Hubkey choose. */
  readonly accountName: string
  /** Whether the replaced token is to be revoked, too. */
  readonly revokeOld: boolean
  /** What replacing a token came to. */
  readonly report: RotationReport | null
}

const start: TokenFlow = {
  draft: null,
  step: 'idle',
  error: null,
  retry: null,
  accountName: '',
  revokeOld: false,
  report: null,
}
/** How long the good news stays before the window closes, in milliseconds. */
const farewellMs = 1400

/** Where the user is on the road from an entered token to a stored one. */
export const useTokenFlow = create<TokenFlow>(() => start)

/** Main reads the clipboard, so a pasted token never enters this window. */
export function paste(): void {
  if (!begin('taking')) return
  detach(
    client['draft.paste'](target()).then((result) => {
      take(result, paste)
    }),
  )
}

/** Hands a typed token to main and has it verified. The caller has already emptied the field. */
export function enterAndVerify(text: string): void {
  if (!begin('taking')) return
  detach(
    client['draft.enter']({ ...target(), text }).then((result) => {
      take(result, null)
      verify()
    }),
  )
}

/** Has the provider say whose token it is. */
export function verify(): void {
  const { draft } = useTokenFlow.getState()
  if (draft === null || !begin('verifying')) return
  detach(
    client['draft.verify']({ draft: draft.id }).then((result) => {
      // The user may have removed the token while the provider was thinking.
      if (useTokenFlow.getState().draft?.id !== draft.id) return
      if (result.ok) useTokenFlow.setState({ draft: result.value, step: 'idle' })
      else report(result.error, verify)
    }),
  )
}

/** Stores the token as a new account or in the place of the one it replaces. */
export function save(): void {
  const { draft, accountName, revokeOld } = useTokenFlow.getState()
  if (draft === null || !begin('saving')) return
  if (draft.replaces === null) {
    const name = accountName.trim()
    const account = name === '' ? {} : { account: name }
    settle(client['draft.save']({ draft: draft.id, ...account }), closeSoon)
  } else {
    settle(client['draft.rotate']({ draft: draft.id, revokeOld }), (outcome) => {
      useTokenFlow.setState({ report: outcome })
    })
  }
}

/** Forgets the token, so that another one can be entered. */
export function discard(): void {
  const { draft } = useTokenFlow.getState()
  useTokenFlow.setState(start)
  if (draft !== null) detach(client['draft.discard']({ draft: draft.id }))
}

/** Leaves without saving; after saving it only closes. */
export function cancel(): void {
  if (useTokenFlow.getState().step !== 'saved') discard()
  closeWindow()
}

/** Whether the token may be saved: it was verified, or nobody could be asked. */
export function isSavable(draft: DraftView | null): boolean {
  const state = draft?.verification?.state
  return state === 'verified' || state === 'unverified'
}

/** Leaves the good news on for a moment, then closes the window. */
export function closeSoon(): void {
  setTimeout(closeWindow, farewellMs)
}

function closeWindow(): void {
  detach(client['window.close']())
}

function target(): Input<'draft.paste'> {
  const { provider, replaces } = useIntent.getState().intent
  return replaces === null ? { provider } : { provider, replaces }
}

function settle<T>(work: Promise<Result<T>>, then: (value: T) => void): void {
  detach(
    work.then((result) => {
      if (!result.ok) {
        report(result.error, save)
        return
      }
      useTokenFlow.setState({ step: 'saved' })
      then(result.value)
    }),
  )
}

/** Enters a step unless another one is under way: a second click changes nothing. */
function begin(step: Step): boolean {
  if (useTokenFlow.getState().step !== 'idle') return false
  useTokenFlow.setState({ step, error: null })
  return true
}

function take(result: Result<DraftView>, retry: (() => void) | null): void {
  if (!result.ok) {
    report(result.error, retry)
    return
  }
  const before = useTokenFlow.getState().draft
  useTokenFlow.setState({ draft: result.value, step: 'idle' })
  // Main holds each draft until it is told otherwise; the one that was replaced is not needed.
  if (before !== null) detach(client['draft.discard']({ draft: before.id }))
}

function report(error: AppError, retry: (() => void) | null): void {
  // A draft that main has given up cannot be verified or saved any more.
  const isGone = error.code === 'draft-gone'
  useTokenFlow.setState({ step: 'idle', error, retry, ...(isGone ? { draft: null } : {}) })
}
