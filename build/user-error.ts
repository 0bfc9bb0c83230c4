/** A failure that a person can mend: its message is the whole story, and a stack would hide it. */
export class UserError extends Error {
  override readonly name = 'UserError'
}

/**
 * Runs a script's main function; on failure prints what to do (or a stack, when it is our fault)
 * and leaves with exit code 1.
 */
export async function runScript(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main()
  } catch (error) {
    const text = error instanceof UserError ? error.message : inspect(error)
    process.stderr.write(`${text}\n`)
    process.exitCode = 1
  }
}

function inspect(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
