import { create } from 'zustand'
import type { ChatMessage, ChatStats } from '../../shared/domain/chat.ts'
import type { RunId } from '../../shared/domain/run.ts'
import type { AppError } from '../../shared/errors.ts'
import type { EventPayload } from '../../shared/ipc/events.ts'

/** One question and what came back. */
export interface Exchange {
  /** The ask's id, by which main's pieces find their exchange. */
  readonly ask: string
  readonly question: string
  readonly answer: string
  /** What a reasoning model said to itself. */
  readonly thought: string
  readonly stats: ChatStats | null
  readonly state: 'waiting' | 'answering' | 'done' | 'stopped' | 'failed'
  readonly error: AppError | null
}

interface ChatState {
  readonly conversations: Readonly<Record<RunId, readonly Exchange[]>>
}

/** Conversations by server. They live in this window only and are never written down. */
export const useChat = create<ChatState>(() => ({ conversations: {} }))

export function addExchange(run: RunId, ask: string, question: string): void {
  change(run, (exchanges) => [
    ...exchanges,
    { ask, question, answer: '', thought: '', stats: null, state: 'waiting', error: null },
  ])
}

/** Takes in a piece of an answer; pieces of forgotten or ended exchanges are dropped. */
export function addPiece({ ask, delta, thought, done, error, stats }: EventPayload<'chat'>): void {
  update(ask, (exchange) => ({
    ...exchange,
    answer: exchange.answer + delta,
    thought: exchange.thought + thought,
    stats,
    state: error !== null ? 'failed' : done ? 'done' : 'answering',
    error,
  }))
}

/** Ends an exchange that main will say nothing more about. */
export function endExchange(ask: string, error: AppError | null): void {
  update(ask, (exchange) => ({ ...exchange, state: error === null ? 'stopped' : 'failed', error }))
}

export function removeExchange(run: RunId, ask: string): void {
  change(run, (exchanges) => exchanges.filter((exchange) => exchange.ask !== ask))
}

export function clearConversation(run: RunId): void {
  change(run, () => [])
}

/** Whether more of the answer may come. */
export function isOpen({ state }: Exchange): boolean {
  return state === 'waiting' || state === 'answering'
}

/**
 * The conversation as a server wants it. Exchanges without an answer are left out: most chat
 * templates refuse two questions in a row.
 */
export function messagesOf(
  exchanges: readonly Exchange[],
  question: string,
  system = '',
): ChatMessage[] {
  const before = exchanges
    .filter(({ answer }) => answer !== '')
    .flatMap((exchange): ChatMessage[] => [
      { role: 'user', content: exchange.question },
      { role: 'assistant', content: exchange.answer },
    ])
  const first: ChatMessage[] = system === '' ? [] : [{ role: 'system', content: system }]
  // The contract carries 500 messages at most; the oldest give way, pair by pair.
  return [...first, ...before.slice(-498), { role: 'user', content: question }]
}

function change(run: RunId, to: (exchanges: readonly Exchange[]) => readonly Exchange[]): void {
  useChat.setState(({ conversations }) => ({
    conversations: { ...conversations, [run]: to(conversations[run] ?? []) },
  }))
}

function update(ask: string, to: (exchange: Exchange) => Exchange): void {
  useChat.setState(({ conversations }) => ({
    conversations: Object.fromEntries(
      Object.entries(conversations).map(([run, exchanges]) => [
        run,
        exchanges.map((exchange) =>
          exchange.ask === ask && isOpen(exchange) ? to(exchange) : exchange,
        ),
      ]),
    ),
  }))
}
