import type { ChatMessage, ChatSettings, ChatStats } from '../../shared/domain/chat.ts'
import type { RunId, RunView } from '../../shared/domain/run.ts'
import { AppFailure, errors, fail, type AppError } from '../../shared/errors.ts'
import type { EventPayload } from '../../shared/ipc/events.ts'
import { servedModel } from '../launcher/served-model.ts'
import type { Fetch } from '../ports.ts'
import { askServer } from './chat.ts'
import type { State } from './state.ts'

interface ChatsNeeds {
  readonly state: Pick<State, 'get'>
  readonly fetch: Fetch
  readonly report: (where: string, cause: unknown) => string
  readonly onPiece: (piece: EventPayload<'chat'>) => void
  /** What lets in at a model that runs elsewhere, asked for each question; null for any other. */
  readonly hostedHeaders: (run: RunView) => Promise<Readonly<Record<string, string>> | null>
}

/** One question of the playground. The window chose the id, so it can cancel before an answer. */
export interface Question {
  readonly ask: string
  readonly run: RunId
  readonly messages: readonly ChatMessage[]
  readonly settings: ChatSettings
}

type Server = RunView & { readonly url: string }

/** The playground's questions under way. */
export class Chats {
  readonly #needs: ChatsNeeds
  readonly #active = new Map<string, AbortController>()
  /** What each server calls its model; asked once. */
  readonly #models = new Map<RunId, string>()

  constructor(needs: ChatsNeeds) {
    this.#needs = needs
  }

  /** Starts a question; the answer arrives in pieces. Throws `run-not-ready`. */
  ask(question: Question): void {
    const server = this.#needs.state.get().runs.find(({ id }) => id === question.run)
    if (server?.url == null || server.state !== 'ready') throw fail(errors.runNotReady())
    const abort = new AbortController()
    this.#active.set(question.ask, abort)
    this.#stream(question, { ...server, url: server.url }, abort.signal).catch((cause: unknown) =>
      this.#needs.report('chat', cause),
    )
  }

  cancel(ask: string): void {
    this.#active.get(ask)?.abort()
  }

  async #stream(
    { ask, messages, settings }: Question,
    server: Server,
    signal: AbortSignal,
  ): Promise<void> {
    const { fetch, onPiece, report, hostedHeaders } = this.#needs
    let error: AppError | null = null
    let stats: ChatStats | null = null
    try {
      const headers = await hostedHeaders(server)
      const there =
        headers === null ? { model: await this.#modelOf(server) } : { headers, model: server.repo }
      stats = await askServer(
        { url: server.url, messages, settings, signal, ...there },
        {
          fetch,
          now: () => performance.now(),
          onPiece: (piece) => {
            onPiece({ ask, ...piece, done: false, error: null, stats: null })
          },
        },
      )
    } catch (cause) {
      error = cause instanceof AppFailure ? cause.error : errors.unexpected(report('chat', cause))
    } finally {
      this.#active.delete(ask)
    }
    onPiece({ ask, delta: '', thought: '', done: true, error, stats })
  }

  async #modelOf(server: Server): Promise<string> {
    const known = this.#models.get(server.id)
    if (known !== undefined) return known
    const model = await servedModel(server, this.#needs.fetch)
    this.#models.set(server.id, model)
    return model
  }
}
