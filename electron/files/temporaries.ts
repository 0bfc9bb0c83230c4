import { lstat, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from './file-failure.ts'
import { isAlive } from './process-mark.ts'

const pattern = /^\.hubkey-.+-(\d+)-[0-9a-f]{16}\.tmp$/
/** After this a leftover goes even when its writer's process number was given to someone else. */
const forgottenAfterMs = 10 * 60_000

/** Our own pattern, so that the sweep never touches another program's file. */
export function temporaryName(base: string, random: string): string {
  return `.hubkey-${base}-${process.pid}-${random}.tmp`
}

/**
 * Removes what killed writers left behind in a folder: such a file may hold a token. Returns how
 * many went. A folder that is not there or cannot be read counts as swept.
 */
export async function sweepTemporaries(folder: string): Promise<number> {
  let swept = 0
  for (const name of await namesIn(folder)) {
    const writer = pattern.exec(name)?.[1]
    if (writer === undefined) continue
    if (await removeWhenForgotten(join(folder, name), Number(writer))) swept += 1
  }
  return swept
}

async function removeWhenForgotten(path: string, writer: number): Promise<boolean> {
  try {
    const age = Date.now() - (await lstat(path)).mtimeMs
    if (isAlive(writer) && age < forgottenAfterMs) return false
    await unlink(path)
    return true
  } catch (cause) {
    return isMissing(cause)
  }
}

/** Names in a folder; none when it cannot be listed. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch {
    return []
  }
}
