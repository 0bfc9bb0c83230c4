import { create } from 'zustand'
import type { DraftView } from '../../shared/domain/draft.ts'
import type { ProviderId } from '../../shared/domain/provider.ts'
import type { AppError } from '../../shared/errors.ts'
import type { Result } from '../../shared/result.ts'
import { client } from '../client.ts'

/** What the window is waiting for, if anything. */
type Step = 'idle' | 'taking' | 'verifying' | 'saving' | 'saved'

interface TokenFlow {
  /** The token as main describes it; the token itself lies in main. */
  readonly draft: DraftView | null
  readonly step: Step
  readonly error: AppError | null
  /** Repeats what failed. */
  readonly retry: (() => void) | null
}

const start: TokenFlow = { draft: null, step: 'idle', error: null, retry: null }
const provider: ProviderId = 'huggingface'
/** How long the good news stays before the window closes, in milliseconds. */
const farewellMs = 1400

/** Where the user is on the road from an entered token to a stored one. */
export const useTokenFlow = create<TokenFlow>(() => start)

/** Main reads the clipboard, so a pasted token never enters this window. */
export async function paste(): Promise<void> {
  if (isWaiting()) return
  useTokenFlow.setState({ step: 'taking', error: null })
  take(await client['draft.paste']({ provider }))
}

/** Hands a typed token to main and has it verified. The caller has already emptied the field. */
export function enterAndVerify(text: string): void {
  if (isWaiting()) return
  useTokenFlow.setState({ step: 'taking', error: null })
  // Only the promise is awaited: no local of a waiting function may hold on to the text.
  void takeAndVerify(client['draft.enter']({ provider, text }))
}

/** Has the provider say whose token it is. */
export async function verify(): Promise<void> {
  const { draft } = useTokenFlow.getState()
  if (draft === null || isWaiting()) return
  useTokenFlow.setState({ step: 'verifying', error: null })
  const result = await client['draft.verify']({ draft: draft.id })
  if (result.ok) useTokenFlow.setState({ draft: result.value, step: 'idle' })
  else report(result.error, () => void verify())
}

/** Stores the token, says so, and closes the window. */
export async function save(): Promise<void> {
  const { draft } = useTokenFlow.getState()
  if (draft === null || isWaiting()) return
  useTokenFlow.setState({ step: 'saving', error: null })
  const result = await client['draft.save']({ draft: draft.id })
  if (!result.ok) {
    report(result.error, () => void save())
    return
  }
  useTokenFlow.setState({ step: 'saved' })
  setTimeout(() => void client['window.close'](), farewellMs)
}

/** Forgets the token, so that another one can be entered. */
export async function discard(): Promise<void> {
  const { draft } = useTokenFlow.getState()
  useTokenFlow.setState(start)
  if (draft !== null) await client['draft.discard']({ draft: draft.id })
}

/** Leaves without saving. */
export async function cancel(): Promise<void> {
  if (useTokenFlow.getState().step !== 'saved') await discard()
  await client['window.close']()
}

/** Whether the token may be saved: it was verified, or nobody could be asked. */
export function isSavable(draft: DraftView | null): boolean {
  const state = draft?.verification?.state
  return state === 'verified' || state === 'unverified'
}

function isWaiting(): boolean {
  return useTokenFlow.getState().step !== 'idle'
}

async function takeAndVerify(entered: Promise<Result<DraftView>>): Promise<void> {
  take(await entered)
  await verify()
}

function take(result: Result<DraftView>): void {
  if (!result.ok) {
    report(result.error, () => void paste())
    return
  }
  const before = useTokenFlow.getState().draft
  useTokenFlow.setState({ draft: result.value, step: 'idle' })
  // Main holds each draft until it is told otherwise; the one that was replaced is not needed.
  if (before !== null) void client['draft.discard']({ draft: before.id })
}

function report(error: AppError, retry: () => void): void {
  // A draft that main has given up cannot be verified or saved any more.
  const isGone = error.code === 'draft-gone'
  useTokenFlow.setState({ step: 'idle', error, retry, ...(isGone ? { draft: null } : {}) })
}
