/** How the next token is chosen, and when to stop. Names as in the library. */
export interface Sampling {
  readonly maxTokens: number
  readonly temperature: number
  readonly topP: number
  readonly topK: number
  readonly minP: number
  readonly seed: number | null
  readonly frequencyPenalty: number
  readonly presencePenalty: number
  readonly stop: readonly string[]
}

export interface ChatTurn {
  readonly role: 'system' | 'user' | 'assistant'
  readonly text: string
}

/** What is to be continued. */
export type Prompt =
  | { readonly kind: 'chat'; readonly turns: readonly ChatTurn[] }
  | { readonly kind: 'text'; readonly text: string }

/** A prompt that was measured, or the reason why it cannot be used. */
export type MeasuredPrompt =
  | { readonly ok: true; readonly tokens: number }
  | { readonly ok: false; readonly reason: 'too-long' | 'not-for-this-model' }

/** A piece of an answer. `thought` is what reasoning models say to themselves. */
export interface Piece {
  readonly kind: 'answer' | 'thought'
  readonly text: string
}

export interface Answer {
  readonly finish: 'stop' | 'length'
  /** Tokens the model made, the closing one included. */
  readonly tokens: number
}

/** One answer to be made. */
export interface Generation {
  readonly prompt: Prompt
  readonly sampling: Sampling
  /** Rejects the answer with its reason, whether it was begun or still waits. */
  readonly signal: AbortSignal
  readonly onPiece: (piece: Piece) => void
}

/** A loaded model. The HTTP side knows no more of llama.cpp than this. */
export interface TextModel {
  readonly id: string
  /** Tokens one request may take up, prompt and answer together. */
  readonly contextSize: number
  /** True when so many requests wait already that another one would wait too long. */
  readonly isFull: boolean
  /** How many requests wait for their turn. */
  readonly queued: number
  measure(prompt: Prompt): MeasuredPrompt
  /** Continues the prompt; requests beyond the number of slots take turns. */
  generate(generation: Generation): Promise<Answer>
}
