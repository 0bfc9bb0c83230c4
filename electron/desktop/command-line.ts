import { join } from 'node:path'
import { findProgram } from '../files/find-program.ts'
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
    const hubkey = await findProgram('hubkey', env)
    return hubkey === null ? null : [hubkey]
  }
  const node = await findProgram('node', env)
  return node === null ? null : [node, join(root, 'out', 'cli', 'cli.cjs')]
}
