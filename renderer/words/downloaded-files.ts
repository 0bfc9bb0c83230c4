import type { DownloadView } from '../../shared/domain/download.ts'
import { fileName } from './run.ts'

/** What is being fetched, in few words: a file's name, `all files`, or the patterns. */
export function downloadName({ path, choice }: Pick<DownloadView, 'path' | 'choice'>): string {
  if (path !== null) return fileName(path)
  const wanted = choice?.include.join(', ') ?? ''
  const without = choice?.exclude.join(', ') ?? ''
  const rest = without === '' ? '' : ` without ${without}`
  return `${wanted === '' ? 'all files' : wanted}${rest}`
}

/** Names the download for somebody who only hears it: a repository's files need its name as well. */
export function spokenDownload(download: Pick<DownloadView, 'repo' | 'path' | 'choice'>): string {
  const name = downloadName(download)
  return download.path === null ? `${name} of ${download.repo}` : name
}

/** Patterns as they are typed: apart by commas or spaces. */
export function readPatterns(text: string): string[] {
  return text.split(/[\s,]+/).filter((pattern) => pattern !== '')
}
