import { protocol } from 'electron'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { appOrigin, appScheme, contentSecurityPolicy, fileBehind } from './app-origin.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/**
 * Must run before Electron is ready. Also loads Node's HTTP classes, which the first reply needs:
 * while Chromium starts up this costs half of what it costs once a page waits for that reply.
 */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, codeCache: true } },
  ])
  new Response(null)
  new Request(`${appOrigin}/`)
}

/** Serves the built pages of `folder`; any address outside of it is "not found". */
export function serveAppProtocol(folder: string): void {
  protocol.handle(appScheme, async ({ url, method }) => {
    const file = method === 'GET' ? fileBehind(url, folder) : null
    const type = file === null ? undefined : contentTypes[extname(file)]
    if (file === null || type === undefined) return new Response(null, { status: 404 })
    try {
      return new Response(new Uint8Array(await readFile(file)), {
        headers: {
          'content-type': type,
          'content-security-policy': contentSecurityPolicy,
          'x-content-type-options': 'nosniff',
        },
      })
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}
