/** Marks a branch that the types say cannot be reached. Throws when they were wrong. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`)
}
