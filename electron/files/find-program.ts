import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import type { Environment } from '../ports.ts'

/**
 * The path of a program, or null. By absolute folders of PATH only: the working folder may be
 * anybody's.
 */
export async function findProgram(name: string, env: Environment): Promise<string | null> {
  const files = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name]
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(isAbsolute)) {
    for (const file of files) {
      const path = join(folder, file)
      if (await access(path, constants.X_OK).then(() => true, () => false)) return path // prettier-ignore
    }
  }
  return null
}
