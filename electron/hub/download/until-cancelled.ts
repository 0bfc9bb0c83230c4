import { errors, fail } from '../../../shared/errors.ts'

/** Runs work that obeys `signal`. Whatever it stumbled over once cancelled is `download-cancelled`. */
export async function untilCancelled<T>(
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = signal ?? new AbortController().signal
  try {
    own.throwIfAborted()
    return await work(own)
  } catch (cause) {
    throw own.aborted ? fail(errors.downloadCancelled()) : cause
  }
}
