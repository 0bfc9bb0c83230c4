import { randomUUID } from 'node:crypto'
import { hasEnded } from '../../shared/domain/download-state.ts'
import type { DownloadView, FileChoice } from '../../shared/domain/download.ts'
import type { LookUpType } from '../../shared/domain/repo.ts'
import type { AppError } from '../../shared/app-error.ts'
import { AppFailure, errors } from '../../shared/errors.ts'
import { downloadModel } from '../hub/download-model.ts'
import { downloadRepository } from '../hub/download-repository.ts'
import type { OnProgress } from '../hub/download/progress.ts'
import type { HubNeeds } from '../hub/needs.ts'
import { secondsLeft, Speed } from './speed.ts'
import type { State } from './state.ts'

/** What to fetch of which repository: a file that is already chosen, or several files. */
export interface DownloadRequest {
  /** A model where it is left out; only several files are fetched of anything else. */
  readonly type?: LookUpType
  readonly repo: string
  readonly revision: string
  /** Null where several are meant. */
  readonly file: string | null
  /** Which ones; all of them where it is left out. */
  readonly choice?: FileChoice
}

/** What came of a download. */
export interface Downloaded {
  /** Absolute path of the file, or of the folder in which the files lie under their own names. */
  readonly modelPath: string
}

export interface DownloadsNeeds {
  readonly hub: HubNeeds
  readonly state: Pick<State, 'downloadChanged'>
  /** Writes down an unforeseen failure, returns its reference. */
  readonly report: (where: string, cause: unknown) => string
}

/** What the user wants of a job; what it does follows when the attempt under way has ended. */
type Wish = 'go' | 'pause' | 'cancel'

/** What passes by itself: the network or the Hub went away, not the file or the leave to have it. */
const passing: readonly string[] = [
  ...['hub-unreachable', 'hub-timeout', 'hub-server-error', 'hub-rate-limited'],
  ...['hub-proxy', 'download-interrupted'],
]

const allFiles: FileChoice = { include: [], exclude: [] }
const still = { bytesPerSecond: null, secondsLeft: null } as const

/**
 * One file, or several of a repository, on the way: any number of attempts with pauses between them, and one end. One that had
 * begun to arrive when the network went waits for it; one that never began fails at once.
 */
export class DownloadJob {
  readonly id = randomUUID()
  /** Settles when the file is there, failed or was cancelled; a pause or a wait leaves it open. */
  readonly done: Promise<Downloaded>
  readonly #request: DownloadRequest
  readonly #needs: DownloadsNeeds
  #wish: Wish = 'go'
  #waits = 0
  #attempt: AbortController | null = null
  #view: DownloadView
  #arrive: (model: Downloaded) => void = () => undefined
  #refuse: (failure: AppFailure) => void = () => undefined

  /** Shows it as queued. */
  constructor(request: DownloadRequest, needs: DownloadsNeeds) {
    this.#request = request
    this.#needs = needs
    this.done = new Promise((resolve, reject) => {
      this.#arrive = resolve
      this.#refuse = reject
    })
    this.#view = {
      id: this.id,
      type: request.type ?? 'model',
      repo: request.repo,
      revision: request.revision,
      path: request.file,
      choice: choiceOf(request),
      state: 'queued',
      receivedBytes: 0,
      totalBytes: null,
      ...still,
      error: null,
    }
    this.#show({})
  }

  get state(): DownloadView['state'] {
    return this.#view.state
  }

  /** How many times in a row it came to wait without anything having arrived between. */
  get waits(): number {
    return this.#waits
  }

  /** Lets go of the network and keeps what has arrived. */
  pause(): void {
    if (this.#attempt !== null) this.#stop('pause')
    else if (!hasEnded(this.state)) this.#show({ state: 'paused', error: null })
  }

  /** Queues one that is paused or waits again; a pause that has not come to rest yet is taken back. */
  resume(): void {
    if (this.state === 'paused' || this.state === 'waiting') {
      this.#show({ state: 'queued', error: null })
    } else if (this.#wish === 'pause') this.#wish = 'go'
  }

  /** Ends it; what has arrived is kept. Does nothing to one that has ended. */
  cancel(): void {
    if (this.#attempt !== null) this.#stop('cancel')
    else if (!hasEnded(this.state)) this.#cancelled()
  }

  /** Fetches until the end, the next pause or until the network goes. Never rejects; `done` tells the outcome. */
  async run(): Promise<void> {
    const attempt = new AbortController()
    this.#attempt = attempt
    this.#wish = 'go'
    const before = this.#view.receivedBytes
    this.#show({ state: 'running' })
    try {
      const model = await this.#fetch(attempt.signal)
      this.#show({ state: 'done', ...still })
      this.#arrive(model)
    } catch (cause) {
      if (attempt.signal.aborted) this.#rest()
      else this.#failed(cause, before)
    }
  }

  async #fetch(signal: AbortSignal): Promise<Downloaded> {
    const { hub } = this.#needs
    const speed = new Speed()
    const onProgress: OnProgress = (progress) => {
      const bytesPerSecond = speed.measure(progress.receivedBytes, hub.clock.now().getTime())
      const left = secondsLeft({ ...progress, bytesPerSecond })
      this.#show({ ...progress, bytesPerSecond, secondsLeft: left })
    }
    try {
      const { type = 'model', repo, revision, file, choice } = this.#request
      if (file !== null)
        return await downloadModel({ repo, revision, file, signal, onProgress }, hub)
      const place = { type, repo, revision, files: [] }
      const { path } = await downloadRepository(
        { ...place, ...(choice ?? allFiles), signal, onProgress },
        hub,
      )
      return { modelPath: path }
    } finally {
      this.#attempt = null
    }
  }

  #stop(wish: Exclude<Wish, 'go'>): void {
    // What was cancelled is not brought back by a pause.
    if (this.#wish !== 'cancel') this.#wish = wish
    this.#attempt?.abort()
  }

  /** The attempt was stopped and its files are let go of: now comes what was wished for. */
  #rest(): void {
    if (this.#wish === 'cancel') this.#cancelled()
    else this.#show({ state: this.#wish === 'pause' ? 'paused' : 'queued', ...still })
  }

  #cancelled(): void {
    const error = errors.downloadCancelled()
    this.#show({ state: 'cancelled', error, ...still })
    this.#refuse(new AppFailure(error))
  }

  #failed(cause: unknown, before: number): void {
    const error =
      cause instanceof AppFailure
        ? cause.error
        : errors.unexpected(this.#needs.report('download', cause))
    if (this.#willPass(error)) {
      this.#waits = this.#view.receivedBytes > before ? 1 : this.#waits + 1
      this.#show({ state: 'waiting', error, ...still })
      return
    }
    this.#show({ state: 'failed', error, ...still })
    this.#refuse(new AppFailure(error))
  }

  #willPass({ code }: AppError): boolean {
    return this.#view.totalBytes !== null && passing.includes(code)
  }

  #show(change: Partial<DownloadView>): void {
    this.#view = { ...this.#view, ...change }
    this.#needs.state.downloadChanged(this.#view)
  }
}

/** Which files are meant, or null where it is one. */
export function choiceOf({ file, choice }: DownloadRequest): FileChoice | null {
  return file === null ? (choice ?? allFiles) : null
}
