/** How the scripts of this folder fail: in sentences where a person can mend it, else with a stack. */

/** A failure that a person can mend: its message is the whole story, and a stack would hide it. */
export class UserError extends Error {}

/**
 * Runs a script's main function; on failure prints what to do (or a stack, when it is our fault)
 * and leaves with exit code 1.
 * @param {() => Promise<number>} main gives the exit code
 * @returns {Promise<void>}
 */
export async function runScript(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    process.stderr.write(`${inWords(error)}\n`)
    process.exitCode = 1
  }
}

/**
 * @param {unknown} error
 * @returns {string}
 */
function inWords(error) {
  if (error instanceof UserError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
