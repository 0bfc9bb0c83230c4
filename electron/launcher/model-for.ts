import type { LauncherNeeds, PreparedModel } from './needs.ts'
import type { Run } from './run.ts'

/** Brings a run's model onto this machine, and shows it as waiting for that. Rejects when it is stopped meanwhile. */
export async function modelFor(
  run: Run,
  launcher: Pick<LauncherNeeds, 'prepare'>,
  onNotice: (sentence: string) => void,
): Promise<PreparedModel> {
  const model = await unlessStopped(
    run.signal,
    launcher.prepare(run.request, {
      signal: run.signal,
      onDownload: (download) => {
        run.waitsFor(download)
      },
      onNotice,
    }),
  )
  run.signal.throwIfAborted()
  return model
}

/** A question to the Hub may take its time to notice; the user should not have to wait for that. */
async function unlessStopped<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', stop)
    })
  })
}
