/** A command as a line for a POSIX shell, whatever its words hold. */
export function shellWords(command: readonly string[]): string {
  return command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
}
