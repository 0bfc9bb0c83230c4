import { Notification } from 'electron'
import type { Rejection } from '../app/rejection-news.ts'
import { rejectionNotice } from './rejection-words.ts'

/** Tells on the desktop that a token was rejected; a click shows the tokens. Nothing where it cannot be shown. */
export function showRejectionNotice(rejection: Rejection, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const notice = new Notification(rejectionNotice(rejection))
  notice.on('click', onClick)
  notice.show()
}
