/**
 * Lets work go on by itself. Verbs never reject for a reason of their own (failures are values), so
 * whatever arrives here is a bug and is shown as one.
 */
export function detach(work: Promise<unknown>): void {
  work.catch((cause: unknown) => {
    reportError(cause)
  })
}
