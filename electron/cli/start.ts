import { join } from 'node:path'
import { askApp } from './ask-app.ts'
import { useCodeCache } from './code-cache.ts'

/**
 * Begins a command, from the folder of the built command line: a running app answers it, or its code is loaded, when
 * there is a cache to load it from. `first` goes before the arguments, for a program that stands for
 * one word. Rejects when the code cannot be loaded.
 */
export async function start(folder: string, first: readonly string[] = []): Promise<void> {
  const argv = [...first, ...process.argv.slice(2)]
  const self = { node: process.execPath, script: join(folder, 'cli.cjs') }
  const { answer, input } = await askApp({ argv, self, process })
  if (answer === null) {
    useCodeCache(folder)
    const { main } = await import('./main.ts')
    await main({ folder, argv, self, input })
    return
  }
  // A reader that went away is not an error.
  process.stdout.on('error', () => process.exit(0))
  process.stdout.write(answer.stdout)
  process.stderr.write(answer.stderr)
  process.exitCode = answer.code
}
