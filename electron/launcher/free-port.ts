import { createServer } from 'node:net'
import { errors, fail } from '../../shared/errors.ts'

/**
 * A port of 127.0.0.1 that nobody has: the wished one, or for 0 any. Servers cannot be asked which
 * one they chose, so it is chosen for them. Throws `port-in-use`.
 */
export async function freePort(wished: number): Promise<number> {
  const server = createServer()
  try {
    return await new Promise<number>((resolve, reject) => {
      server.once('error', () => {
        reject(fail(errors.portInUse(wished)))
      })
      server.listen(wished, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : wished)
      })
    })
  } finally {
    server.close()
  }
}
