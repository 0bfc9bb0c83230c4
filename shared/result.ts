import type { AppError } from './app-error.ts'

/** Outcome of a verb as plain data, so that it can cross a process boundary whole. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError }

/** Wraps a value that was reached. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

/** Wraps the reason why a value was not reached. */
export function failed(error: AppError): Result<never> {
  return { ok: false, error }
}
