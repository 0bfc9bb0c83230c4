import { z } from 'zod'

/** One turn of a playground conversation, in OpenAI's terms. */
export const ChatMessageSchema = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string().max(200_000),
})
export type ChatMessage = z.infer<typeof ChatMessageSchema>

/** How an answer is to be made, in OpenAI's terms; what is left out is the server's own choice. */
export const ChatSettingsSchema = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  maxTokens: z.number().int().min(1).max(1_000_000).optional(),
  /** Texts at which an answer ends. */
  stop: z.array(z.string().min(1).max(200)).min(1).max(4).optional(),
  seed: z.number().int().min(0).max(4_294_967_295).optional(),
})
export type ChatSettings = z.infer<typeof ChatSettingsSchema>

/** What an answer came to. */
export const ChatStatsSchema = z.object({
  /** As the server counted; null when it did not. */
  tokens: z.number().int().nonnegative().nullable(),
  /** Seconds until the first piece came, and from it to the last. */
  firstSeconds: z.number().nonnegative(),
  seconds: z.number().nonnegative(),
  /** True when it reached the limit of tokens. */
  isCut: z.boolean(),
})
export type ChatStats = z.infer<typeof ChatStatsSchema>
