import { appOrigin, originOf } from './app-origin.ts'

/** What is asked of a sender: the part of Electron's event that tells where a call comes from. */
export interface Sender {
  readonly senderFrame: { readonly url: string; readonly parent: object | null } | null
}

/**
 * True when a call comes from the top frame of one of our own pages. A destroyed frame is null and
 * not trusted.
 */
export function isTrustedSender({ senderFrame }: Sender): boolean {
  if (senderFrame?.parent !== null) return false
  return originOf(senderFrame.url) === appOrigin
}
