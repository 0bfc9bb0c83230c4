import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import type { Environment } from '../ports.ts'

/**
 * The path of a program, or null. By absolute folders of PATH only: the working folder may be
 * anybody's. An absolute path stands for itself.
 */
export async function findProgram(name: string, env: Environment): Promise<string | null> {
  if (isAbsolute(name)) return (await isProgram(name)) ? name : null
  if (name === '' || /[\\/]/.test(name)) return null
  const files = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name]
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(isAbsolute)) {
    for (const file of files) {
      const path = join(folder, file)
      if (await isProgram(path)) return path
    }
  }
  return null
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
