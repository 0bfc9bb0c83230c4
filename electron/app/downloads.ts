import { randomUUID } from 'node:crypto'
import type { DownloadView } from '../../shared/domain/download.ts'
import { AppFailure, errors } from '../../shared/errors.ts'
import { downloadModel, type DownloadedModel } from '../hub/download-model.ts'
import type { HubNeeds } from '../hub/needs.ts'
import type { State } from './state.ts'
import { Speed } from './speed.ts'

/** Which file of which repository; `file` is already chosen. */
export interface DownloadRequest {
  readonly repo: string
  readonly revision: string
  readonly file: string
}

interface DownloadsNeeds {
  readonly hub: HubNeeds
  readonly state: Pick<State, 'downloadChanged'>
  /** Writes down an unforeseen failure, returns its reference. */
  readonly report: (where: string, cause: unknown) => string
}

/** A download under way: its id in the snapshot and its end. */
export interface Download {
  readonly id: string
  readonly done: Promise<DownloadedModel>
  readonly cancel: () => void
}

/** Runs downloads and keeps the snapshot's list true. The same file is never fetched twice at once. */
export class Downloads {
  readonly #needs: DownloadsNeeds
  readonly #active = new Map<string, Download>()

  constructor(needs: DownloadsNeeds) {
    this.#needs = needs
  }

  /** Starts a download, or joins the one that is already fetching this file. */
  start(request: DownloadRequest): Download {
    const key = `${request.repo}@${request.revision}/${request.file}`
    const running = this.#active.get(key)
    if (running !== undefined) return running
    const abort = new AbortController()
    const id = randomUUID()
    const download: Download = {
      id,
      done: this.#run(id, request, abort.signal).finally(() => this.#active.delete(key)),
      cancel: () => {
        abort.abort()
      },
    }
    // Whoever starts it without waiting learns the outcome from the snapshot.
    download.done.catch(() => undefined)
    this.#active.set(key, download)
    return download
  }

  /** Cancels by id; what has arrived is kept. An unknown id is one that has just ended. */
  cancel(id: string): void {
    for (const download of this.#active.values()) if (download.id === id) download.cancel()
  }

  cancelAll(): void {
    for (const download of this.#active.values()) download.cancel()
  }

  async #run(id: string, request: DownloadRequest, signal: AbortSignal): Promise<DownloadedModel> {
    const { hub, state, report } = this.#needs
    const speed = new Speed()
    let view: DownloadView = {
      id,
      repo: request.repo,
      path: request.file,
      state: 'running',
      receivedBytes: 0,
      totalBytes: null,
      bytesPerSecond: null,
      error: null,
    }
    const show = (change: Partial<DownloadView>): void => {
      view = { ...view, ...change }
      state.downloadChanged(view)
    }
    show({})
    try {
      const model = await downloadModel(
        {
          ...request,
          signal,
          onProgress: ({ receivedBytes, totalBytes }) => {
            const bytesPerSecond = speed.measure(receivedBytes, hub.clock.now().getTime())
            show({ receivedBytes, totalBytes, bytesPerSecond })
          },
        },
        hub,
      )
      show({ state: 'done', bytesPerSecond: null })
      return model
    } catch (cause) {
      const error = signal.aborted
        ? errors.downloadCancelled()
        : cause instanceof AppFailure
          ? cause.error
          : errors.unexpected(report('download', cause))
      show({ state: signal.aborted ? 'cancelled' : 'failed', error, bytesPerSecond: null })
      throw new AppFailure(error)
    }
  }
}
