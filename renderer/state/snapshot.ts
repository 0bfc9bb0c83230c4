import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import type { Snapshot } from '../../shared/snapshot.ts'

interface SnapshotState {
  /** Null until main has answered for the first time. */
  readonly snapshot: Snapshot | null
  /** Why there is no snapshot, once that is known. */
  readonly problem: AppError | null
}

/** All that the windows know of the world: replaced whole, never patched. */
export const useConnection = create<SnapshotState>(() => ({ snapshot: null, problem: null }))

/** Takes in a snapshot unless a newer one is already here. */
export function acceptSnapshot(next: Snapshot): void {
  const current = useConnection.getState().snapshot
  if (current !== null && current.revision >= next.revision) return
  useConnection.setState({ snapshot: next, problem: null })
}

/** Notes that main does not answer. A snapshot that is already here stays readable. */
export function reportLostConnection(problem: AppError): void {
  if (useConnection.getState().snapshot === null) useConnection.setState({ problem })
}

/** Part of the snapshot, for views that are drawn only once there is one. */
export function useSnapshot<T>(select: (snapshot: Snapshot) => T): T {
  return useConnection(({ snapshot }) => {
    if (snapshot === null) throw new Error('A view was drawn before the first snapshot.')
    return select(snapshot)
  })
}
