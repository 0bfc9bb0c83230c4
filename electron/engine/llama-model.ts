import { statSync } from 'node:fs'
import type {
  ChatHistoryItem,
  ChatWrapper,
  LlamaContext,
  LlamaContextOptions,
  LlamaContextSequence,
  LlamaCompletionGenerationOptions,
  LlamaModel,
} from 'node-llama-cpp'
import { conversationsFor, mostContext } from '../../shared/domain/embedded-engine.ts'
import type { EngineStartup, Library } from './library.ts'
import { Slots } from './slots.ts'
import type {
  Answer,
  ChatTurn,
  Generation,
  MeasuredPrompt,
  Prompt,
  Sampling,
  TextModel,
} from './sampling.ts'

interface ModelRequest {
  readonly path: string
  readonly id: string
  /** Tokens of one conversation, or null for what suits the model. */
  readonly context: number | null
  readonly onProgress: (fraction: number) => void
}

/** Below this size the barrier between two threads takes longer than the work itself. */
const singleThreadBytes = 64 * 1024 * 1024
/** With this many ahead of it a request would outlast its client's patience. */
const mostWaiting = 256
/** No tokenizer makes fewer tokens than this of a text: longer ones need not be measured. */
const mostCharactersPerToken = 32

/** A model in memory, ready to answer. */
export class LlamaTextModel implements TextModel {
  readonly id: string
  readonly contextSize: number
  readonly #library: Library
  readonly #model: LlamaModel
  readonly #wrapper: ChatWrapper
  readonly #slots: Slots<LlamaContextSequence>

  private constructor(id: string, library: Library, model: LlamaModel, context: LlamaContext) {
    this.id = id
    this.contextSize = context.contextSize
    this.#library = library
    this.#model = model
    this.#wrapper = library.resolveChatWrapper(model, { warningLogs: false })
    this.#slots = new Slots(
      Array.from({ length: context.totalSequences }, () => context.getSequence()),
    )
  }

  /** Loads the file; rejects with the library's error when it cannot be used. */
  static async load(
    { library, llama }: EngineStartup,
    { path, id, context: wanted, onProgress }: ModelRequest,
  ): Promise<LlamaTextModel> {
    const { size } = statSync(path)
    const model = await llama.loadModel({ modelPath: path, onLoadProgress: onProgress })
    const threads = size < singleThreadBytes ? 1 : Math.max(1, llama.cpuMathCores)
    const sequences = conversationsFor(size)
    const contextSize = wanted ?? { max: mostContext }
    const context = await createContext(model, { contextSize, threads }, sequences)
    return new LlamaTextModel(id, library, model, context)
  }

  measure(prompt: Prompt): MeasuredPrompt {
    const length =
      prompt.kind === 'text'
        ? prompt.text.length
        : prompt.turns.reduce((sum, { text }) => sum + text.length, 0)
    if (length > this.contextSize * mostCharactersPerToken) return { ok: false, reason: 'too-long' }
    let tokens: number
    try {
      tokens = this.#count(prompt)
    } catch {
      // Templates throw when turns do not alternate as they like.
      return { ok: false, reason: 'not-for-this-model' }
    }
    return tokens < this.contextSize ? { ok: true, tokens } : { ok: false, reason: 'too-long' }
  }

  get queued(): number {
    return this.#slots.queued
  }

  get isFull(): boolean {
    return this.#slots.queued >= mostWaiting
  }

  async generate(generation: Generation): Promise<Answer> {
    return this.#slots.use(generation.signal, async (sequence) => {
      const before = sequence.tokenMeter.getState()
      const { prompt } = generation
      const stopReason =
        prompt.kind === 'chat'
          ? await this.#chat(prompt.turns, sequence, generation)
          : await this.#complete(prompt.text, sequence, generation)
      return {
        finish: stopReason === 'maxTokens' ? 'length' : 'stop',
        tokens: sequence.tokenMeter.diff(before).usedOutputTokens,
      }
    })
  }

  async #chat(
    turns: readonly ChatTurn[],
    contextSequence: LlamaContextSequence,
    { sampling, signal, onPiece }: Generation,
  ): Promise<string> {
    const chat = new this.#library.LlamaChat({ contextSequence, chatWrapper: this.#wrapper })
    try {
      const { metadata } = await chat.generateResponse(historyOf(turns), {
        ...optionsOf(sampling),
        signal,
        onResponseChunk: ({ type, text }) => {
          if (text !== '') onPiece({ kind: type === 'segment' ? 'thought' : 'answer', text })
        },
      })
      return metadata.stopReason
    } finally {
      chat.dispose({ disposeSequence: false })
    }
  }

  async #complete(
    prompt: string,
    contextSequence: LlamaContextSequence,
    { sampling, signal, onPiece }: Generation,
  ): Promise<string> {
    const completion = new this.#library.LlamaCompletion({ contextSequence })
    try {
      const { metadata } = await completion.generateCompletionWithMeta(prompt, {
        ...optionsOf(sampling),
        signal,
        // The default keeps a tenth of the context free and drops the prompt's beginning for it.
        contextShiftSize: 1,
        disableContextShift: true,
        onTextChunk: (text) => {
          if (text !== '') onPiece({ kind: 'answer', text })
        },
      })
      return metadata.stopReason
    } finally {
      completion.dispose({ disposeSequence: false })
    }
  }

  #count(prompt: Prompt): number {
    if (prompt.kind === 'text') {
      const start = this.#model.tokens.shouldPrependBosToken ? 1 : 0
      return this.#model.tokenize(prompt.text).length + start
    }
    const { contextText } = this.#wrapper.generateContextState({
      chatHistory: historyOf(prompt.turns),
    })
    return contextText.tokenize(this.#model.tokenizer).length
  }
}

/** As many sequences as there is memory for, but one at least. */
async function createContext(
  model: LlamaModel,
  options: Pick<LlamaContextOptions, 'contextSize' | 'threads'>,
  sequences: number,
): Promise<LlamaContext> {
  try {
    return await model.createContext({ ...options, sequences })
  } catch (cause) {
    if (sequences === 1) throw cause
    return await model.createContext({ ...options, sequences: 1 })
  }
}

/** The library wants the answer's place at the end; one that is there is continued. */
function historyOf(turns: readonly ChatTurn[]): ChatHistoryItem[] {
  const history = turns.map(({ role, text }): ChatHistoryItem =>
    role === 'assistant' ? { type: 'model', response: [text] } : { type: role, text },
  )
  return turns.at(-1)?.role === 'assistant'
    ? history
    : [...history, { type: 'model', response: [] }]
}

function optionsOf(
  sampling: Sampling,
): Pick<
  LlamaCompletionGenerationOptions,
  | 'maxTokens'
  | 'temperature'
  | 'topP'
  | 'topK'
  | 'minP'
  | 'seed'
  | 'customStopTriggers'
  | 'repeatPenalty'
> {
  const { frequencyPenalty, presencePenalty, seed } = sampling
  const isPenalised = frequencyPenalty !== 0 || presencePenalty !== 0
  return {
    maxTokens: sampling.maxTokens,
    temperature: sampling.temperature,
    topP: sampling.topP,
    topK: sampling.topK,
    minP: sampling.minP,
    ...(seed === null ? {} : { seed }),
    ...(sampling.stop.length === 0 ? {} : { customStopTriggers: sampling.stop }),
    // The library punishes repetition unasked, which OpenAI's protocol does not.
    repeatPenalty: isPenalised
      ? { penalty: 1, frequencyPenalty, presencePenalty }
      : (false as const),
  }
}
