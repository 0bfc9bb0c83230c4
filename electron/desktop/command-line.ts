import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import { variable } from '../environment.ts'
import type { Environment } from '../ports.ts'

/**
 * What starts the `hubkey` command line outside of the app: in a checkout its bundle under the Node
 * of PATH, in a package, whose files only Electron can read, the `hubkey` of PATH. Null when there is none.
 */
export async function findCommandLine(
  root: string,
  env: Environment,
): Promise<readonly string[] | null> {
  if (root.endsWith('.asar')) {
    const hubkey = await findOnPath('hubkey', env)
    return hubkey === null ? null : [hubkey]
  }
  const node = await findOnPath('node', env)
  return node === null ? null : [node, join(root, 'out', 'cli', 'cli.cjs')]
}

async function findOnPath(program: string, env: Environment): Promise<string | null> {
  for (const folder of (variable(env, 'PATH') ?? '').split(delimiter).filter(isAbsolute)) {
    const path = join(folder, program)
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return null
}
