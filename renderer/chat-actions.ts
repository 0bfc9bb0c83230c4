import type { RunId } from '../shared/domain/run.ts'
import { attempt } from './attempt.ts'
import { client } from './client.ts'
import { detach } from './detach.ts'
import { places } from './places.ts'
import { settingsFrom, useChatSettings } from './state/chat-settings.ts'
import { addExchange, endExchange, messagesOf, removeExchange, useChat } from './state/chat.ts'

/** Sends a question with the conversation so far; the answer arrives as `chat` events. */
export function ask(run: RunId, question: string): void {
  const id = crypto.randomUUID()
  const typed = useChatSettings.getState()
  const before = useChat.getState().conversations[run] ?? []
  const messages = messagesOf(before, question, typed.system.trim())
  const settings = settingsFrom(typed)
  addExchange(run, id, question)
  detach(
    client['chat.ask']({ ask: id, run, messages, settings }).then((result) => {
      if (!result.ok) endExchange(id, result.error)
    }),
  )
}

/** Puts a question again, in place of what came of it. */
export function askAgain(run: RunId, failedAsk: string, question: string): void {
  removeExchange(run, failedAsk)
  ask(run, question)
}

/** Stops an answer. What has arrived stays. */
export function stopAnswer(id: string): void {
  endExchange(id, null)
  detach(client['chat.cancel']({ ask: id }))
}

/** Copies an answer; main writes the clipboard. */
export function copyAnswer(text: string, then: () => void): void {
  attempt(places.window, () => client['chat.copy']({ text }), then)
}
