import { Notification } from 'electron'
import type { JobSummary } from '../../shared/domain/job-view.ts'
import { jobNotice } from './job-words.ts'

/** Tells on the desktop that a job has ended; a click shows the jobs. Nothing where it cannot be shown. */
export function showJobNotice(job: JobSummary, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const notice = new Notification(jobNotice(job))
  notice.on('click', onClick)
  notice.show()
}
