import { createAdaptorServer } from '@hono/node-server'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Hono } from 'hono'

/**
 * Listens on the loopback interface. The listener itself picks the port when it is 0, so nobody
 * can take it in between. Rejects with the system's error, e.g. `EADDRINUSE`.
 */
export async function listen(app: Hono, port: number): Promise<{ server: Server; port: number }> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  // A slow answer is fine, a client that never finishes its question is not.
  server.requestTimeout = 60_000
  server.headersTimeout = 20_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve)
  })
  return { server, port: (server.address() as AddressInfo).port }
}
