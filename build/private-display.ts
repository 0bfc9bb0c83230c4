/** An X display of one's own, so that windows of a test or a demo never appear on the developer's. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { UserError } from './user-error.mjs'

/** A running display; `name` is the value for DISPLAY. */
export interface PrivateDisplay {
  readonly name: string
  readonly stop: () => void
}

/**
 * Starts Xvfb on the first free display number. Linux only.
 * @param size pixels, wide enough for two windows side by side unless told otherwise
 * @throws UserError when Xvfb is missing or does not come up
 */
export async function startDisplay(size = '1600x1000'): Promise<PrivateDisplay> {
  const args = ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset']
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  let said = ''
  server.stderr
    ?.setEncoding('utf8')
    .on('data', (text: string) => (said = (said + text).slice(-2000)))
  const number = await new Promise<string | undefined>((resolve) => {
    createInterface(server.stdio[3] as Readable).once('line', resolve)
    server.once('error', () => {
      resolve(undefined)
    })
    server.once('exit', () => {
      resolve(undefined)
    })
  })
  if (number === undefined)
    throw new UserError(
      `Xvfb did not start; is the package xvfb installed? It said: ${said.trim()}`,
    )
  server.unref()
  return { name: `:${number}`, stop: () => void server.kill() }
}
