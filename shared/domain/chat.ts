import { z } from 'zod'

/** One turn of a playground conversation, in OpenAI's terms. */
export const ChatMessageSchema = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string().max(200_000),
})
export type ChatMessage = z.infer<typeof ChatMessageSchema>
