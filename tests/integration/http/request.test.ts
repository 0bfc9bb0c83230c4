import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { request, type ApiRequest } from '../../../electron/http/request.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'

const token = new Redactor().guard(`hf_${'q'.repeat(34)}`)
const open: Server[] = []

afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** A server, and the requests that reached it. */
async function serve(
  listener: RequestListener,
  server: Server = createServer(),
): Promise<{ url: string; seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = []
  server.on('request', (incoming, outgoing) => {
    seen.push(incoming)
    listener(incoming, outgoing)
  })
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, seen }
}

async function codeOf(api: ApiRequest): Promise<string> {
  return await request(api, fetch).then(
    ({ status }) => `status ${status}`,
    (cause: unknown) => (cause as { error: { code: string } }).error.code,
  )
}

test('sends the token to the address it was meant for, and reads the reply', async () => {
  const { url, seen } = await serve((_incoming, outgoing) => outgoing.end('{"a":1}'))
  const reply = await request({ url: `${url}/api`, token }, fetch)
  expect([reply.status, reply.json]).toEqual([200, { a: 1 }])
  expect(seen[0]?.headers.authorization).toBe(`Bearer ${token.reveal()}`)
})

test.each([301, 302, 303, 307, 308])('a %i to another origin is not followed', async (status) => {
  const other = await serve((_incoming, outgoing) => outgoing.end('{}'))
  const { url } = await serve((_incoming, outgoing) => {
    outgoing.writeHead(status, { location: `${other.url}/steal` }).end()
  })
  expect(await codeOf({ url, token })).toBe('hub-unexpected-reply')
  expect(other.seen).toEqual([])
})

test('the same machine under another name or scheme is another origin', async () => {
  const { url, seen } = await serve((_incoming, outgoing) => {
    outgoing.writeHead(302, { location: `${url.replace('127.0.0.1', 'localhost')}/again` }).end()
  })
  expect(await codeOf({ url, token })).toBe('hub-unexpected-reply')
  expect(seen).toHaveLength(1)
})

test('a redirect on the same origin is followed, but not for ever', async () => {
  const { url, seen } = await serve((incoming, outgoing) => {
    if (incoming.url === '/new') outgoing.end('{}')
    else outgoing.writeHead(307, { location: incoming.url === '/old' ? '/new' : '/round' }).end()
  })
  expect(await codeOf({ url: `${url}/old`, token })).toBe('status 200')
  expect(await codeOf({ url: `${url}/round`, token })).toBe('hub-unexpected-reply')
  expect(seen.length).toBeLessThan(12)
})

test('a body above its limit is given up while it arrives', async () => {
  let sent = 0
  const { url } = await serve((_incoming, outgoing) => {
    const piece = Buffer.alloc(64 * 1024)
    const more = (): void => {
      while (!outgoing.destroyed && outgoing.write(piece)) sent += piece.length
    }
    outgoing.on('drain', more)
    more()
  })
  expect(await codeOf({ url, maxBytes: 100_000 })).toBe('hub-unexpected-reply')
  expect(sent).toBeLessThan(50_000_000)
})

test('a compressed bomb counts by what it unpacks to', async () => {
  const { gzipSync } = await import('node:zlib')
  const bomb = gzipSync(Buffer.alloc(20_000_000))
  const { url } = await serve((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
  })
  expect(await codeOf({ url, maxBytes: 1_000_000 })).toBe('hub-unexpected-reply')
})

test('the time limit covers the body too', async () => {
  const { url } = await serve((_incoming, outgoing) => {
    outgoing.write('{')
  })
  const start = performance.now()
  expect(await codeOf({ url, timeoutMs: 300 })).toBe('hub-timeout')
  expect(performance.now() - start).toBeLessThan(1500)
})

test.runIf(spawnSync('openssl', ['version']).status === 0)(
  'a certificate that nobody vouches for is told apart from no network',
  async () => {
    const folder = await temporaryFolder()
    try {
      const [key, cert] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')]
      const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1']
      const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
      execFileSync('openssl', [...make, '-keyout', key, '-out', cert, ...subject], {
        stdio: 'ignore',
      })
      const tls = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) })
      const { url, seen } = await serve((_incoming, outgoing) => outgoing.end('{}'), tls)
      expect(await codeOf({ url: url.replace('http:', 'https:'), token })).toBe('hub-tls')
      expect(seen).toEqual([])
    } finally {
      await folder.remove()
    }
  },
)
