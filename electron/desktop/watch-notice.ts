import { Notification } from 'electron'
import type { WatchView } from '../../shared/domain/watch.ts'
import { watchNotice } from './watch-words.ts'

/** Tells on the desktop how the waiting ended; a click shows the models. Nothing where it cannot be shown. */
export function showWatchNotice(watch: WatchView, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const notice = new Notification(watchNotice(watch))
  notice.on('click', onClick)
  notice.show()
}
