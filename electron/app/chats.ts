import type { ChatMessage } from '../../shared/domain/chat.ts'
import type { RunView } from '../../shared/domain/run.ts'
import { AppFailure, errors, fail, type AppError } from '../../shared/errors.ts'
import type { EventPayload } from '../../shared/ipc/events.ts'
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
  readonly run: string
  readonly messages: readonly ChatMessage[]
}

/** The playground's questions under way. */
export class Chats {
  readonly #needs: ChatsNeeds
  readonly #active = new Map<string, AbortController>()

  constructor(needs: ChatsNeeds) {
    this.#needs = needs
  }

  /** Starts a question; the answer arrives in pieces. Throws `run-not-ready`. */
  ask({ ask, run, messages }: Question): void {
    const server = this.#needs.state.get().runs.find(({ id }) => id === run)
    if (server?.url == null || server.state !== 'ready') throw fail(errors.runNotReady())
    const abort = new AbortController()
    this.#active.set(ask, abort)
    this.#stream(ask, { ...server, url: server.url }, messages, abort.signal).catch(
      (cause: unknown) => this.#needs.report('chat', cause),
    )
  }

  cancel(ask: string): void {
    this.#active.get(ask)?.abort()
  }

  async #stream(
    ask: string,
    server: RunView & { readonly url: string },
    messages: readonly ChatMessage[],
    signal: AbortSignal,
  ): Promise<void> {
    const { fetch, onPiece, report, hostedHeaders } = this.#needs
    const { url } = server
    let error: AppError | null = null
    try {
      const headers = await hostedHeaders(server)
      const there = headers === null ? {} : { headers, model: server.repo }
      await askServer(
        { url, messages, signal, ...there },
        {
          fetch,
          onDelta: (delta) => {
            onPiece({ ask, delta, done: false, error: null })
          },
        },
      )
    } catch (cause) {
      error = cause instanceof AppFailure ? cause.error : errors.unexpected(report('chat', cause))
    } finally {
      this.#active.delete(ask)
    }
    onPiece({ ask, delta: '', done: true, error })
  }
}
