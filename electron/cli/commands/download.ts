import type { RepoType } from '../../../shared/domain/repo.ts'
import { Speed } from '../../app/speed.ts'
import { downloadRepository } from '../../hub/download-repository.ts'
import type { Context } from '../context.ts'
import { describeProgress } from '../describe.ts'
import { size } from '../../../shared/size.ts'

export interface DownloadOptions {
  readonly type: RepoType
  readonly repo: string
  readonly revision: string
  readonly files: readonly string[]
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

/**
 * `hubkey download`: brings files into the shared cache and answers where they are. Interrupted, it
 * keeps what arrived; the same command goes on from there.
 */
export async function download(options: DownloadOptions, context: Context): Promise<void> {
  const { core, output, signal } = context
  const speed = new Speed()
  const done = await downloadRepository(
    {
      ...options,
      signal,
      onProgress: (progress) => {
        const bytesPerSecond = speed.measure(progress.receivedBytes, performance.now())
        output.progress(describeProgress({ path: options.repo, ...progress, bytesPerSecond }))
      },
    },
    core.hub,
  )
  const bytes = done.files.reduce((sum, { size }) => sum + size, 0)
  const reused = done.files.filter((file) => file.reused).length
  const fetched = done.files.length - reused
  if (done.offline) output.notice('The Hub was not asked: this is what the cache holds.')
  output.notice(`${count(fetched)} fetched, ${reused} already there: ${size(bytes)}.`)
  const { path, commit, files, offline } = done
  output.result({ path, commit, files, bytes, fetched, reused, offline }, () => `${path}\n`)
}

function count(files: number): string {
  return files === 1 ? '1 file' : `${files} files`
}
