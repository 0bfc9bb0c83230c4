import type { RunId } from '../shared/domain/run.ts'
import { client } from './client.ts'
import { detach } from './detach.ts'
import { addExchange, endExchange, messagesOf, removeExchange, useChat } from './state/chat.ts'

/** Sends a question with the conversation so far; the answer arrives as `chat` events. */
export function ask(run: RunId, question: string): void {
  const id = crypto.randomUUID()
  const messages = messagesOf(useChat.getState().conversations[run] ?? [], question)
  addExchange(run, id, question)
  detach(
    client['chat.ask']({ ask: id, run, messages }).then((result) => {
      if (!result.ok) endExchange(id, result.error)
    }),
  )
}

/** Puts a failed question again, in place of its failure. */
export function askAgain(run: RunId, failedAsk: string, question: string): void {
  removeExchange(run, failedAsk)
  ask(run, question)
}

/** Stops an answer. What has arrived stays. */
export function stopAnswer(id: string): void {
  endExchange(id, null)
  detach(client['chat.cancel']({ ask: id }))
}
