import type { IpcMainInvokeEvent } from 'electron'
import { appOrigin } from './app-protocol.ts'

/** What is asked of a sender; a structural part of Electron's event, so that tests need no Electron. */
export type Sender = Pick<IpcMainInvokeEvent, 'senderFrame'>

/**
 * True when a call comes from the top frame of one of our own pages. A destroyed frame is null and
 * not trusted.
 */
export function isTrustedSender({ senderFrame }: Sender): boolean {
  if (senderFrame === null || senderFrame.parent !== null) return false
  return originOf(senderFrame.url) === appOrigin
}

/** `new URL('app://…').origin` is "null" by the URL standard, hence protocol and host. */
export function originOf(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, host, username, password, port } = new URL(address)
  return username === '' && password === '' && port === '' ? `${protocol}//${host}` : null
}
