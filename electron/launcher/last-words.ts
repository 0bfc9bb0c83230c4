import { spawn } from 'node:child_process'

/**
 * Starts a program once more to say something, where nothing that is ended here ends it. Never fails: nobody
 * is there to do better.
 */
export function sayLastWords(
  program: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): void {
  const child = spawn(program, words, {
    env: { ...environment },
    stdio: 'ignore',
    detached: true,
    windowsHide: true,
  })
  child.on('error', () => undefined)
  child.unref()
}
