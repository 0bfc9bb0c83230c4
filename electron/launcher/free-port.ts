import { createServer } from 'node:net'
import type { Environment } from '../ports.ts'
import { errors, fail } from '../../shared/errors.ts'
import { portOwner } from './port-owner.ts'

/**
 * A port of 127.0.0.1 that nobody has: the wished one, or for 0 any. Servers cannot be asked which
 * one they chose, so it is chosen for them. Throws `port-in-use`, with who has it where that can be told.
 */
export async function freePort(
  wished: number,
  needs: { readonly env: Environment },
): Promise<number> {
  const server = createServer()
  try {
    const port = await new Promise<number | null>((resolve) => {
      server.once('error', () => {
        resolve(null)
      })
      server.listen(wished, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : wished)
      })
    })
    if (port !== null) return port
  } finally {
    server.close()
  }
  throw fail(errors.portInUse(wished, await portOwner(wished, needs)))
}
