/** What an error of Hubkey is made of; `errors.ts` and its parts hold the errors themselves. */
import { z } from 'zod'
import { ActionSchema } from './domain/action.ts'

/** The one next step an error or a verdict offers. */
export type Action = z.infer<typeof ActionSchema>

/** What went wrong, as data: a code for programs, a sentence for people, and a next step. */
export const AppErrorSchema = z.object({
  code: z.string().max(64),
  message: z.string().max(2000),
  action: ActionSchema.nullable(),
})
export type AppError = z.infer<typeof AppErrorSchema>

/** The only thing that Hubkey's own code throws; it is caught at the edges and becomes data. */
export class AppFailure extends Error {
  readonly error: AppError

  constructor(error: AppError) {
    super(error.message)
    this.name = 'AppFailure'
    this.error = error
  }
}

/** Builds the failure to throw: `throw fail(errors.keyringLocked())`. */
export function fail(reason: AppError): AppFailure {
  return new AppFailure(reason)
}

/** Errors by the name of their code, each made of its facts; `satisfies` holds a part to it. */
export type ErrorMakers = Record<string, (...facts: never[]) => AppError>

/** Does the same again. */
export const retry: Action = { label: 'Try again', does: { kind: 'retry' } }

/** A step that only the user can take, outside of Hubkey. */
export function advice(label: string): Action {
  return { label, does: { kind: 'advice' } }
}

/** An error of its three parts; the code is in kebab-case. */
export function error(code: string, message: string, next: Action | null): AppError {
  return { code, message, action: next }
}
